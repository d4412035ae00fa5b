import { expect } from '@jest/globals';
import { REPORTERS } from '../../src/reporters/index.ts';
import { makeLeaf } from '../fixtures/certificates.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { readCsv } from '../reporters/read-csv.ts';
import { renderOptions } from '../reporters/options.ts';
import type { Interrogation } from './interrogate.ts';
import { controlsIn, describeRows, HONEST_ANSWERS, ONLY_12, READ_BOUND, type Row } from './rows.ts';
import { certificates, DONE, EXCHANGE, honest, sending, serverHello } from './scripted-server.ts';
import { encodeRecords } from '../../src/wire/record.ts';
import { concat } from '../../src/wire/bytes.ts';

/** A server that is honest but for what it presents. */
function presenting(...chain: readonly Uint8Array[]): Row['script'] {
  return () => honest({ chains: { rsa: chain } });
}

/** A message as long as it may be: over as many records as it needs. */
function sendingAll(...messages: readonly Uint8Array[]): Row['script'] {
  return () => sending(encodeRecords(22, 0x0303, concat(messages)));
}

const READ = {
  truth: EXCHANGE,
  answers: HONEST_ANSWERS,
  reach: 'answered',
  versions: ONLY_12,
  connections: 6,
} as const;

/** The first question reads certificates, and the server answers all of them in the same way. */
const TOO_MUCH = {
  answers: ['accepted 303', 'accepted 303, then tls-oversized', 'failed contradiction'],
  reach: 'answered',
  versions: { 'TLS 1.2': 'yes' },
  connections: 12,
  bytes: READ_BOUND,
  also: ({ report }: Interrogation) => {
    expect(report.certificates).toEqual([]);
    const verdicts = report.findings.filter(({ rule }) => rule.startsWith('cert/'));
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
  },
} as const;

function nameList(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `host-${index}.contoso.com`);
}

const LEAF = makeLeaf({ names: ['mail.contoso.com'] });
/** Strings that fit into a certificate, each as a name of its own. */
const WORDS = HOSTILE_STRINGS.filter((text) => text !== '' && text.length < 60 && !/\p{Cs}/u.test(text));
const HOSTILE_LEAF = makeLeaf({
  names: [
    'mail.contoso.com',
    'mail.contoso.com\0.evil.example',
    ...WORDS.map((text) => Buffer.from(text).toString('latin1')),
  ],
  subject: WORDS.map((text) => ['O', text] as const),
});

const ROWS: readonly Row[] = [
  {
    server: 'no certificate in its list',
    script: sendingAll(serverHello(), certificates([]), DONE),
    answers: ['accepted 303', 'failed contradiction'],
    reach: 'answered',
    versions: { 'TLS 1.2': 'yes' },
    connections: 12,
    also: ({ report, facts }) => {
      expect(report.certificates).toEqual([]);
      expect(facts.chains).toMatchObject({ known: false, why: 'no certificate was seen' });
    },
  },
  {
    server: '10,000 certificates',
    script: sendingAll(
      serverHello(),
      certificates(Array.from({ length: 10_000 }, () => new Uint8Array(20))),
      DONE,
    ),
    ...TOO_MUCH,
  },
  {
    server: '100 certificates of 2 KB',
    ...READ,
    script: presenting(
      LEAF.der,
      ...Array.from({ length: 99 }, (_, index) => new Uint8Array(2000).fill(index)),
    ),
    fails: ['cert/unreadable'],
    also: ({ report }) => expect(report.certificates).toHaveLength(100),
  },
  {
    server: 'a certificate that is no DER',
    ...READ,
    script: presenting(new Uint8Array(500).fill(0x30)),
    fails: ['cert/unreadable'],
  },
  {
    server: 'a certificate that ends in the middle',
    ...READ,
    script: presenting(LEAF.der.subarray(0, 300)),
    fails: ['cert/unreadable'],
  },
  {
    server: 'a certificate of no length',
    ...READ,
    script: presenting(new Uint8Array(0)),
    fails: ['cert/unreadable'],
  },
  {
    server: 'a certificate with bytes behind its end',
    ...READ,
    script: presenting(concat([LEAF.der, new Uint8Array(100)])),
    fails: ['cert/unreadable'],
  },
  {
    server: 'a certificate with 5,000 names',
    ...READ,
    script: presenting(makeLeaf({ names: nameList(5000) }).der),
    fails: ['cert/unreadable'],
    also: ({ report }) => expect(report.certificates[0]?.names).toHaveLength(2000),
  },
  {
    server: 'a certificate with 50,000 names',
    script: sendingAll(serverHello(), certificates([makeLeaf({ names: nameList(50_000) }).der]), DONE),
    ...TOO_MUCH,
  },
  {
    server: 'names with NUL, right-to-left marks, formulas, escapes and scripts',
    ...READ,
    script: presenting(HOSTILE_LEAF.der),
    also: ({ report }) => {
      expect(report.certificates[0]?.names).toContain('mail.contoso.com\0.evil.example');
      for (const reporter of REPORTERS) {
        const shown = reporter.render(report, renderOptions({ verbose: 2 }));
        if (reporter.id === 'csv') {
          const formulas = readCsv(shown)
            .flat()
            .filter((field) => /^[=+@\t\r]/.test(field));
          expect(formulas).toEqual([]);
        } else expect(controlsIn(reporter.id, shown)).toBeNull();
      }
    },
  },
];

describeRows('a server that presents', ROWS);
