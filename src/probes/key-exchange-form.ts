import { type KeyExchangeKind, suite } from '../wire/iana/suites.ts';
import type { KeyExchangeForm } from '../wire/key-exchange.ts';

/** How a suite lays out its ServerKeyExchange; null if it sends none, or none that we read. */
export function keyExchangeForm(code: number): KeyExchangeForm | null {
  const found = suite(code);
  if (found === undefined) return null;
  if (found.keyExchange === 'RSA' && found.export) return { kind: 'rsa-export', hint: false, signed: true };
  return FORMS[found.keyExchange] ?? null;
}

const FORMS: Partial<Record<KeyExchangeKind, KeyExchangeForm>> = {
  DHE: { kind: 'dhe', hint: false, signed: true },
  DH_anon: { kind: 'dhe', hint: false, signed: false },
  DHE_PSK: { kind: 'dhe', hint: true, signed: false },
  ECDHE: { kind: 'ecdhe', hint: false, signed: true },
  ECDH_anon: { kind: 'ecdhe', hint: false, signed: false },
  ECDHE_PSK: { kind: 'ecdhe', hint: true, signed: false },
};
