/**
 * What an alert in answer to a hello says about the offer.
 *
 * - refuses-offer: none of what was offered (version, suites, strength) is acceptable
 * - objects-to-hello: the form of the hello or one of its extensions was not liked; says nothing about the offer
 * - about-name: the name in SNI
 * - closing: an orderly end
 * - other: about certificates, keys, or the server's own trouble; says nothing about the offer
 */
export type AlertMeaning = 'refuses-offer' | 'closing' | 'objects-to-hello' | 'about-name' | 'other';

export interface Alert {
  readonly code: number;
  readonly name: string;
  readonly meaning: AlertMeaning;
}

function alert(code: number): Alert | undefined {
  return BY_CODE.get(code);
}

/** `handshake_failure`; an unknown one as `alert 250`, the way alerts are quoted. */
export function alertName(code: number): string {
  return alert(code)?.name ?? `alert ${code}`;
}

/** Unknown alerts are `other`: they prove nothing. */
export function alertMeaning(code: number): AlertMeaning {
  return alert(code)?.meaning ?? 'other';
}

/*
 * inappropriate_fallback is not a refusal of the version: it answers TLS_FALLBACK_SCSV and says only that a
 * higher version exists (RFC 7507, 3). internal_error is unrelated to what the peer sent (RFC 8446, 6.2).
 */
const TABLE: readonly (readonly [code: number, name: string, meaning: AlertMeaning])[] = [
  [0, 'close_notify', 'closing'],
  [10, 'unexpected_message', 'objects-to-hello'],
  [20, 'bad_record_mac', 'other'],
  [21, 'decryption_failed', 'other'],
  [22, 'record_overflow', 'objects-to-hello'],
  [30, 'decompression_failure', 'other'],
  [40, 'handshake_failure', 'refuses-offer'],
  [41, 'no_certificate', 'other'],
  [42, 'bad_certificate', 'other'],
  [43, 'unsupported_certificate', 'other'],
  [44, 'certificate_revoked', 'other'],
  [45, 'certificate_expired', 'other'],
  [46, 'certificate_unknown', 'other'],
  [47, 'illegal_parameter', 'objects-to-hello'],
  [48, 'unknown_ca', 'other'],
  [49, 'access_denied', 'other'],
  [50, 'decode_error', 'objects-to-hello'],
  [51, 'decrypt_error', 'other'],
  [52, 'too_many_cids_requested', 'other'],
  [60, 'export_restriction', 'refuses-offer'],
  [70, 'protocol_version', 'refuses-offer'],
  [71, 'insufficient_security', 'refuses-offer'],
  [80, 'internal_error', 'other'],
  [86, 'inappropriate_fallback', 'other'],
  [90, 'user_canceled', 'closing'],
  [100, 'no_renegotiation', 'other'],
  [109, 'missing_extension', 'objects-to-hello'],
  [110, 'unsupported_extension', 'objects-to-hello'],
  [111, 'certificate_unobtainable', 'other'],
  [112, 'unrecognized_name', 'about-name'],
  [113, 'bad_certificate_status_response', 'other'],
  [114, 'bad_certificate_hash_value', 'other'],
  [115, 'unknown_psk_identity', 'other'],
  [116, 'certificate_required', 'other'],
  [117, 'general_error', 'other'],
  [120, 'no_application_protocol', 'objects-to-hello'],
  [121, 'ech_required', 'objects-to-hello'],
];

/** IANA "TLS Alerts", state of 2026-11-22 (RFC 5246, 7.2; RFC 8446, 6), and what SSL 3.0 had besides. */
export const ALERTS: readonly Alert[] = TABLE.map(([code, name, meaning]) => ({ code, name, meaning }));

const BY_CODE: ReadonlyMap<number, Alert> = new Map(ALERTS.map((row) => [row.code, row]));
