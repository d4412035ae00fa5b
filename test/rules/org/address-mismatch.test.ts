import { describe, expect, test } from '@jest/globals';
import { addressMismatch } from '../../../src/rules/org/address-mismatch.ts';
import {
  certificate,
  chain,
  endpoint,
  findings,
  known,
  reach,
  silentFacts,
  soundFacts,
  starttls,
  suites,
  versions,
} from '../../fixtures/facts.ts';
import type { EndpointFactSet } from '../../../src/facts/types.ts';

/** One https endpoint for each set of changes, at 203.0.113.1, .2 and so on. */
function judged(...changes: readonly Partial<EndpointFactSet>[]) {
  const places = changes.map((change, index) => {
    const of = endpoint('https', { address: `203.0.113.${index + 1}` });
    return { endpoint: of, facts: soundFacts(of, change) };
  });
  const [hit, ...others] = findings(addressMismatch, places);
  expect(others).toEqual([]);
  return hit;
}

const old = certificate({ sha256: 'bb'.repeat(32) });
const oldChain = { chains: known({ chains: [chain(old)] }) };
const tls10 = { versions: known(versions({ 0x0301: 'yes' })) };

describe('org/address-mismatch', () => {
  test('addresses that answer alike pass', () => {
    expect(judged({}, {}, {})).toMatchObject({
      outcome: 'pass',
      id: 'org/address-mismatch|mail.contoso.com|https:443',
    });
  });

  test('the one of three with another certificate is named', () => {
    const hit = judged({}, oldChain, {});
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'medium' });
    expect(hit?.message).toBe(
      'the addresses of mail.contoso.com differ; 203.0.113.2 is the odd one out. ' +
        `certificate: CN=mail.contoso.com (${'AA'.repeat(20)}) at 203.0.113.1, 203.0.113.3; ` +
        `CN=mail.contoso.com (${'BB'.repeat(20)}) at 203.0.113.2`,
    );
  });

  test('a port for servers may be closed at some addresses', () => {
    const closed = { reach: reach('not-enabled') };
    const at = (port: number) =>
      ['203.0.113.1', '203.0.113.2'].map((address, index) => {
        const of = endpoint('https', { port, address });
        return { endpoint: of, facts: soundFacts(of, index === 0 ? {} : closed) };
      });
    expect(findings(addressMismatch, at(443))[0]?.outcome).toBe('fail');
    expect(findings(addressMismatch, at(444))[0]?.outcome).toBe('not-applicable');
  });

  test('what several services say alike can be said once', () => {
    const closed = { reach: reach('not-enabled') };
    const views = (['https', 'imaps'] as const).flatMap((protocol) =>
      ['203.0.113.1', '203.0.113.2'].map((address, index) => {
        const of = endpoint(protocol, { address });
        return { endpoint: of, facts: soundFacts(of, index === 0 ? {} : closed) };
      }),
    );
    const hits = findings(addressMismatch, views);
    expect(hits).toHaveLength(2);
    expect(new Set(hits.map(({ message }) => message)).size).toBe(1);
  });

  test('between two nobody is the odd one', () => {
    const hit = judged({}, tls10);
    expect(hit?.outcome).toBe('fail');
    expect(hit?.message).toContain('TLS 1.0: refused at 203.0.113.1; accepted at 203.0.113.2');
    expect(hit?.message).not.toContain('odd one');
  });

  test('a suite that only one accepts is a difference', () => {
    const more = {
      suites: known(
        suites([
          [0x0303, 0xc030],
          [0x0303, 0xc02f],
          [0x0303, 0x009d],
        ]),
      ),
    };
    expect(judged({}, {}, more)?.message).toContain(
      'TLS_RSA_WITH_AES_256_GCM_SHA384 at TLS 1.2: refused at 203.0.113.1, 203.0.113.2; accepted at 203.0.113.3',
    );
  });

  test('the order of two certificates is no difference', () => {
    const one = { chains: known({ chains: [chain(certificate()), chain(old)] }) };
    const two = { chains: known({ chains: [chain(old), chain(certificate())] }) };
    expect(judged(one, two)?.outcome).toBe('pass');
  });

  test('what one did not answer is neither the same nor another', () => {
    const hit = judged({}, { versions: known(versions({ 0x0301: 'unknown' })) });
    expect(hit?.outcome).toBe('unknown');
    expect(hit?.message).toContain('agree in: TLS 1.0');
  });

  test('a difference that was seen counts, whatever is not known', () => {
    expect(judged({}, silentFacts(), oldChain)?.outcome).toBe('fail');
  });

  test('a silent address makes it unknown', () => {
    expect(judged({}, silentFacts({ reach: reach('unreachable') }))?.outcome).toBe('unknown');
  });

  test('a port that is closed at one address is a difference', () => {
    const hit = judged({}, {}, silentFacts({ reach: reach('not-enabled') }));
    expect(hit?.outcome).toBe('fail');
    expect(hit?.message).toContain('port: open at 203.0.113.1, 203.0.113.2; closed at 203.0.113.3');
  });

  test('a port that is closed everywhere is not applicable', () => {
    const closed = silentFacts({ reach: reach('not-enabled') });
    expect(judged(closed, closed)?.outcome).toBe('not-applicable');
  });

  test('STARTTLS that one does not offer is a difference, and nothing else of it is asked', () => {
    const none = silentFacts({ reach: reach('answered'), starttls: known(starttls('not-offered')) });
    const offers = { starttls: known(starttls('offered')) };
    const hit = judged(offers, offers, none);
    expect(hit?.outcome).toBe('fail');
    expect(hit?.message).toContain(
      'STARTTLS: offered at 203.0.113.1, 203.0.113.2; not-offered at 203.0.113.3',
    );
  });

  test('a name with one address is not applicable', () => {
    expect(judged({})).toMatchObject({ outcome: 'not-applicable', message: 'no name has several addresses' });
  });
});
