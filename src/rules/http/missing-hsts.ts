import { HSTS_ARTICLE, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { isForClients, notAsked, withoutExchange } from '../web.ts';

/** Longer only when nothing was broken for the last one (HSTS_ARTICLE). */
const FIRST_STEP = 300;
const STEPS = [FIRST_STEP, 604_800, 2_592_000, 31_536_000];

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
  fix: turnOn(FIRST_STEP),
  references: [HSTS_ARTICLE, rfc(6797, '6.1')],
  needs: ['directories', 'http'],
  check({ directories, http: { state, hsts } }, { endpoint }): Verdict {
    if (state === 'not-asked') return notAsked(endpoint);
    if (!isForClients(endpoint)) return { outcome: 'not-applicable', message: 'no website for browsers' };
    const elsewhere = withoutExchange(directories, endpoint);
    if (elsewhere !== null) return elsewhere;
    const { evidence } = hsts;
    switch (hsts.state) {
      case 'unknown':
        return { outcome: 'unknown', message: 'nothing was answered over TLS', evidence };
      case 'not-sent':
        return { outcome: 'fail', message: 'no answer has the header Strict-Transport-Security', evidence };
      case 'sent':
        return judge(hsts.value ?? '', hsts.maxAge, evidence);
    }
  },
});

function turnOn(seconds: number): readonly string[] {
  return [
    `# Exchange 2019 and SE, on "Default Web Site" only, ${seconds} seconds now; the steps are ${STEPS.join(', ')}:`,
    'Import-Module IISAdministration',
    'Reset-IISServerManager -Confirm:$false',
    'Start-IISCommitDelay',
    "$site = Get-IISConfigSection -SectionPath 'system.applicationHost/sites' | Get-IISConfigCollection | Get-IISConfigCollectionElement -ConfigAttribute @{'name' = 'Default Web Site'}",
    "$hsts = Get-IISConfigElement -ConfigElement $site -ChildElementName 'hsts'",
    "Set-IISConfigAttributeValue -ConfigElement $hsts -AttributeName 'enabled' -AttributeValue $true",
    `Set-IISConfigAttributeValue -ConfigElement $hsts -AttributeName 'max-age' -AttributeValue ${seconds}`,
    'Stop-IISCommitDelay',
    '# Leave redirectHttpToHttps off. On Windows Server 2016 and older it is a custom header of the site instead:',
    `# Add-WebConfigurationProperty -PSPath 'IIS:\\Sites\\Default Web Site' -Filter 'system.webServer/httpProtocol/customHeaders' -Name . -Value @{name = 'Strict-Transport-Security'; value = 'max-age=${seconds}'}`,
  ];
}

/** A year, which HealthChecker wants at least (CSS-Exchange, IIS information). */
const YEAR = 31_536_000;

function judge(value: string, maxAge: number | null, evidence: readonly string[]): Verdict {
  if (maxAge === null) {
    return {
      outcome: 'fail',
      message: `Strict-Transport-Security has no max-age that can be read: ${value}`,
      evidence,
    };
  }
  if (maxAge === 0) {
    return { outcome: 'fail', message: 'Strict-Transport-Security turns itself off: max-age=0', evidence };
  }
  return maxAge < YEAR
    ? {
        outcome: 'fail',
        message: `Strict-Transport-Security ends after ${maxAge} seconds, less than a year (${YEAR})`,
        fix: turnOn(STEPS.find((step) => step > maxAge) ?? YEAR),
        evidence,
      }
    : { outcome: 'pass', message: `Strict-Transport-Security is sent: ${value}`, evidence };
}
