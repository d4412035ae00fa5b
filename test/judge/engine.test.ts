import { describe, expect, test } from '@jest/globals';
import { certificateRule, endpointRule, organizationRule } from '../../src/rules/rule.ts';
import type { Rule, Verdict } from '../../src/rules/rule.ts';
import {
  certificate,
  chain,
  endpoint,
  EXCHANGE_SE,
  finding,
  findings,
  known,
  presenting,
  reach,
  silentFacts,
  soundFacts,
  starttls,
  unknown,
} from '../fixtures/facts.ts';

const text = {
  title: 'A rule of the test',
  severity: 'medium',
  why: 'Because.',
  fix: ['mend it'],
  references: [],
} as const;

function ruleOn(check: () => Verdict | readonly Verdict[]): Rule {
  return endpointRule({ ...text, id: 'test/endpoint', scope: 'endpoint', needs: ['versions'], check });
}

const fails = ruleOn(() => ({ outcome: 'fail', message: 'it is bad' }));
const https = endpoint('https');

describe('a finding', () => {
  test('takes from the rule what the verdict does not say', () => {
    expect(finding(fails, { endpoint: https, facts: soundFacts(https) })).toEqual({
      id: 'test/endpoint|https://mail.contoso.com:443/203.0.113.7',
      rule: 'test/endpoint',
      outcome: 'fail',
      severity: 'medium',
      subject: { host: 'mail.contoso.com', endpoint: https.id },
      message: 'it is bad',
      fix: ['mend it'],
      evidence: ['o1'],
      endpoints: [https.id],
    });
  });

  test('takes from the verdict what it says', () => {
    const verdict = {
      outcome: 'fail',
      message: 'worse',
      severity: 'critical',
      fix: ['first this'],
      evidence: ['o7', 'o7'],
      subject: { name: 'TLS 1.0' },
    } as const;
    const hit = finding(
      ruleOn(() => verdict),
      { endpoint: https, facts: soundFacts(https) },
    );
    expect(hit).toMatchObject({ severity: 'critical', fix: ['first this'], evidence: ['o7'] });
    expect(hit.id).toBe(`test/endpoint|${https.id}|TLS 1.0`);
  });

  test('brings commands only if something has to be mended', () => {
    const passes = ruleOn(() => ({ outcome: 'pass', message: 'well', fix: ['nothing'] }));
    expect(finding(passes, { endpoint: https, facts: soundFacts(https) }).fix).toEqual([]);
  });
});

describe('a rule on endpoints', () => {
  test('sees the facts that it names, and the place', () => {
    const seen: unknown[] = [];
    const spy = endpointRule({
      ...text,
      id: 'test/spy',
      scope: 'endpoint',
      needs: ['versions', 'compression'],
      check(facts, place) {
        seen.push(Object.keys(facts), place.endpoint.id, place.baseline.id, place.target.host);
        return { outcome: 'pass', message: '' };
      },
    });
    finding(spy, { endpoint: https, facts: soundFacts(https), baseline: EXCHANGE_SE });
    expect(seen).toEqual([['versions', 'compression'], https.id, 'exchange-se', 'mail.contoso.com']);
  });

  test.each([
    [
      'a port that is not enabled',
      silentFacts({ reach: reach('not-enabled') }),
      'not-applicable',
      'not enabled',
    ],
    [
      'no answer to the dial',
      silentFacts({ reach: reach('unreachable') }),
      'unknown',
      'no answer to the connection',
    ],
    ['a fact that is not known', soundFacts(https, { versions: unknown('alert 80') }), 'unknown', 'alert 80'],
    ['no reach', silentFacts({ reach: unknown('not asked') }), 'unknown', 'not asked'],
  ])('is not asked about %s', (_, facts, outcome, words) => {
    const hit = finding(fails, { endpoint: https, facts });
    expect(hit.outcome).toBe(outcome);
    expect(hit.message).toContain(words);
  });

  test('is asked where TLS cannot be started if its facts are known all the same', () => {
    const smtp = endpoint('smtp');
    const facts = soundFacts(smtp, { starttls: known(starttls('not-offered')) });
    expect(finding(fails, { endpoint: smtp, facts }).outcome).toBe('fail');
  });

  test('that throws gives one unknown finding with its name and the message', () => {
    const broken = ruleOn(() => {
      throw new TypeError('x is undefined');
    });
    const good = endpoint('imaps');
    const all = findings(broken, [
      { endpoint: https, facts: soundFacts(https) },
      { endpoint: good, facts: silentFacts({ reach: reach('not-enabled') }) },
    ]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['unknown', 'not-applicable']);
    expect(all[0]?.message).toContain('the rule test/endpoint broke off:');
    expect(all[0]?.message).toContain('x is undefined');
  });
});

describe('a rule on certificates', () => {
  const told: string[] = [];
  const teller = certificateRule({
    ...text,
    id: 'test/certificate',
    scope: 'certificate',
    roles: 'all',
    check: ({ certificate: { sha256 }, role, endpoints, chains }) => {
      told.push(`${sha256.slice(0, 2)} ${role} ${endpoints.length} ${chains.length}`);
      return { outcome: 'pass', message: '' };
    },
  });
  const leaf = certificate();
  const issuer = certificate({ sha256: 'bb'.repeat(32) });

  test('sees each certificate once, with all its endpoints and distinct chains', () => {
    told.length = 0;
    const all = findings(teller, [
      presenting(https, leaf, issuer),
      presenting(endpoint('imaps'), leaf, issuer),
      presenting(endpoint('pop3s'), leaf),
    ]);
    expect(told).toEqual(['aa leaf 3 2', 'bb issuer 2 0']);
    expect(all.map(({ id }) => id)).toEqual([
      `test/certificate|${'aa'.repeat(32)}`,
      `test/certificate|${'bb'.repeat(32)}`,
    ]);
    expect(all[0]?.endpoints).toHaveLength(3);
  });

  test('sees no issuers if it judges leaves', () => {
    told.length = 0;
    findings({ ...teller, roles: 'leaf' }, [presenting(https, leaf, issuer)]);
    expect(told).toEqual(['aa leaf 1 1']);
  });

  test('takes one that is both for a leaf', () => {
    told.length = 0;
    const facts = soundFacts(https, { chains: known({ chains: [chain(leaf, issuer), chain(issuer)] }) });
    findings(teller, [{ endpoint: https, facts }]);
    expect(told).toEqual(['aa leaf 1 1', 'bb leaf 1 1']);
  });

  test('an endpoint that showed none has a finding of its own', () => {
    const all = findings(teller, [
      presenting(https, leaf),
      { endpoint: endpoint('imaps'), facts: silentFacts() },
    ]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['pass', 'unknown']);
    expect(all[1]?.subject.endpoint).toBe(endpoint('imaps').id);
  });

  test('STARTTLS that is not offered leaves no certificate to judge', () => {
    const facts = silentFacts({ reach: reach('answered'), starttls: known(starttls('not-offered')) });
    expect(finding(teller, { endpoint: endpoint('smtp'), facts }).outcome).toBe('not-applicable');
  });
});

describe('a rule on the organization', () => {
  test('sees all endpoints with the facts that it names, known or not', () => {
    const seen: unknown[] = [];
    const spy = organizationRule({
      ...text,
      id: 'test/organization',
      scope: 'organization',
      needs: ['chains'],
      check(views, { targets }) {
        seen.push(views.map(({ endpoint: { id }, facts }) => [id, Object.keys(facts), facts.chains.known]));
        seen.push(targets.map(({ host }) => host));
        return [{ outcome: 'fail', message: 'apart', subject: { host: 'mail.contoso.com' } }];
      },
    });
    const imaps = endpoint('imaps');
    const all = findings(spy, [
      { endpoint: https, facts: soundFacts(https) },
      { endpoint: imaps, facts: silentFacts() },
    ]);
    expect(seen[0]).toEqual([
      [https.id, ['chains'], true],
      [imaps.id, ['chains'], false],
    ]);
    expect(all.map(({ id }) => id)).toEqual(['test/organization|mail.contoso.com']);
  });
});
