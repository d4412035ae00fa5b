import { exchangeServers, type ExchangeServer } from '../../src/lab/exchange-server.ts';
import { createNetwork, type LabNetwork } from '../../src/lab/network.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';
import type { Target } from '../../src/model/target.ts';
import type { Gathered } from '../../src/model/report.ts';
import { type ObserveOptions, observeAll } from '../../src/scan/observe.ts';
import { ADDRESS, HOST, optionsFor } from './harness.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

let made: Promise<Pki> | null = null;

/** One for all tests of a file: its keys take a while to make. */
export function pki(): Promise<Pki> {
  made ??= createPki(NOW);
  return made;
}

/** Asks a server of the lab that answers as Exchange does; `served` counts connections by port. */
export async function askExchange(
  server: Partial<ExchangeServer> & Pick<ExchangeServer, 'generation' | 'ports'>,
  services: Target['services'],
  rest: Partial<Omit<ObserveOptions, 'world'>> = {},
  depth: 'check' | 'scan' = 'scan',
): Promise<Gathered & { readonly served: ReadonlyMap<string, number> }> {
  const network: LabNetwork = createNetwork(() => NOW);
  const keys = await pki();
  network.name(HOST, [ADDRESS]);
  const chain = server.chain ?? (await keys.commercial([HOST]));
  const servers = await exchangeServers(
    { host: HOST, server: 'MBX01', chain, ...server },
    { pki: keys, now: () => NOW },
  );
  for (const [port, handler] of Object.entries(servers)) await network.serve(ADDRESS, Number(port), handler);
  try {
    const target: Target = { host: HOST, services, explicit: true, addresses: [], names: [], baseline: null };
    const gathered = await observeAll([target], { ...optionsFor(depth, rest), world: network.world });
    return { ...gathered, served: new Map(network.connections()) };
  } finally {
    await network.stop();
  }
}
