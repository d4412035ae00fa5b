import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../../src/certs/certificate.ts';
import { crlExtract } from '../../src/certs/revocation/crl-extract.ts';
import { crlStatus } from '../../src/certs/revocation/crl-status.ts';
import { ocspRequest } from '../../src/certs/revocation/ocsp-request.ts';
import { readOcsp } from '../../src/certs/revocation/ocsp.ts';
import type { CrlReading, OcspReading } from '../../src/model/revocation.ts';
import type { Report } from '../../src/model/report.ts';
import { NAMES } from './certificates.ts';
import { withFreePorts } from './daemon.ts';
import type { OpensslAuthority } from './openssl-authority.ts';
import { makeAuthority } from './openssl-authority.ts';
import { startOpensslServer } from './openssl-server.ts';
import { reportOf } from './report-of.ts';
import type { Workspace } from './workspace.ts';
import { makeWorkspace } from './workspace.ts';

const SERVER = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth', `subjectAltName=DNS:${NAMES[0]}`];
const DAY = 86_400_000;

let workspace: Workspace;
let authority: OpensslAuthority;
const leaves = new Map<string, Certificate>();

beforeAll(async () => {
  workspace = await makeWorkspace('revocation');
  authority = await makeAuthority(workspace);
  for (const name of ['sound', 'stolen', 'held']) leaves.set(name, await authority.issue(name, SERVER));
  await authority.issue('responder', ['extendedKeyUsage=OCSPSigning', 'noCheck=ignored']);
  await authority.issue('stranger', ['extendedKeyUsage=serverAuth']);
  await authority.revoke('stolen', 'keyCompromise');
  await authority.revoke('held', 'certificateHold');
});

afterAll(() => workspace.remove());

function leaf(name: string): Certificate {
  const found = leaves.get(name);
  if (found === undefined) throw new Error(`no certificate ${name}`);
  return found;
}

function request(name: string): Uint8Array {
  return ocspRequest({ certificate: leaf(name), issuer: authority.certificate });
}

function read(response: Uint8Array, name: string, at = Date.now()): OcspReading {
  return readOcsp(response, { certificate: leaf(name), issuer: authority.certificate, pool: [] }, at);
}

function status(list: Uint8Array, name: string, at = Date.now()): CrlReading {
  const asked = { certificate: leaf(name), issuers: [authority.certificate], pool: [] };
  const extract = crlExtract(list, { certificates: [leaf(name)], issuers: asked.issuers });
  return crlStatus({ ...asked, crls: [extract], at });
}

describe('answers of openssl ocsp', () => {
  test.each([
    ['sound', 'good', null],
    ['stolen', 'revoked', 'keyCompromise'],
    ['held', 'revoked', 'certificateHold'],
  ])('%s is %s', async (name, expected, reason) => {
    const reading = read(await authority.answer(request(name), 'responder'), name);
    expect(reading).toMatchObject({
      status: expected,
      reason,
      responder: { kind: 'delegate', noCheck: true },
    });
  });

  test('one signed by the authority itself, named by its key', async () => {
    const reading = read(await authority.answer(request('sound'), 'ca', '-resp_key_id'), 'sound');
    expect(reading).toMatchObject({ status: 'good', responder: { kind: 'issuer' } });
  });

  test.each([
    ['a signer that was not appointed', 'stranger', [], 'signer-unauthorized'],
    ['a wrong signature', 'responder', ['-badsig'], 'bad-signature'],
    ['a signer that is not sent', 'responder', ['-resp_no_certs'], 'signer-unknown'],
  ] as const)('%s', async (_, signer, options, fault) => {
    const reading = read(await authority.answer(request('stolen'), signer, ...options), 'stolen');
    expect(reading).toMatchObject({ status: 'unusable', fault });
  });

  test('one that has ended, and one about another certificate', async () => {
    const response = await authority.answer(request('sound'), 'responder');
    expect(read(response, 'sound', Date.now() + 8 * DAY).fault).toBe('stale');
    expect(read(response, 'held').fault).toBe('other-certificate');
  });
});

describe('lists of openssl ca', () => {
  test.each([
    ['sound', 'good', null],
    ['stolen', 'revoked', 'keyCompromise'],
    ['held', 'revoked', 'certificateHold'],
  ])('%s is %s', async (name, expected, reason) => {
    expect(status(await authority.list(), name)).toMatchObject({ status: expected, reason });
  });

  test('one that has ended', async () => {
    expect(status(await authority.list(), 'sound', Date.now() + 8 * DAY).fault).toBe('stale');
  });
});

/** Scans an `openssl s_server` that presents the certificate. */
async function scanned(
  name: string,
  options: readonly string[],
  settings: Parameters<typeof reportOf>[2] = {},
): Promise<Report> {
  const identity = {
    kind: 'ecdsa' as const,
    keyFile: workspace.path(`${name}.key`),
    leafFile: workspace.path(`${name}.pem`),
    intermediatesFile: workspace.path('ca.pem'),
    chainFile: '',
    fingerprints: [],
  };
  const server = await startOpensslServer({ identities: [identity], options });
  try {
    return await reportOf('https', server.port, settings);
  } finally {
    await server.stop();
  }
}

function outcomes({ findings, certificates }: Report, name: string): Readonly<Record<string, string>> {
  const { sha256 } = leaf(name);
  expect(certificates.map((one) => one.sha256)).toContain(sha256);
  const own = findings.filter(({ subject }) => subject.certificate === sha256);
  return Object.fromEntries(own.map(({ rule, outcome }) => [rule, outcome]));
}

describe('a server that staples', () => {
  const stapled = async (name: string, ...options: readonly string[]): Promise<Report> => {
    const staple = await authority.answer(request(name), 'responder', ...options);
    await writeFile(workspace.path('staple.der'), staple);
    return scanned(name, ['-status_file', workspace.path('staple.der')]);
  };

  test('a good answer', async () => {
    expect(outcomes(await stapled('sound'), 'sound')).toMatchObject({
      'cert/revoked': 'pass',
      'cert/revocation-unknown': 'pass',
      'cert/bad-staple': 'pass',
    });
  });

  test('an answer that revokes', async () => {
    expect(outcomes(await stapled('stolen'), 'stolen')).toMatchObject({
      'cert/revoked': 'fail',
      'cert/bad-staple': 'pass',
    });
  });

  test('an answer that is wrongly signed', async () => {
    expect(outcomes(await stapled('stolen', '-badsig'), 'stolen')).toMatchObject({
      'cert/revoked': 'not-applicable',
      'cert/revocation-unknown': 'unknown',
      'cert/bad-staple': 'fail',
    });
  });
});

describe('an authority that is asked', () => {
  test.each([
    ['valid', 'pass'],
    ['called-back', 'fail'],
  ])('openssl ocsp about the certificate %s', async (name, outcome) => {
    const responder = await withFreePorts(1, async ([port = 0]) => {
      const url = `http://127.0.0.1:${port}/`;
      leaves.set(name, await authority.issue(name, [...SERVER, `authorityInfoAccess=OCSP;URI:${url}`]));
      if (outcome === 'fail') await authority.revoke(name, 'superseded');
      return authority.serve('responder', port);
    });
    try {
      const report = await scanned(name, [], { revocation: 'online' });
      expect(outcomes(report, name)).toMatchObject({
        'cert/revoked': outcome,
        'cert/revocation-unknown': 'pass',
      });
    } finally {
      await responder.stop();
    }
  });

  test.each([
    ['kept', 'pass'],
    ['struck-off', 'fail'],
  ])('the list of openssl ca about the certificate %s', async (name, outcome) => {
    const asked: string[] = [];
    const server = createServer(({ url: path }, response) => {
      asked.push(path ?? '');
      void authority.list().then((list) => response.end(list));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/contoso.crl`;
      leaves.set(name, await authority.issue(name, [...SERVER, `crlDistributionPoints=URI:${url}`]));
      if (outcome === 'fail') await authority.revoke(name, 'superseded');
      const report = await scanned(name, [], { revocation: 'online' });
      expect(asked).toEqual(['/contoso.crl']);
      expect(outcomes(report, name)).toMatchObject({
        'cert/revoked': outcome,
        'cert/revocation-unknown': 'pass',
      });
    } finally {
      server.close();
    }
  });

  test('nobody is there', async () => {
    const url = 'http://127.0.0.1:1/';
    leaves.set('alone', await authority.issue('alone', [...SERVER, `authorityInfoAccess=OCSP;URI:${url}`]));
    const report = await scanned('alone', [], { revocation: 'online' });
    expect(outcomes(report, 'alone')).toMatchObject({
      'cert/revoked': 'not-applicable',
      'cert/revocation-unknown': 'unknown',
      'cert/bad-staple': 'not-applicable',
    });
  });
});
