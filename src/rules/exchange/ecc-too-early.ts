import { replaceCertificate } from '../certificate-commands.ts';
import type { Certificate } from '../../certs/certificate.ts';
import { hasUpdate } from '../../exchange/builds-age.ts';
import { productName } from '../../exchange/builds.ts';
import type { EndpointView } from '../../facts/types.ts';
import { leaves } from '../presented.ts';
import { place } from '../places.ts';
import { CERTIFICATE_ARTICLE, EXCHANGE_BUILDS } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import type { BuildSeen } from '../seen-build.ts';
import { buildSeen, buildText } from '../seen-build.ts';

type View = EndpointView<'reach' | 'chains' | 'product'>;

/** The first update with which Exchange supports them; Apr24HU had a setting override for trials, since withdrawn. */
const SUPPORTED_FROM = 'Nov24SU';

export const eccTooEarly = organizationRule({
  id: 'exchange/ecc-too-early',
  title: 'An elliptic-curve certificate on an Exchange that does not support it',
  scope: 'organization',
  severity: 'medium',
  why:
    'Exchange 2016 and 2019 support certificates with elliptic-curve keys from the November 2024 security update on, and ' +
    'only after they are switched on; Exchange 2013 and 2010 never did. Before that Windows may finish the handshake, but ' +
    'what Exchange itself does with the certificate, such as sign-in and mail flow, can fail.',
  fix: [
    '# Install the November 2024 security update or a later one on every server, then on each of them:',
    "New-ItemProperty -Path 'HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Diagnostics' -Name EnableEccCertificateSupport -Value 1 -Type String",
    "Get-SettingOverride | Where-Object { $_.SectionName -eq 'ECCCertificateSupport' } | Remove-SettingOverride",
    '# Until then, and on Exchange 2013 and 2010, use a certificate with an RSA key.',
  ],
  references: [CERTIFICATE_ARTICLE, EXCHANGE_BUILDS],
  needs: ['reach', 'chains', 'product'],
  check(endpoints): readonly Verdict[] {
    const verdicts = endpoints.flatMap((view) => {
      const leaf = ellipticLeaf(view);
      return leaf === undefined ? [] : [judge(view, leaf, serverOf(view, endpoints))];
    });
    if (verdicts.length > 0) return verdicts;
    const message = 'no certificate with an elliptic-curve key was seen';
    return [{ outcome: 'not-applicable', message }];
  },
});

function judge({ endpoint, facts }: View, leaf: Certificate, server: BuildSeen | Verdict): Verdict {
  const about = { subject: { host: endpoint.host, endpoint: endpoint.id }, endpoints: [endpoint.id] };
  if ('outcome' in server) return { ...about, ...server };
  const own = facts.product.known ? facts.product.value : null;
  const isOther = own?.family === 'other';
  if (isOther || (own !== null && own.front.kind !== 'exchange' && own.front.kind !== 'unknown')) {
    const message = `${place(endpoint)}: something else than Exchange ends TLS here, so the certificate is not in its hands`;
    return { ...about, outcome: 'not-applicable', message };
  }
  const evidence = [...new Set([...facts.chains.evidence, ...server.build.evidence])];
  const { reading } = server;
  const text = `${place(endpoint)} presents ${leaf.subject} with an elliptic-curve key, and ${buildText(server)}`;
  switch (hasUpdate(reading, SUPPORTED_FROM)) {
    case 'yes':
      return { ...about, evidence, outcome: 'pass', message: `${text} supports such keys` };
    case 'no': {
      const never = reading.product === '2013' || reading.product === '2010';
      const why = never
        ? `${productName(reading.product)} does not support such keys at all`
        : `is older than ${SUPPORTED_FROM}, the first that supports such keys`;
      return {
        ...about,
        evidence,
        outcome: 'fail',
        message: never ? `${text}: ${why}` : `${text} ${why}`,
        ...(never
          ? {
              fix: [
                '# It needs a certificate with an RSA key, which is what this command asks for:',
                ...replaceCertificate(leaf, [endpoint]),
              ],
            }
          : {}),
      };
    }
    default:
      return {
        ...about,
        evidence,
        outcome: 'unknown',
        message: `${text} may be older or newer than ${SUPPORTED_FROM}, the first that supports such keys`,
      };
  }
}

/** The build is shown on the website; the other services of the same machine have it too. */
function serverOf({ endpoint }: View, endpoints: readonly View[]): BuildSeen | Verdict {
  const same = endpoints.filter(
    (one) => one.endpoint.host === endpoint.host && one.endpoint.address === endpoint.address,
  );
  const seen = same.flatMap(({ facts }) => (facts.product.known ? [buildSeen(facts.product.value)] : []));
  const none: Verdict = { outcome: 'not-applicable', message: 'no build is shown here' };
  return (
    seen.find((one) => !('outcome' in one)) ??
    seen.find((one) => 'outcome' in one && one.outcome === 'unknown') ??
    seen[0] ??
    none
  );
}

function ellipticLeaf({ facts: { chains } }: View): Certificate | undefined {
  if (!chains.known) return undefined;
  return leaves(chains.value).find(({ key }) => key.algorithm === 'EC');
}
