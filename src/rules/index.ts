import { anchorSent } from './cert/anchor-sent.ts';
import { badStaple } from './cert/bad-staple.ts';
import { brokenChain } from './cert/broken-chain.ts';
import { chainIncomplete } from './cert/chain-incomplete.ts';
import { chainOnlySomeClients } from './cert/chain-only-some-clients.ts';
import { chainOrder } from './cert/chain-order.ts';
import { distrustedRoot } from './cert/distrusted-root.ts';
import { expiredCrossSign } from './cert/expired-cross-sign.ts';
import { expired } from './cert/expired.ts';
import { clientAuthEnding } from './cert/client-auth-ending.ts';
import { expiring } from './cert/expiring.ts';
import { factorableKey } from './cert/factorable-key.ts';
import { longValidity } from './cert/long-validity.ts';
import { missingServerAuth } from './cert/missing-server-auth.ts';
import { missingTimestamps } from './cert/missing-timestamps.ts';
import { mustStapleMissing } from './cert/must-staple-missing.ts';
import { notYetValid } from './cert/not-yet-valid.ts';
import { revocationUnknown } from './cert/revocation-unknown.ts';
import { revoked } from './cert/revoked.ts';
import { selfSigned } from './cert/self-signed.ts';
import { serverAuthOnly } from './cert/server-auth-only.ts';
import { sharedKey } from './cert/shared-key.ts';
import { shorterRenewal } from './cert/shorter-renewal.ts';
import { unreadable } from './cert/unreadable.ts';
import { unsupportedKey } from './cert/unsupported-key.ts';
import { weakExponent } from './cert/weak-exponent.ts';
import { untrusted } from './cert/untrusted.ts';
import { weakKey } from './cert/weak-key.ts';
import { weakSignature } from './cert/weak-signature.ts';
import { banner } from './exchange/banner.ts';
import { disclosedNames } from './exchange/disclosed-names.ts';
import { baselineDrift } from './exchange/baseline-drift.ts';
import { eccTooEarly } from './exchange/ecc-too-early.ts';
import { outdatedBuild } from './exchange/outdated-build.ts';
import { unknownBuild } from './exchange/unknown-build.ts';
import { unsupportedBuild } from './exchange/unsupported-build.ts';
import { windowsMismatch } from './exchange/windows-mismatch.ts';
import { adminCenterExposed } from './http/admin-center-exposed.ts';
import { backEndExposed } from './http/back-end-exposed.ts';
import { basicAuthentication } from './http/basic-authentication.ts';
import { basicWithoutTls } from './http/basic-without-tls.ts';
import { directoryUnhealthy } from './http/directory-unhealthy.ts';
import { missingDirectory } from './http/missing-directory.ts';
import { missingHsts } from './http/missing-hsts.ts';
import { powershellExposed } from './http/powershell-exposed.ts';
import { proxiedDifferently } from './http/proxied-differently.ts';
import { edgesyncCertificate } from './exchange/edgesync-certificate.ts';
import { hybridCertificate } from './exchange/hybrid-certificate.ts';
import { internalTransportCertificate } from './exchange/internal-transport-certificate.ts';
import { mailboxCertificate } from './exchange/mailbox-certificate.ts';
import { pinnedCertificate } from './exchange/pinned-certificate.ts';
import { replacedCertificate } from './exchange/replaced-certificate.ts';
import { sipWildcard } from './exchange/sip-wildcard.ts';
import { tlsTermination } from './exchange/tls-termination.ts';
import { unseenSetting } from './exchange/unseen-setting.ts';
import { websiteCertificate } from './exchange/website-certificate.ts';
import { authBeforeTls } from './mail/auth-before-tls.ts';
import { daneMismatch } from './mail/dane-mismatch.ts';
import { daneUnusable } from './mail/dane-unusable.ts';
import { mtaStsBroken } from './mail/mta-sts-broken.ts';
import { mtaStsCertificate } from './mail/mta-sts-certificate.ts';
import { mtaStsMissing } from './mail/mta-sts-missing.ts';
import { mtaStsMxMismatch } from './mail/mta-sts-mx-mismatch.ts';
import { tlsRptMissing } from './mail/tls-rpt-missing.ts';
import { autodiscover } from './names/autodiscover.ts';
import { commonNameOnly } from './names/common-name-only.ts';
import { internalName } from './names/internal-name.ts';
import { oldClientName } from './names/old-client-name.ts';
import { publicSuffixWildcard } from './names/public-suffix-wildcard.ts';
import { serverHostName } from './names/server-host-name.ts';
import { uncoveredExpectedName } from './names/uncovered-expected-name.ts';
import { uncoveredName } from './names/uncovered-name.ts';
import { unusedName } from './names/unused-name.ts';
import { wildcardEv } from './names/wildcard-ev.ts';
import { wildcard } from './names/wildcard.ts';
import { addressMismatch } from './org/address-mismatch.ts';
import { defaultCertificate } from './org/default-certificate.ts';
import { extendedProtectionCertificate } from './org/extended-protection-certificate.ts';
import { serviceCertificateMismatch } from './org/service-certificate-mismatch.ts';
import { splitDnsDifference } from './org/split-dns-difference.ts';
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
  weakExponent,
  factorableKey,
  unsupportedKey,
  sharedKey,
  weakSignature,
  untrusted,
  distrustedRoot,
  brokenChain,
  chainOrder,
  chainIncomplete,
  chainOnlySomeClients,
  expiredCrossSign,
  anchorSent,
  missingServerAuth,
  longValidity,
  shorterRenewal,
  missingTimestamps,
  serverAuthOnly,
  clientAuthEnding,
  revoked,
  revocationUnknown,
  mustStapleMissing,
  badStaple,
  unreadable,
  uncoveredName,
  uncoveredExpectedName,
  commonNameOnly,
  internalName,
  publicSuffixWildcard,
  wildcardEv,
  wildcard,
  oldClientName,
  serverHostName,
  unusedName,
  basicWithoutTls,
  backEndExposed,
  adminCenterExposed,
  powershellExposed,
  missingHsts,
  directoryUnhealthy,
  missingDirectory,
  basicAuthentication,
  proxiedDifferently,
  extendedProtectionCertificate,
  serviceCertificateMismatch,
  autodiscover,
  authBeforeTls,
  mtaStsMissing,
  mtaStsBroken,
  mtaStsMxMismatch,
  mtaStsCertificate,
  tlsRptMissing,
  daneMismatch,
  daneUnusable,
  addressMismatch,
  splitDnsDifference,
  defaultCertificate,
  websiteCertificate,
  mailboxCertificate,
  replacedCertificate,
  pinnedCertificate,
  internalTransportCertificate,
  hybridCertificate,
  edgesyncCertificate,
  sipWildcard,
  tlsTermination,
  unseenSetting,
  unsupportedBuild,
  outdatedBuild,
  unknownBuild,
  windowsMismatch,
  disclosedNames,
  banner,
  eccTooEarly,
  baselineDrift,
];

/** The rule with that id, `tls/weak-cipher`; undefined if there is none. */
export function findRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
