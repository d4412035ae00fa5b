import { describe, expect, test } from '@jest/globals';
import { NOT_ASKED } from '../../../src/certs/revocation/revocation-of.ts';
import type { RevocationFacts } from '../../../src/judge/revocation-facts.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { OcspFault, RevocationFact, RevocationReading } from '../../../src/model/revocation.ts';
import { badStaple } from '../../../src/rules/cert/bad-staple.ts';
import { mustStapleMissing } from '../../../src/rules/cert/must-staple-missing.ts';
import { revocationUnknown } from '../../../src/rules/cert/revocation-unknown.ts';
import { revoked } from '../../../src/rules/cert/revoked.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { certificate, endpoint, findings, presenting, unreadCertificate } from '../../fixtures/facts.ts';

const https = endpoint('https');
const smtp = endpoint('smtp');
const LEAF = certificate();
const STAPLED = certificate({ mustStaple: true });

const READING: RevocationReading = {
  source: 'staple',
  url: null,
  status: 'good',
  fault: null,
  revokedAt: null,
  reason: null,
  why: 'the responder says: good',
  evidence: ['o7'],
  endpoints: [https.id],
};

function fact(
  state: RevocationFact['state'],
  changes: Partial<RevocationFact> = {},
): Partial<RevocationFacts> {
  return { revocation: { ...NOT_ASKED, state, why: `because of ${state}`, readings: [READING], ...changes } };
}

function judged(rule: Rule, facts: Partial<RevocationFacts>, places = [presenting(https, LEAF)]): Finding {
  const [only, ...others] = findings(rule, places, {}, facts);
  if (only === undefined || others.length > 0) throw new Error('not one finding');
  return only;
}

describe.each([
  ['cert/revoked', revoked, 'not-applicable'],
  ['cert/revocation-unknown', revocationUnknown, 'unknown'],
] as const)('%s', (_, rule, open) => {
  test.each([
    ['not-asked', 'not-applicable'],
    ['unknown', open],
    ['unreachable', open],
    ['good', 'pass'],
  ] as const)('%s is %s', (state, outcome) => {
    expect(judged(rule, fact(state)).outcome).toBe(outcome);
  });

  test('an unread certificate is unknown', () => {
    expect(judged(rule, fact('good'), [presenting(https, unreadCertificate())]).outcome).toBe('unknown');
  });

  test('issuers are judged, too', () => {
    const issuer = certificate({ sha256: 'ee'.repeat(32), subject: 'CN=Issuer' });
    const all = findings(rule, [presenting(https, LEAF, issuer)], {}, fact('unknown'));
    expect(all).toHaveLength(2);
  });
});

describe('cert/revoked', () => {
  test.each([
    ['keyCompromise', 'critical'],
    ['cACompromise', 'critical'],
    ['aACompromise', 'critical'],
    ['superseded', 'high'],
    ['certificateHold', 'high'],
    [null, 'high'],
  ] as const)('for %s it is %s', (reason, severity) => {
    expect(judged(revoked, fact('revoked', { reason }))).toMatchObject({ outcome: 'fail', severity });
  });

  test('says when, where and on whose word, with the observations that show it', () => {
    const when = Date.parse('2026-11-01T10:00:00Z');
    const { message, fix, evidence } = judged(revoked, fact('revoked', { when }));
    for (const words of ['2026-11-01', 'mail.contoso.com:443', 'because of revoked'])
      expect(message).toContain(words);
    expect(fix.join('\n')).toContain('New-ExchangeCertificate');
    expect(evidence).toEqual(['o7']);
  });
});

describe('cert/revocation-unknown', () => {
  test('is the one that is open where nobody says anything, and the other names it', () => {
    for (const state of ['unknown', 'unreachable'] as const) {
      expect(judged(revoked, fact(state)).message).toContain('cert/revocation-unknown');
      expect(judged(revocationUnknown, fact(state)).outcome).toBe('unknown');
    }
  });

  test('passes where the certificate is known to be revoked', () => {
    expect(judged(revocationUnknown, fact('revoked')).outcome).toBe('pass');
  });

  test('tells an answer that does not count from none', () => {
    expect(judged(revocationUnknown, fact('unknown')).message).toContain('counts');
    expect(judged(revocationUnknown, fact('unreachable')).message).toContain('came');
  });
});

describe('cert/must-staple-missing', () => {
  const stapling = (
    ...all: readonly (readonly [id: string, stapled: boolean])[]
  ): Partial<RevocationFacts> => ({
    stapling: all.map(([id, stapled]) => ({ endpoint: id, stapled, evidence: [`o-${id}`] })),
  });

  test('a certificate that does not demand it is not concerned', () => {
    expect(judged(mustStapleMissing, stapling([https.id, false])).outcome).toBe('not-applicable');
  });

  test.each([
    ['a staple', stapling([https.id, true]), 'pass'],
    ['no staple', stapling([https.id, false]), 'fail'],
    ['no handshake that shows it', stapling(), 'unknown'],
  ] as const)('%s: %s', (_, facts, outcome) => {
    expect(judged(mustStapleMissing, facts, [presenting(https, STAPLED)]).outcome).toBe(outcome);
  });

  test('one of two places without it fails, and is named', () => {
    const places = [presenting(https, STAPLED), presenting(smtp, STAPLED)];
    const hit = judged(mustStapleMissing, stapling([https.id, true], [smtp.id, false]), places);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'medium', evidence: [`o-${smtp.id}`] });
    expect(hit.message).toContain('mail.contoso.com:25');
    expect(hit.message).not.toContain(':443');
  });

  test('one of two places that is not known is unknown', () => {
    const places = [presenting(https, STAPLED), presenting(smtp, STAPLED)];
    expect(judged(mustStapleMissing, stapling([https.id, true]), places).outcome).toBe('unknown');
  });

  test('clients make it worse', () => {
    const hit = judged(mustStapleMissing, stapling([https.id, false]), [presenting(https, STAPLED)]);
    expect(hit.severity).toBe('high');
  });

  test('a certificate of which parts cannot be read is unknown', () => {
    const broken = certificate({ faults: ['the list of TLS features cannot be read'] });
    expect(judged(mustStapleMissing, {}, [presenting(https, broken)]).outcome).toBe('unknown');
  });
});

describe('cert/bad-staple', () => {
  const staple = (status: RevocationReading['status'], fault: OcspFault | null): Partial<RevocationFacts> =>
    fact('unknown', { readings: [{ ...READING, status, fault, why: `as ${fault}` }] });

  test('without a staple there is nothing to judge', () => {
    expect(judged(badStaple, {}).outcome).toBe('not-applicable');
    const fetched = fact('good', { readings: [{ ...READING, source: 'ocsp' }] });
    expect(judged(badStaple, fetched).outcome).toBe('not-applicable');
  });

  test.each([
    ['good', null, 'pass'],
    ['revoked', null, 'pass'],
    ['unknown', null, 'fail'],
    ['unusable', 'stale', 'fail'],
    ['unusable', 'not-yet-valid', 'fail'],
    ['unusable', 'other-certificate', 'fail'],
    ['unusable', 'bad-signature', 'fail'],
    ['unusable', 'signer-unauthorized', 'fail'],
    ['unusable', 'signer-expired', 'fail'],
    ['unusable', 'malformed', 'fail'],
    ['unusable', 'error-status', 'fail'],
    ['unusable', 'signer-unknown', 'unknown'],
    ['unusable', 'algorithm-unknown', 'unknown'],
  ] as const)('%s (%s) is %s', (status, fault, outcome) => {
    expect(judged(badStaple, staple(status, fault)).outcome).toBe(outcome);
  });

  test('says where and why', () => {
    const { message, evidence } = judged(badStaple, staple('unusable', 'stale'));
    expect(message).toContain('on mail.contoso.com:443');
    expect(message).toContain('as stale');
    expect(evidence).toEqual(['o7']);
  });
});
