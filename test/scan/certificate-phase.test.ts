import { afterEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { encode } from '../../src/certs/revocation/encode.ts';
import { revocationFacts } from '../../src/judge/revocation-facts.ts';
import { authorityServer, type Handout } from '../../src/lab/authority-server.ts';
import { createNetwork, type LabNetwork } from '../../src/lab/network.ts';
import { nodeTlsServer } from '../../src/lab/node-tls-server.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import type { FetchObservation } from '../../src/model/observation.ts';
import type { Gathered } from '../../src/model/report.ts';
import type { RevocationFact } from '../../src/model/revocation.ts';
import type { Target } from '../../src/model/target.ts';
import { observeAll, observeEach, type ObserveOptions } from '../../src/scan/observe.ts';
import { extension, makeCrl } from '../certs/revocation/make-crl.ts';
import { makeError, makeOcsp, type MadeSingle } from '../certs/revocation/make-ocsp.ts';
import { type Issued, pem } from '../fixtures/certificates.ts';
import { caWith, leafWith } from './authority.ts';
import { ADDRESS, connectionsOf, HOST, optionsFor, targetFor } from './harness.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const AUTHORITY = 'http://ca.example';
const AUTHORITY_ADDRESS = '203.0.113.80';

const ROOT = caWith('Root', {});
const UPPER = caWith(
  'Upper',
  { issuer: [`${AUTHORITY}/root.cer`], crl: [`${AUTHORITY}/root.crl`] },
  { issuer: ROOT },
);
const ISSUING = caWith(
  'Issuing',
  { issuer: [`${AUTHORITY}/upper.p7c`], crl: [`${AUTHORITY}/upper.crl`] },
  { issuer: UPPER },
);
const LEAF = leafWith(
  { issuer: [`${AUTHORITY}/issuing.cer`], ocsp: [`${AUTHORITY}/ocsp`], crl: [`${AUTHORITY}/issuing.crl`] },
  { issuer: ISSUING, names: [HOST] },
);

const cer = (issued: Issued): Handout => ({ type: 'application/pkix-cert', answer: () => issued.der });
const crl = (issuer: Issued, entries: Parameters<typeof makeCrl>[0]['entries'] = []): Handout => ({
  type: 'application/pkix-crl',
  answer: () =>
    makeCrl({ issuer, entries, thisUpdate: '2026-11-20T00:00:00Z', nextUpdate: '2026-11-29T00:00:00Z' }),
});
const ocsp = (change: Partial<MadeSingle> = {}): Handout => ({
  type: 'application/ocsp-response',
  answer: () =>
    makeOcsp({
      singles: [
        {
          certificate: LEAF,
          issuer: ISSUING,
          thisUpdate: '2026-11-21T00:00:00Z',
          nextUpdate: '2026-11-25T00:00:00Z',
          ...change,
        },
      ],
      producedAt: '2026-11-21T00:00:00Z',
    }),
});

const EVERYTHING: Readonly<Record<string, Handout>> = {
  '/issuing.cer': cer(ISSUING),
  '/upper.p7c': { type: 'application/pkix-cert', answer: () => Buffer.from(pem(UPPER.der)) },
  '/root.cer': cer(ROOT),
  '/ocsp': ocsp(),
  '/issuing.crl': crl(ISSUING),
  '/upper.crl': crl(UPPER),
  '/root.crl': crl(ROOT),
};

const running: LabNetwork[] = [];

afterEach(async () => {
  for (const network of running.splice(0)) await network.stop();
});

interface Asked extends Gathered {
  readonly network: LabNetwork;
  /** Requests that reached the authority. */
  readonly served: number;
}

async function networkWith(
  chain: readonly Issued[],
  handouts: Readonly<Record<string, Handout>>,
  now: () => number = () => NOW,
): Promise<LabNetwork> {
  const network = createNetwork(now);
  running.push(network);
  network.name(HOST, [ADDRESS]);
  network.name('ca.example', [AUTHORITY_ADDRESS]);
  const policy = exchange2019({ rsa: chain.map(({ der }) => der) });
  await network.serve(ADDRESS, 443, tlsServer(policy, randomBytes));
  await network.serve(ADDRESS, 993, tlsServer(policy, randomBytes));
  await network.serve(AUTHORITY_ADDRESS, 80, authorityServer(handouts));
  return network;
}

const TARGET: Target = {
  ...targetFor('https'),
  services: [
    { protocol: 'https', port: 443, names: [] },
    { protocol: 'imaps', port: 993, names: [] },
  ],
};

async function asking(
  network: LabNetwork,
  options: Partial<ObserveOptions>,
  targets: readonly Target[] = [TARGET],
): Promise<Asked> {
  const before = network.connections().get(`${AUTHORITY_ADDRESS}:80`) ?? 0;
  const gathered = await observeAll(targets, { ...optionsFor('check', options), world: network.world });
  const served = (network.connections().get(`${AUTHORITY_ADDRESS}:80`) ?? 0) - before;
  return { ...gathered, network, served };
}

const ask = async (
  chain: readonly Issued[],
  handouts: Readonly<Record<string, Handout>>,
  options: Partial<ObserveOptions>,
): Promise<Asked> => asking(await networkWith(chain, handouts), options);

function fetches({ observations }: Gathered): FetchObservation[] {
  return observations.filter((observation): observation is FetchObservation => observation.kind === 'fetch');
}

/** `crl Issuing /upper.crl fetched`, in the order of the addresses. */
function told(run: Gathered): string[] {
  const names = new Map(
    [ROOT, UPPER, ISSUING, LEAF].map((one) => [one.certificate.sha256, one.subject.at(-1)?.[1]]),
  );
  return fetches(run)
    .map(({ asked: { purpose, url, certificate }, outcome }) => {
      const what = outcome.status === 'failed' ? outcome.failure.code : outcome.status;
      return `${purpose} ${names.get(certificate) ?? certificate} ${url.replace(AUTHORITY, '')} ${what}`;
    })
    .toSorted();
}

const ISSUERS: Partial<ObserveOptions> = { fetchIssuers: true };
const ONLINE: Partial<ObserveOptions> = { revocation: 'online' };
const BOTH: Partial<ObserveOptions> = { ...ISSUERS, ...ONLINE };

describe('nothing is fetched', () => {
  test('unless it is asked for', async () => {
    const run = await ask([LEAF], EVERYTHING, {});
    expect([told(run), run.served]).toEqual([[], 0]);
  });

  test('about certificates that say nothing of where', async () => {
    const self = leafWith({}, { names: [HOST] });
    expect(told(await ask([self], EVERYTHING, BOTH))).toEqual([]);
  });
});

describe('issuers', () => {
  test('that a server does not send are fetched up to the root, and kept as certificates', async () => {
    const run = await ask([LEAF], EVERYTHING, ISSUERS);
    expect(told(run)).toEqual(
      [
        'issuer Issuing /upper.p7c fetched',
        `issuer ${HOST} /issuing.cer fetched`,
        'issuer Upper /root.cer fetched',
      ].toSorted(),
    );
    expect(new Set(Object.keys(run.certificates))).toEqual(
      new Set([LEAF, ISSUING, UPPER, ROOT].map(({ certificate }) => certificate.sha256)),
    );
    expect(run.served).toBe(3);
  });

  test('that are there are not fetched', async () => {
    expect(told(await ask([LEAF, UPPER, ISSUING], EVERYTHING, ISSUERS))).toEqual([
      'issuer Upper /root.cer fetched',
    ]);
  });

  test('are put on record as they came', async () => {
    const [first] = fetches(await ask([LEAF, ISSUING, UPPER], EVERYTHING, ISSUERS));
    expect(first).toMatchObject({
      endpoint: `https://${HOST}:443/${ADDRESS}`,
      question: `issuer/${UPPER.certificate.sha256.slice(0, 8)}`,
      connections: 0,
      requests: 1,
      asked: {
        purpose: 'issuer',
        url: `${AUTHORITY}/root.cer`,
        certificate: UPPER.certificate.sha256,
        issuer: null,
      },
      outcome: {
        status: 'fetched',
        http: 200,
        contentType: 'application/pkix-cert',
        bytes: ROOT.der.length,
        sha256: ROOT.certificate.sha256,
        body: Buffer.from(ROOT.der).toString('base64'),
        crl: null,
        certificates: [ROOT.certificate.sha256],
        cached: false,
      },
    });
  });

  test('are looked for at the next address where the first has none', async () => {
    const leaf = leafWith(
      {
        issuer: ['ldap:///CN=x', `${AUTHORITY}/missing`, `${AUTHORITY}/root.cer`, `${AUTHORITY}/issuing.cer`],
      },
      { issuer: ISSUING, names: [HOST] },
    );
    expect(told(await ask([leaf, UPPER, ROOT], EVERYTHING, ISSUERS))).toEqual([
      `issuer ${leaf.certificate.sha256} /issuing.cer fetched`,
      `issuer ${leaf.certificate.sha256} /missing http-status`,
      `issuer ${leaf.certificate.sha256} /root.cer fetched`,
    ]);
  });

  test('that only a directory has are put on record as not fetched', async () => {
    const leaf = leafWith({ issuer: ['ldap:///CN=x'] }, { issuer: ISSUING, names: [HOST] });
    expect(told(await ask([leaf], EVERYTHING, ISSUERS))).toEqual([
      `issuer ${leaf.certificate.sha256} ldap:///CN=x url-refused`,
    ]);
  });

  test('are followed four levels and no further', async () => {
    const tower = [caWith('Tower 0', {})];
    for (let level = 1; level <= 7; level += 1) {
      const issuer = tower.at(-1);
      if (issuer === undefined) throw new Error('no issuer');
      tower.push(caWith(`Tower ${level}`, { issuer: [`${AUTHORITY}/${level - 1}`] }, { issuer }));
    }
    const top = tower.at(-1);
    if (top === undefined) throw new Error('no issuer');
    const leaf = leafWith({ issuer: [`${AUTHORITY}/7`] }, { issuer: top, names: [HOST] });
    const handouts = Object.fromEntries(tower.map((issued, level) => [`/${level}`, cer(issued)]));
    const run = await ask([leaf], handouts, ISSUERS);
    expect(fetches(run).map(({ asked }) => asked.url)).toEqual(
      [7, 6, 5, 4].map((level) => `${AUTHORITY}/${level}`),
    );
  });

  test('that certify each other end', async () => {
    const one = caWith('One', { issuer: [`${AUTHORITY}/other`] });
    const other = caWith('Other', { issuer: [`${AUTHORITY}/one`] }, { issuer: one });
    const crossed = caWith('One', { issuer: [`${AUTHORITY}/other`] }, { issuer: other, key: one.keys });
    const leaf = leafWith({ issuer: [`${AUTHORITY}/one`] }, { issuer: crossed, names: [HOST] });
    const run = await ask([leaf], { '/one': cer(crossed), '/other': cer(other) }, ISSUERS);
    expect(run.served).toBe(2);
  });
});

describe('revocation', () => {
  test('is asked by OCSP of the server certificate, by lists where there is no OCSP', async () => {
    const run = await ask([LEAF, ISSUING, UPPER, ROOT], EVERYTHING, ONLINE);
    expect(told(run)).toEqual(
      [
        'crl Issuing /upper.crl fetched',
        'crl Upper /root.crl fetched',
        `ocsp ${HOST} /ocsp fetched`,
      ].toSorted(),
    );
    const [answer] = fetches(run).filter(({ asked }) => asked.purpose === 'ocsp');
    expect(answer).toMatchObject({
      asked: { certificate: LEAF.certificate.sha256, issuer: ISSUING.certificate.sha256 },
      outcome: { contentType: 'application/ocsp-response', crl: null, certificates: [] },
    });
  });

  test('is read from lists, which are not kept themselves', async () => {
    const serial = LEAF.certificate.serialKey;
    const handouts: Readonly<Record<string, Handout>> = {
      ...EVERYTHING,
      '/issuing.crl': crl(ISSUING, [{ serial, at: '2026-11-01T00:00:00Z', reason: 1 }]),
    };
    const { '/ocsp': _none, ...withoutOcsp } = handouts;
    const run = await ask([LEAF, ISSUING], withoutOcsp, ONLINE);
    const [list] = fetches(run).filter(({ asked }) => asked.url.endsWith('/issuing.crl'));
    expect(list?.outcome).toMatchObject({
      status: 'fetched',
      body: null,
      crl: {
        fault: null,
        signer: { certificate: ISSUING.certificate.sha256 },
        entries: [{ revokedAt: Date.parse('2026-11-01T00:00:00Z'), reason: 'keyCompromise' }],
      },
    });
  });

  test.each<[string, Handout | undefined]>([
    ['does not answer', undefined],
    ['answers with an error', { type: 'x', answer: () => makeError(3) }],
    ['answers with something else', { type: 'x', answer: () => Buffer.from('<html>') }],
    ['says that it does not know', ocsp({ status: 'unknown' })],
    [
      'answers for long ago',
      ocsp({ thisUpdate: '2026-01-01T00:00:00Z', nextUpdate: '2026-01-05T00:00:00Z' }),
    ],
    ['answers about another certificate', ocsp({ certificate: UPPER, issuer: ROOT })],
  ])('is looked for in the list where the responder %s', async (_, handout) => {
    const { '/ocsp': _usual, ...rest } = EVERYTHING;
    const handouts = handout === undefined ? rest : { ...rest, '/ocsp': handout };
    const run = await ask([LEAF, ISSUING], handouts, ONLINE);
    expect(told(run)).toContain(`crl ${HOST} /issuing.crl fetched`);
  });

  test('is not looked for in a list where the responder says good or revoked', async () => {
    const status = { at: '2026-11-01T00:00:00Z', reason: 1 };
    for (const handout of [ocsp(), ocsp({ status })]) {
      const run = await ask([LEAF, ISSUING], { ...EVERYTHING, '/ocsp': handout }, ONLINE);
      expect(told(run).filter((line) => line.includes('/issuing.crl'))).toEqual([]);
    }
  });

  test('cannot be asked for without the issuer, and that is put on record', async () => {
    expect(told(await ask([LEAF], EVERYTHING, ONLINE))).toEqual([`ocsp ${HOST} /ocsp issuer-unknown`]);
  });

  test('of an issuer whose key cannot be read is not asked for, and that is put on record', async () => {
    const der = Uint8Array.from(ISSUING.der);
    const { publicKeyInfo } = ISSUING.certificate;
    // The key's BIT STRING, behind the identifier of its algorithm, becomes an OCTET STRING.
    const at = Buffer.from(der).indexOf(publicKeyInfo);
    der[at + 2 + 2 + (publicKeyInfo[3] ?? 0)] = 0x04;
    const broken = { ...ISSUING, der };
    const lines = told(await ask([LEAF, broken], EVERYTHING, ONLINE));
    expect(lines).toContain(`ocsp ${HOST} /ocsp issuer-unknown`);
  });

  test('can be asked for with an issuer that was fetched', async () => {
    const run = await ask([LEAF], EVERYTHING, BOTH);
    expect(told(run)).toContain(`ocsp ${HOST} /ocsp fetched`);
    expect(told(run)).toContain('crl Upper /root.crl fetched');
  });

  describe('that an authority tells in delta lists', () => {
    const serial = LEAF.certificate.serialKey;
    const freshest = (...urls: readonly string[]): Uint8Array =>
      extension(
        '551d2e',
        encode(
          0x30,
          ...urls.map((url) => encode(0x30, encode(0xa0, encode(0xa0, encode(0x86, Buffer.from(url)))))),
        ),
      );
    const base = (change: Partial<Parameters<typeof makeCrl>[0]> = {}): Handout => ({
      type: 'application/pkix-crl',
      answer: () =>
        makeCrl({
          issuer: ISSUING,
          number: '05',
          extensions: [freshest('ldap:///CN=x', `${AUTHORITY}/issuing+.crl`)],
          ...change,
        }),
    });
    const delta = (change: Partial<Parameters<typeof makeCrl>[0]> = {}): Handout => ({
      type: 'application/pkix-crl',
      answer: () =>
        makeCrl({
          issuer: ISSUING,
          number: '07',
          thisUpdate: '2026-11-22T00:00:00Z',
          extensions: [extension('551d1b', encode(0x02, Buffer.from([5])), true)],
          entries: [{ serial, at: '2026-11-21T20:00:00Z', reason: 4 }],
          ...change,
        }),
    });
    const { '/ocsp': _ocsp, ...withoutOcsp } = EVERYTHING;
    const withDelta = { ...withoutOcsp, '/issuing.crl': base(), '/issuing+.crl': delta() };
    const factIn = (run: Gathered): RevocationFact =>
      revocationFacts({
        observations: run.observations,
        certificates: [LEAF, ISSUING, UPPER, ROOT].map(({ certificate }) => certificate),
        stores: [],
        at: NOW,
      })(LEAF.certificate).revocation;
    const stateIn = (run: Gathered): string => factIn(run).state;

    test('is seen, though the whole list does not name the certificate', async () => {
      const run = await ask([LEAF, ISSUING, UPPER, ROOT], withDelta, ONLINE);
      expect(told(run)).toContain(`crl ${HOST} /issuing+.crl fetched`);
      expect(stateIn(run)).toBe('revoked');
    });

    test('is not seen where the delta list is not to be had, and the whole list counts', async () => {
      const { '/issuing+.crl': _delta, ...rest } = withDelta;
      const run = await ask([LEAF, ISSUING, UPPER, ROOT], rest, ONLINE);
      expect(told(run)).toContain(`crl ${HOST} /issuing+.crl http-status`);
      expect(factIn(run)).toMatchObject({
        state: 'good',
        why: expect.stringContaining('none of the later changes that it announces (delta CRL) is at hand'),
      });
    });

    test('makes a whole list current that has run out', async () => {
      const old = { thisUpdate: '2026-11-10T00:00:00Z', nextUpdate: '2026-11-17T00:00:00Z' };
      const handouts = { ...withDelta, '/issuing.crl': base(old), '/issuing+.crl': delta({ entries: [] }) };
      const run = await ask([LEAF, ISSUING, UPPER, ROOT], handouts, ONLINE);
      expect(stateIn(run)).toBe('good');
      const { '/issuing+.crl': _delta, ...alone } = handouts;
      expect(stateIn(await ask([LEAF, ISSUING, UPPER, ROOT], alone, ONLINE))).toBe('unknown');
    });

    test('is not followed further, nor at every address once one has served', async () => {
      const extensions = [
        extension('551d1b', encode(0x02, Buffer.from([5])), true),
        freshest(`${AUTHORITY}/further.crl`),
      ];
      const two = base({ extensions: [freshest(`${AUTHORITY}/issuing+.crl`, `${AUTHORITY}/again.crl`)] });
      const handouts = { ...withDelta, '/issuing.crl': two, '/issuing+.crl': delta({ extensions }) };
      const lines = told(await ask([LEAF, ISSUING, UPPER, ROOT], handouts, ONLINE));
      expect(lines.filter((line) => /further|again/.test(line))).toEqual([]);
    });

    test('is not fetched again by a run that resumes this one', async () => {
      const network = await networkWith([LEAF, ISSUING, UPPER, ROOT], withDelta);
      const first = await asking(network, ONLINE);
      const second = await asking(network, { ...ONLINE, resume: first });
      // The responder, which has no answer, is asked once more.
      expect(second.served).toBe(1);
      expect(stateIn(second)).toBe('revoked');
    });
  });

  test('that only a directory tells is put on record as not asked for', async () => {
    const leaf = leafWith(
      { crl: ['ldap:///CN=x?certificateRevocationList'] },
      { issuer: ISSUING, names: [HOST] },
    );
    expect(told(await ask([leaf, ISSUING], {}, ONLINE))).toContain(
      `crl ${leaf.certificate.sha256} ldap:///CN=x?certificateRevocationList url-refused`,
    );
  });
});

describe('what is fetched', () => {
  test('costs the server no connection and each address one request', async () => {
    const without = await ask([LEAF], EVERYTHING, {});
    const run = await ask([LEAF], EVERYTHING, BOTH);
    expect(connectionsOf(run)).toBe(connectionsOf(without));
    expect(run.served).toBe(fetches(run).length);
    expect(run.run.complete).toBe(true);
  });

  test('is shared by the targets of a run, and each of them has it on record', async () => {
    const network = await networkWith([LEAF], EVERYTHING);
    network.name('other.contoso.com', [ADDRESS]);
    const parts: Gathered[] = [];
    const targets = [TARGET, { ...TARGET, host: 'other.contoso.com' }];
    const options = { ...optionsFor('check', BOTH), world: network.world };
    await observeEach(targets, options, (_target, part) => void parts.push(part));
    expect(parts.map((part) => told(part).length)).toEqual([6, 6]);
    expect(network.connections().get(`${AUTHORITY_ADDRESS}:80`)).toBe(6);
    const all = parts.flatMap(fetches);
    expect(all.filter(({ requests }) => requests > 0)).toHaveLength(6);
    expect(all.filter(({ outcome }) => outcome.status === 'fetched' && outcome.cached)).toHaveLength(6);
    const ids = parts.flatMap(({ observations }) => observations.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is not fetched again by a run that resumes this one', async () => {
    const network = await networkWith([LEAF], EVERYTHING);
    const first = await asking(network, BOTH);
    const second = await asking(network, { ...BOTH, resume: first });
    expect(second.served).toBe(0);
    expect(told(second)).toEqual(told(first));
    expect(second.certificates).toEqual(first.certificates);
  });

  test('is fetched again by a run that resumes this one when it is over', async () => {
    const clock = { now: NOW };
    const network = await networkWith([LEAF, ISSUING, UPPER, ROOT], EVERYTHING, () => clock.now);
    const first = await asking(network, ONLINE);
    clock.now = Date.parse('2026-11-26T00:00:00Z');
    // The responder's answer is over, those of the lists are not.
    const second = await asking(network, { ...ONLINE, resume: first });
    expect(told(second).filter((line) => line.startsWith('ocsp'))).toHaveLength(2);
    expect(
      fetches(second).filter(({ asked }) => asked.purpose === 'crl' && asked.url.endsWith('/upper.crl')),
    ).toHaveLength(1);
  });

  test('is kept for other runs as long as it says itself, an issuer a day', async () => {
    const entries = new Map<string, Uint8Array>();
    const store = {
      read: (name: string) => Promise.resolve(entries.get(name) ?? null),
      write: (name: string, bytes: Uint8Array) => Promise.resolve(void entries.set(name, bytes)),
    };
    const clock = { now: NOW };
    const network = await networkWith([LEAF], EVERYTHING, () => clock.now);
    expect((await asking(network, { ...BOTH, store })).served).toBe(6);
    const again = await asking(network, { ...BOTH, store });
    expect(again.served).toBe(0);
    expect(
      fetches(again).every(
        ({ outcome, requests }) => outcome.status === 'fetched' && outcome.cached && requests === 0,
      ),
    ).toBe(true);
    clock.now = NOW + 86_400_000;
    expect((await asking(network, { ...BOTH, store })).served).toBe(3);
  });

  test('is limited for a run', async () => {
    const run = await ask([LEAF], EVERYTHING, { ...BOTH, fetches: 2 });
    expect(run.served).toBe(2);
    expect(told(run).filter((line) => line.endsWith('fetch-budget')).length).toBeGreaterThan(0);
    expect(run.run.complete).toBe(true);
  });

  test('comes from no private address unless that is allowed or the target has one itself', async () => {
    const network = await networkWith([LEAF], EVERYTHING);
    // Documentation addresses count as private, so the target gets a public one.
    network.name(HOST, ['8.8.8.8']);
    await network.serve('8.8.8.8', 443, tlsServer(exchange2019({ rsa: [LEAF.der] }), randomBytes));
    const target = targetFor('https');
    const refused = await asking(network, ISSUERS, [target]);
    expect([told(refused), refused.served]).toEqual([[`issuer ${HOST} /issuing.cer private-address`], 0]);
    const allowed = await asking(network, { ...ISSUERS, allowPrivateFetch: true }, [target]);
    expect(allowed.served).toBe(3);
  });

  test('after the run was stopped is nothing, and what it would have been is on record', async () => {
    const network = await networkWith([LEAF], EVERYTHING);
    const stop = new AbortController();
    const run = await observeAll(
      [targetFor('https')],
      { ...optionsFor('check', { ...BOTH, signal: stop.signal }), world: network.world },
      ({ type }) => {
        if (type === 'endpoint-done') stop.abort();
      },
    );
    expect(network.connections().get(`${AUTHORITY_ADDRESS}:80`)).toBe(0);
    expect(told(run)).toContain(`issuer ${HOST} /issuing.cer aborted`);
    expect(run.run).toMatchObject({ complete: false, stopped: 'interrupted' });
  });

  test('slowly keeps no other target waiting', async () => {
    const network = await networkWith([LEAF], {});
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const order: string[] = [];
    network.name('other.contoso.com', [ADDRESS]);
    const world: ObserveOptions['world'] = {
      ...network.world,
      fetch: async (request) => {
        order.push('fetching');
        await held;
        return network.world.fetch(request);
      },
    };
    const concurrency = { global: 1, perAddress: 1, smtpPerAddress: 1, startsPerSecond: null };
    const targets = [TARGET, { ...TARGET, host: 'other.contoso.com' }];
    const options = { ...optionsFor('check', { ...ISSUERS, concurrency }), world };
    await observeEach(
      targets,
      options,
      () => void order.push('done'),
      ({ type }) => {
        if (type !== 'endpoint-done') return;
        order.push(type);
        // All four endpoints have been asked although nothing has been fetched.
        if (order.filter((one) => one === 'endpoint-done').length === 4) release();
      },
    );
    expect(order.indexOf('done')).toBeGreaterThan(order.lastIndexOf('endpoint-done'));
  });
});

test('a session of TLS 1.3 keeps what is stapled, and says so when nothing is', async () => {
  const { privateKeyPem } = LEAF;
  const response = Buffer.from(ocsp().answer(new Uint8Array(0)));
  for (const staple of [null, response]) {
    const network = createNetwork(() => NOW);
    running.push(network);
    network.name(HOST, [ADDRESS]);
    const chain = [LEAF, ISSUING].map(({ der }) => der);
    await network.serve(
      ADDRESS,
      443,
      nodeTlsServer({ chain, key: privateKeyPem, minVersion: 'TLSv1.3', staple }),
    );
    const run = await observeAll([targetFor('https')], { ...optionsFor('check'), world: network.world });
    const session = run.observations.find(({ kind }) => kind === 'session');
    expect(session?.outcome).toMatchObject({ status: 'accepted', ocsp: staple?.toString('base64') ?? null });
  }
});
