import { describe, expect, test } from '@jest/globals';
import { chainIncomplete } from '../../../src/rules/cert/chain-incomplete.ts';
import { chainOrder } from '../../../src/rules/cert/chain-order.ts';
import { makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { ownStore } from '../../fixtures/stores.ts';
import {
  chain,
  endpoint,
  finding,
  findings,
  known,
  presenting,
  soundFacts,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const root = makeCa('Contoso Root', { key: 'ec-p256' });
const intermediate = makeCa('Contoso Issuing', { issuer: root, key: 'ec-p256' });
const leaf = makeLeaf({ issuer: intermediate, key: 'ec-p256' });
const publicLeaf = makeLeaf({ issuer: intermediate, key: 'ec-p256', timestamps: true });
const own = makeLeaf({ key: 'ec-p256' });
const https = endpoint('https');
const stores = [ownStore(root)];

describe('cert/chain-order', () => {
  test('issuer after issuer passes', () => {
    const place = presenting(https, leaf.certificate, intermediate.certificate, root.certificate);
    expect(finding(chainOrder, place).outcome).toBe('pass');
  });

  test('a root before its intermediate fails low and quotes the order', () => {
    const place = presenting(https, leaf.certificate, root.certificate, intermediate.certificate);
    const hit = finding(chainOrder, place);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'low', evidence: ['o4'] });
    expect(hit.message).toContain(`${root.certificate.subject} | ${intermediate.certificate.subject}`);
  });

  test('one endpoint out of order among others fails once', () => {
    const places = [
      presenting(https, leaf.certificate, intermediate.certificate, root.certificate),
      presenting(endpoint('imaps'), leaf.certificate, root.certificate, intermediate.certificate),
    ];
    expect(findings(chainOrder, places)).toMatchObject([{ outcome: 'fail' }]);
  });

  test('a chain with a certificate that cannot be read is unknown', () => {
    expect(finding(chainOrder, presenting(https, leaf.certificate, unreadCertificate())).outcome).toBe(
      'unknown',
    );
    expect(finding(chainOrder, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('cert/chain-incomplete', () => {
  test('a chain up to a configured authority passes', () => {
    const place = presenting(https, leaf.certificate, intermediate.certificate);
    expect(finding(chainIncomplete, place, { stores }).outcome).toBe('pass');
  });

  test('a public certificate alone lacks its intermediate, and the fix names it', () => {
    const hit = finding(chainIncomplete, presenting(https, publicLeaf.certificate));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'high' });
    expect(hit.fix[0]).toContain(intermediate.certificate.subject);
  });

  test('on port 25, where few verify, it is low', () => {
    expect(finding(chainIncomplete, presenting(endpoint('smtp'), publicLeaf.certificate))).toMatchObject({
      outcome: 'fail',
      severity: 'low',
    });
  });

  test('a chain that stops below an authority of which nothing is known is unknown', () => {
    const hit = finding(chainIncomplete, presenting(https, leaf.certificate));
    expect(hit.outcome).toBe('unknown');
    expect(hit.message).toContain('give the certificate of that authority');
  });

  test('one complete chain does not excuse an incomplete one', () => {
    const facts = soundFacts(https, {
      chains: known({
        chains: [chain(publicLeaf.certificate, intermediate.certificate), chain(publicLeaf.certificate)],
      }),
    });
    expect(finding(chainIncomplete, { endpoint: https, facts }, { stores }).outcome).toBe('fail');
  });

  test('a self-signed certificate has no chain', () => {
    expect(finding(chainIncomplete, presenting(https, own.certificate)).outcome).toBe('not-applicable');
  });

  test('an unread certificate is unknown', () => {
    expect(finding(chainIncomplete, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});
