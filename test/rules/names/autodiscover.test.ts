import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../../../src/model/observation.ts';
import { autodiscover } from '../../../src/rules/names/autodiscover.ts';
import { dns, domainFacts, domainFindings, web } from '../../fixtures/domain.ts';
import { certificate } from '../../fixtures/facts.ts';

const PATH = '/autodiscover/autodiscover.xml';
const OWN = certificate({
  sha256: 'a1'.repeat(32),
  dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
});
const ROOT = certificate({ sha256: 'a2'.repeat(32), dnsNames: ['contoso.com', 'www.contoso.com'] });
const HOSTER = certificate({ sha256: 'a3'.repeat(32), dnsNames: ['web.hoster.example'], commonNames: [] });

const noRoot = [dns('root', 'A', []), dns('root', 'AAAA', [])];
const root = (...rest: [Parameters<typeof web>[2], Parameters<typeof web>[3]?]) => [
  dns('root', 'A', ['203.0.113.80']),
  dns('root', 'AAAA', []),
  web('autodiscover/root', `https://contoso.com${PATH}`, ...rest),
];
const noHost = [
  dns('autodiscover', 'A', [], { rcode: 'NXDOMAIN' }),
  dns('autodiscover', 'AAAA', [], { rcode: 'NXDOMAIN' }),
];
const host = (...rest: [Parameters<typeof web>[2], Parameters<typeof web>[3]?]) => [
  dns('autodiscover', 'A', ['203.0.113.7']),
  dns('autodiscover', 'AAAA', []),
  web('autodiscover/host', `https://autodiscover.contoso.com${PATH}`, ...rest),
];
const redirect = (...rest: [Parameters<typeof web>[2]]) =>
  web('autodiscover/redirect', `http://autodiscover.contoso.com${PATH}`, ...rest);
const noService = dns('autodiscover/srv', 'SRV', []);

function said(...observations: readonly (Observation | readonly Observation[])[]): readonly string[] {
  return domainFindings(autodiscover, [domainFacts(observations.flat(), [OWN, ROOT, HOSTER])]).map(
    ({ outcome, severity, subject, message }) => `${outcome} ${severity} ${subject.name}: ${message}`,
  );
}

describe('names/autodiscover', () => {
  test('passes where the host of that name has it in its certificate', () => {
    expect(said(noRoot, host({ http: 401 }, [OWN]), noService)).toEqual([
      'not-applicable medium contoso.com: no web server answers at contoso.com',
      'pass high autodiscover.contoso.com: Outlook comes to autodiscover.contoso.com: autodiscover.contoso.com is covered by autodiscover.contoso.com',
    ]);
  });

  test('fails where the name that is asked for is not in it, alias or not', () => {
    const alias = [
      dns('autodiscover', 'A', ['CNAME web.hoster.example', '203.0.113.7']),
      dns('autodiscover', 'AAAA', []),
      web('autodiscover/host', `https://autodiscover.contoso.com${PATH}`, { http: 404 }, [HOSTER]),
    ];
    const [, line] = said(noRoot, alias, noService);
    expect(line).toMatch(/^fail high autodiscover\.contoso\.com: .* is not covered/);
  });

  test('warns of a web server of the domain with another certificate', () => {
    const [line] = said(root({ http: 404 }, [HOSTER]), host({ http: 401 }, [OWN]), noService);
    expect(line).toMatch(/^fail medium contoso\.com: the web server of contoso\.com comes first/);
  });

  test('warns of one that answers with a page, and passes one that knows nothing', () => {
    expect(said(root({ http: 200 }, [ROOT]), host({ http: 401 }, [OWN]), noService)[0]).toMatch(
      /^fail medium .*page/,
    );
    expect(said(root({ http: 404 }, [ROOT]), host({ http: 401 }, [OWN]), noService)[0]).toMatch(
      /^pass medium/,
    );
  });

  test('looks no further where the domain itself is Autodiscover', () => {
    expect(said(root({ http: 401 }, [ROOT]), noHost, noService)).toEqual([
      'pass medium contoso.com: contoso.com is asked first: contoso.com is covered by contoso.com',
    ]);
  });

  test('goes by the redirect where the host speaks no TLS', () => {
    const target = web('autodiscover/redirected', `https://mail.contoso.com${PATH}`, { http: 401 }, [OWN]);
    const leads = redirect({ http: 302, location: `https://mail.contoso.com${PATH}` });
    expect(said(noRoot, host('connection-refused'), leads, target, noService)[1]).toMatch(
      /^pass high .*: Outlook comes to mail\.contoso\.com by the redirect/,
    );
    const wrong = web('autodiscover/redirected', `https://mail.contoso.com${PATH}`, { http: 401 }, [HOSTER]);
    expect(said(noRoot, host('connection-refused'), leads, wrong, noService)[1]).toMatch(/^fail high/);
    const plain = redirect({ http: 302, location: `http://mail.contoso.com${PATH}` });
    expect(said(noRoot, host('connection-refused'), plain, noService)[1]).toMatch(
      /^fail medium .*no certificate/,
    );
  });

  test('goes by the record where there is no host', () => {
    const service = [
      dns('autodiscover/srv', 'SRV', ['0 0 443 mail.contoso.com']),
      web('autodiscover/service', `https://mail.contoso.com${PATH}`, { http: 401 }, [OWN]),
    ];
    expect(said(noRoot, noHost, service)[1]).toMatch(
      /^pass high .* by the record _autodiscover\._tcp\.contoso\.com/,
    );
  });

  test('fails where no way leads anywhere', () => {
    expect(said(noRoot, noHost, noService)[1]).toBe(
      'fail medium autodiscover.contoso.com: no way leads to Autodiscover of contoso.com from here',
    );
  });

  test('recognizes Exchange Online', () => {
    const online = [
      dns('autodiscover', 'A', ['CNAME autodiscover.outlook.com', '198.51.100.1']),
      dns('autodiscover', 'AAAA', []),
      web('autodiscover/host', `https://autodiscover.contoso.com${PATH}`, 'request-timeout'),
    ];
    expect(said(noRoot, online, noService)[1]).toMatch(/^not-applicable .*Exchange Online/);
  });

  test.each<[string, readonly Observation[]]>([
    ['no answer from DNS', [dns('autodiscover', 'A', [], { failure: 'resolver-failed' })]],
    ['a time-out', host('request-timeout')],
  ])('does not know after %s', (_, silent) => {
    const [, line] = said(noRoot, silent, noService);
    expect(line).toMatch(/^unknown high autodiscover\.contoso\.com/);
  });

  test('says nothing good of a domain about which nothing was answered', () => {
    const silence = ['root', 'autodiscover', 'autodiscover/srv', 'mx', 'mta-sts'].map((question) =>
      dns(question, 'A', [], { failure: 'resolver-failed' }),
    );
    expect(said(silence).every((line) => line.startsWith('unknown'))).toBe(true);
  });
});
