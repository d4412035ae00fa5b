import type { ExchangeProduct } from '../../exchange/builds.ts';
import { identifyBuild } from '../../exchange/builds-identify.ts';
import type { ProductFact } from '../../facts/types.ts';
import { HSTS_ARTICLE, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { isForClients, notAsked, withoutExchange } from '../web.ts';

/** Longer only when nothing was broken for the last one (HSTS_ARTICLE). */
const FIRST_STEP = 300;
const STEPS = [FIRST_STEP, 604_800, 2_592_000, 31_536_000];

const SITE = "'IIS:\\Sites\\Default Web Site'";
const HEADERS = 'system.webServer/httpProtocol/customHeaders';

export const missingHsts = endpointRule({
  id: 'http/missing-hsts',
  title: 'Browsers are not told to stay with TLS (HSTS)',
  scope: 'endpoint',
  severity: 'low',
  why:
    'Without Strict-Transport-Security a browser tries http first when somebody types the name, follows a forged ' +
    'redirect, and lets people click through certificate warnings. Exchange does not send the header until somebody ' +
    'turns it on; HealthChecker wants a max-age of a year at least. It belongs on the website for clients only, and the ' +
    'redirect from http that IIS offers next to it breaks Exchange.',
  fix: turnOn(FIRST_STEP, null),
  references: [HSTS_ARTICLE, rfc(6797, '6.1')],
  needs: ['directories', 'http'],
  uses: ['product'],
  check({ directories, http: { state, hsts } }, { endpoint, uses }): Verdict {
    if (state === 'not-asked') return notAsked(endpoint);
    if (!isForClients(endpoint)) return { outcome: 'not-applicable', message: 'no website for browsers' };
    const elsewhere = withoutExchange(directories, endpoint);
    if (elsewhere !== null) return elsewhere;
    const { evidence } = hsts;
    const product = uses.product.known ? productOf(uses.product.value) : null;
    switch (hsts.state) {
      case 'unknown':
        return { outcome: 'unknown', message: 'nothing was answered over TLS', evidence };
      case 'not-sent':
        return {
          outcome: 'fail',
          message: 'no answer has the header Strict-Transport-Security',
          fix: turnOn(FIRST_STEP, product),
          evidence,
        };
      case 'sent':
        return judge(hsts.value ?? '', hsts.maxAge, product, evidence);
    }
  },
});

function productOf({ chosen }: ProductFact): ExchangeProduct | null {
  return chosen === null ? null : identifyBuild(chosen.value).product;
}

/** The article has a way for Exchange 2019 and SE, and one for 2016; of older ones it says nothing (HSTS_ARTICLE). */
function turnOn(
  seconds: number,
  product: ExchangeProduct | null,
  isSent: boolean = false,
): readonly string[] {
  const steps = `on "Default Web Site" only, ${seconds} seconds now; the steps are ${STEPS.join(', ')}`;
  const header = isSent
    ? `Set-WebConfigurationProperty -PSPath ${SITE} -Filter "${HEADERS}/add[@name='Strict-Transport-Security']" -Name value -Value 'max-age=${seconds}'`
    : `Add-WebConfigurationProperty -PSPath ${SITE} -Filter '${HEADERS}' -Name . -Value @{name = 'Strict-Transport-Security'; value = 'max-age=${seconds}'}`;
  switch (product) {
    case '2010':
    case '2013':
      return [
        `# Not confirmed for Exchange ${product}: Microsoft describes HSTS from Exchange 2016 on. There it is a custom header,`,
        `# ${steps}:`,
        `# ${header}`,
      ];
    case '2016':
      return [`# Exchange 2016, a custom header ${steps}:`, 'Import-Module WebAdministration', header];
    default:
      return natively(seconds, steps, product === null ? header : null);
  }
}

function natively(seconds: number, steps: string, otherwise: string | null): readonly string[] {
  return [
    `# Exchange 2019 and SE, ${steps}:`,
    'Import-Module IISAdministration',
    'Reset-IISServerManager -Confirm:$false',
    'Start-IISCommitDelay',
    "$site = Get-IISConfigSection -SectionPath 'system.applicationHost/sites' | Get-IISConfigCollection | Get-IISConfigCollectionElement -ConfigAttribute @{'name' = 'Default Web Site'}",
    "$hsts = Get-IISConfigElement -ConfigElement $site -ChildElementName 'hsts'",
    "Set-IISConfigAttributeValue -ConfigElement $hsts -AttributeName 'enabled' -AttributeValue $true",
    `Set-IISConfigAttributeValue -ConfigElement $hsts -AttributeName 'max-age' -AttributeValue ${seconds}`,
    'Stop-IISCommitDelay',
    ...(otherwise === null
      ? ['# Leave redirectHttpToHttps off.']
      : [
          '# Leave redirectHttpToHttps off. With Exchange 2016 it is a custom header of the site instead:',
          `# ${otherwise}`,
        ]),
  ];
}

/** A year, which HealthChecker wants at least (CSS-Exchange, IIS information). */
const YEAR = 31_536_000;

function judge(
  value: string,
  maxAge: number | null,
  product: ExchangeProduct | null,
  evidence: readonly string[],
): Verdict {
  if (maxAge === null) {
    return {
      outcome: 'fail',
      message: `Strict-Transport-Security has no max-age that can be read: ${value}`,
      fix: turnOn(FIRST_STEP, product, true),
      evidence,
    };
  }
  if (maxAge === 0) {
    return {
      outcome: 'fail',
      message: 'Strict-Transport-Security turns itself off: max-age=0',
      fix: turnOn(FIRST_STEP, product, true),
      evidence,
    };
  }
  return maxAge < YEAR
    ? {
        outcome: 'fail',
        message: `Strict-Transport-Security ends after ${maxAge} seconds, less than a year (${YEAR})`,
        fix: turnOn(STEPS.find((step) => step > maxAge) ?? YEAR, product, true),
        evidence,
      }
    : { outcome: 'pass', message: `Strict-Transport-Security is sent: ${value}`, evidence };
}
