import { SSL2_ROWS, SUITE_ROWS } from './cipher-suites.ts';
import type { Authentication, KeyExchangeKind, SuiteRow } from './cipher-suites.ts';
import { hex } from './hex.ts';
import { TLS_1_3 } from './versions.ts';

export type { Authentication, KeyExchangeKind } from './cipher-suites.ts';

export interface Suite {
  /** Number on the wire: two bytes, three for the cipher kinds of SSL 2.0. */
  readonly code: number;
  /** IANA name; for the few that were never registered the name OpenSSL gives them. */
  readonly name: string;
  /** Empty if OpenSSL has none. */
  readonly opensslName: string;
  /** First protocol version in which servers accept it. */
  readonly firstVersion: number;
  readonly keyExchange: KeyExchangeKind;
  readonly authentication: Authentication;
  /** Cipher and, for authenticated encryption, its mode: `AES` is CBC, `AESGCM`, `RC4`, `none`. */
  readonly encryption: string;
  /** Key length; 0 without encryption. */
  readonly bits: number;
  /** `SHA1`, `MD5`, ..., or `AEAD`. */
  readonly mac: string;
  readonly export: boolean;
}

/** Families that auditors name together. A suite can belong to several or to none. */
export const SUITE_FAMILIES = ['NULL', 'ANON', 'EXPORT', 'DES', '3DES', 'RC2', 'RC4', 'MD5'] as const;
export type SuiteFamily = (typeof SUITE_FAMILIES)[number];

/** All two-byte suites, SSL 3.0 to TLS 1.3, by number. */
export const SUITES: readonly Suite[] = SUITE_ROWS.map(toSuite);

/** The three-byte cipher kinds of SSL 2.0, by number. Their codes overlap with those of SUITES. */
export const SSL2_KINDS: readonly Suite[] = SSL2_ROWS.map(toSuite);

export function suite(code: number): Suite | undefined {
  return SUITE_BY_CODE.get(code);
}

export function ssl2Kind(code: number): Suite | undefined {
  return KIND_BY_CODE.get(code);
}

/** Looks a two-byte suite up by its IANA or its OpenSSL name; the first one if a name is used twice. */
export function suiteByName(name: string): Suite | undefined {
  return (
    SUITES.find((row) => row.name === name) ?? SUITES.find((row) => row.opensslName === name && name !== '')
  );
}

/** IANA name, or `0xC030` if the number is not known. */
export function suiteName(code: number): string {
  return suite(code)?.name ?? suiteId(code);
}

/** `0xC030`. */
export function suiteId(code: number): string {
  return hex(code, 4);
}

/** Name of an SSL 2.0 cipher kind, or `0x010080`. */
export function ssl2KindName(code: number): string {
  return ssl2Kind(code)?.name ?? ssl2KindId(code);
}

/** `0x010080`. */
export function ssl2KindId(code: number): string {
  return hex(code, 6);
}

/** ANON is no authentication at all; a pre-shared key, a password or Kerberos does authenticate. */
export function families(of: Suite): readonly SuiteFamily[] {
  const known = FAMILIES.get(of);
  if (known !== undefined) return known;
  const found = SUITE_FAMILIES.filter((family) => MEMBERSHIP[family](of));
  FAMILIES.set(of, found);
  return found;
}

/**
 * True if the session keys survive the loss of the long-term key: authenticated ephemeral Diffie-Hellman.
 * Anonymous suites have ephemeral keys too, but nobody to share them with.
 */
export function isForwardSecret(of: Suite): boolean {
  return isTls13(of) || FORWARD_SECRET.has(of.keyExchange);
}

/** True if an elliptic curve takes part in the key exchange, ephemeral or static. True for TLS 1.3. */
export function isEllipticCurve(of: Suite): boolean {
  return isTls13(of) || ELLIPTIC.has(of.keyExchange);
}

/** True for ephemeral Diffie-Hellman over a finite field, anonymous included; false for TLS 1.3. */
export function isFiniteFieldEphemeral(of: Suite): boolean {
  return FINITE_FIELD.has(of.keyExchange);
}

/** What the server proves itself with, `any` in TLS 1.3, where the suite does not say. */
export function authenticatedBy(of: Suite): Authentication {
  return of.authentication;
}

/** Worked out once for each suite: every endpoint is judged by them. */
const FAMILIES = new WeakMap<Suite, readonly SuiteFamily[]>();

const FORWARD_SECRET: ReadonlySet<KeyExchangeKind> = new Set([
  'DHE',
  'ECDHE',
  'DHE_PSK',
  'ECDHE_PSK',
  'CECPQ1',
]);
const ELLIPTIC: ReadonlySet<KeyExchangeKind> = new Set([
  'ECDH',
  'ECDHE',
  'ECDH_anon',
  'ECDHE_PSK',
  'CECPQ1',
  'ECCPWD',
]);
const FINITE_FIELD: ReadonlySet<KeyExchangeKind> = new Set(['DHE', 'DH_anon', 'DHE_PSK']);

const MEMBERSHIP: Readonly<Record<SuiteFamily, (of: Suite) => boolean>> = {
  NULL: (of) => of.encryption === 'none',
  ANON: (of) => of.authentication === 'none',
  EXPORT: (of) => of.export,
  DES: (of) => of.encryption === 'DES',
  '3DES': (of) => of.encryption === '3DES',
  RC2: (of) => of.encryption === 'RC2',
  RC4: (of) => of.encryption === 'RC4',
  MD5: (of) => of.mac === 'MD5',
};

const SUITE_BY_CODE: ReadonlyMap<number, Suite> = new Map(SUITES.map((row) => [row.code, row]));
const KIND_BY_CODE: ReadonlyMap<number, Suite> = new Map(SSL2_KINDS.map((row) => [row.code, row]));

function isTls13(of: Suite): boolean {
  return of.firstVersion === TLS_1_3;
}

function toSuite(row: SuiteRow): Suite {
  const [
    code,
    name,
    opensslName,
    firstVersion,
    keyExchange,
    authentication,
    encryption,
    bits,
    mac,
    isExport,
  ] = row;
  return {
    code,
    name,
    opensslName,
    firstVersion,
    keyExchange,
    authentication,
    encryption,
    bits,
    mac,
    export: isExport,
  };
}
