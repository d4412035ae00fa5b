import { chainIncomplete } from './cert/chain-incomplete.ts';
import { chainOrder } from './cert/chain-order.ts';
import { expired } from './cert/expired.ts';
import { expiring } from './cert/expiring.ts';
import { longValidity } from './cert/long-validity.ts';
import { missingServerAuth } from './cert/missing-server-auth.ts';
import { notYetValid } from './cert/not-yet-valid.ts';
import { selfSigned } from './cert/self-signed.ts';
import { unreadable } from './cert/unreadable.ts';
import { weakKey } from './cert/weak-key.ts';
import { weakSignature } from './cert/weak-signature.ts';
import { commonNameOnly } from './names/common-name-only.ts';
import { uncoveredExpectedName } from './names/uncovered-expected-name.ts';
import { uncoveredName } from './names/uncovered-name.ts';
import { addressMismatch } from './org/address-mismatch.ts';
import { defaultCertificate } from './org/default-certificate.ts';
import { serviceCertificateMismatch } from './org/service-certificate-mismatch.ts';
import type { Rule } from './rule.ts';
import { compression } from './tls/compression.ts';
import { ellipticCurveNotPreferred } from './tls/elliptic-curve-not-preferred.ts';
import { insecureRenegotiation } from './tls/insecure-renegotiation.ts';
import { maskedStarttls } from './tls/masked-starttls.ts';
import { missingStarttls } from './tls/missing-starttls.ts';
import { missingTls12 } from './tls/missing-tls12.ts';
import { missingTls13 } from './tls/missing-tls13.ts';
import { noForwardSecrecy } from './tls/no-forward-secrecy.ts';
import { obsoleteVersion } from './tls/obsolete-version.ts';
import { starttlsInjection } from './tls/starttls-injection.ts';
import { unsupportedTls13 } from './tls/unsupported-tls13.ts';
import { weakCipher } from './tls/weak-cipher.ts';
import { weakDhGroup } from './tls/weak-dh-group.ts';

/** Every rule, in the order in which a report lists them. */
export const RULES: readonly Rule[] = [
  obsoleteVersion,
  missingTls12,
  missingTls13,
  unsupportedTls13,
  weakCipher,
  noForwardSecrecy,
  ellipticCurveNotPreferred,
  weakDhGroup,
  compression,
  insecureRenegotiation,
  missingStarttls,
  maskedStarttls,
  starttlsInjection,
  expired,
  notYetValid,
  expiring,
  selfSigned,
  weakKey,
  weakSignature,
  chainOrder,
  chainIncomplete,
  missingServerAuth,
  longValidity,
  unreadable,
  uncoveredName,
  uncoveredExpectedName,
  commonNameOnly,
  serviceCertificateMismatch,
  addressMismatch,
  defaultCertificate,
];

/** The rule with that id, `tls/weak-cipher`; undefined if there is none. */
export function findRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
