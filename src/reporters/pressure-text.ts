import type { Pressure, PressureSign } from '../model/pressure.ts';

/** What one address and service showed, and how far we slowed down for it. */
export interface PressureSummary {
  /** `192.0.2.1 smtp`. */
  readonly place: string;
  /** `busy 3 times, slow once`. */
  readonly signs: string;
  /** `slowed down to 1 connection at a time, waited 8 s`. */
  readonly response: string;
}

/** One entry for each address and service, in the order of the first sign. */
export function pressureSummaries(pressures: readonly Pressure[]): readonly PressureSummary[] {
  const places = new Map<string, Pressure[]>();
  for (const pressure of pressures) {
    const place = pressurePlace(pressure);
    const known = places.get(place);
    if (known === undefined) places.set(place, [pressure]);
    else known.push(pressure);
  }
  return [...places].map(([place, list]) => {
    const waited = Math.round(waitedMs(list) / 1000);
    const connections = Math.min(...list.map((one) => one.connections));
    return {
      place,
      signs: SIGNS.flatMap((sign) => counted(sign, list.filter((one) => one.sign === sign).length)).join(
        ', ',
      ),
      response: `slowed down to ${atATime(connections)}${waited === 0 ? '' : `, waited ${waited} s`}`,
    };
  });
}

export function pressurePlace({ address, service }: Pick<Pressure, 'address' | 'service'>): string {
  return `${address} ${service === 'smtp' ? 'smtp' : 'other services'}`;
}

export function atATime(connections: number): string {
  return `${connections} connection${connections === 1 ? '' : 's'} at a time`;
}

const SIGNS: readonly PressureSign[] = ['busy', 'dropped', 'slow'];

function counted(sign: PressureSign, times: number): readonly string[] {
  if (times === 0) return [];
  return [`${sign} ${times === 1 ? 'once' : `${times} times`}`];
}

/** Several connections that meet the same trouble wait at the same time, and that is one wait. */
function waitedMs(pressures: readonly Pressure[]): number {
  let [total, end] = [0, -Infinity];
  for (const { at, waitMs } of pressures.toSorted(
    (one, other) => Date.parse(one.at) - Date.parse(other.at),
  )) {
    const begin = Math.max(end, Date.parse(at));
    const until = Date.parse(at) + waitMs;
    if (until <= begin) continue;
    total += until - begin;
    end = until;
  }
  return total;
}
