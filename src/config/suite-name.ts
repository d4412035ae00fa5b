import { SUITES, suite, suiteByName } from '../wire/iana/suites.ts';
import type { Suite } from '../wire/iana/suites.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';
import { didYouMean } from './nearest.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { quoted } from './shown.ts';

/** Reads a suite of TLS 1.2 and below: its IANA name, its OpenSSL name or its number as `0xC030`. */
export function readSuite(text: string): Reading<number> {
  return read(text, (row) =>
    row.firstVersion === TLS_1_3 ? 'is a suite of TLS 1.3; put it into suites13' : undefined,
  );
}

/** Reads a suite of TLS 1.3. */
export function readSuite13(text: string): Reading<number> {
  return read(text, (row) => (row.firstVersion === TLS_1_3 ? undefined : 'is not a suite of TLS 1.3'));
}

function read(text: string, refuse: (row: Suite) => string | undefined): Reading<number> {
  const name = text.trim();
  const row = /^0x[\da-f]{4}$/i.test(name) ? suite(Number(name)) : suiteByName(name);
  if (row === undefined) {
    return refused(`unknown cipher suite ${quoted(name)}${didYouMean(name, NAMES)}`);
  }
  const reason = refuse(row);
  return reason === undefined ? understood(row.code) : refused(`${quoted(name)} ${reason}`);
}

const NAMES: readonly string[] = SUITES.map(({ name }) => name);
