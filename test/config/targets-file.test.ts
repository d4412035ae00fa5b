import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { checkBaselineIds } from '../../src/config/baseline-id.ts';
import { MAX_INPUT_LENGTH } from '../../src/config/document-fault.ts';
import { loadTargetsFile } from '../../src/config/load-targets-file.ts';
import { parseTargets } from '../../src/config/targets-file.ts';
import { BASELINES } from '../../src/exchange/baselines.ts';
import { STANDARD_ENDPOINTS } from '../../src/model/protocol.ts';
import { faultsOf, linesOf } from './lines.ts';

const parse = (text: string) => parseTargets(text, 't.json');
const parseOne = (target: unknown) => parse(JSON.stringify({ targets: [target] }));

describe('a targets file that is accepted', () => {
  test('gives a bare host the standard services, which are not explicit', () => {
    expect(parse('{"targets": ["mail.contoso.com"]}')).toEqual({
      organization: null,
      baseline: null,
      baselineFiles: [],
      caFiles: [],
      expiry: null,
      domains: [],
      waivers: [],
      fetching: { fetchIssuers: null, revocation: null, allowPrivateFetch: null, fingerprint: null },
      targets: [
        {
          host: 'mail.contoso.com',
          services: STANDARD_ENDPOINTS.map(({ protocol, port }) => ({ protocol, port, names: [] })),
          explicit: false,
          addresses: [],
          names: [],
          baseline: null,
        },
      ],
    });
  });

  test('carries every setting into the model', () => {
    const text = JSON.stringify({
      organization: 'Contoso',
      baseline: 'contoso',
      baselines: ['./contoso-baseline.json'],
      cas: ['./contoso-root.pem'],
      expiry: { warningDays: 90 },
      domains: ['Contoso.com', 'contoso.com.'],
      fetchIssuers: true,
      revocation: 'online',
      allowPrivateFetch: false,
      fingerprint: 'full',
      targets: [
        {
          host: 'Mail.Contoso.com.',
          services: [
            'https',
            'submission',
            'smtp:2525',
            { protocol: 'imap', port: 1143, names: ['IMAP.contoso.com'] },
          ],
          addresses: ['203.0.113.7', '2001:DB8::0007'],
          names: ['autodiscover.contoso.com', 'AUTODISCOVER.contoso.com'],
          baseline: 'exchange-se',
        },
      ],
    });
    expect(parse(text)).toEqual({
      organization: 'Contoso',
      baseline: 'contoso',
      baselineFiles: ['./contoso-baseline.json'],
      caFiles: ['./contoso-root.pem'],
      expiry: { warningDays: 90, criticalDays: 30 },
      domains: ['contoso.com'],
      waivers: [],
      fetching: { fetchIssuers: true, revocation: 'online', allowPrivateFetch: false, fingerprint: 'full' },
      targets: [
        {
          host: 'mail.contoso.com',
          services: [
            { protocol: 'https', port: 443, names: [] },
            { protocol: 'smtp', port: 587, names: [] },
            { protocol: 'smtp', port: 2525, names: [] },
            { protocol: 'imap', port: 1143, names: ['imap.contoso.com'] },
          ],
          explicit: true,
          addresses: ['203.0.113.7', '2001:db8::7'],
          names: ['autodiscover.contoso.com'],
          baseline: 'exchange-se',
        },
      ],
    });
  });

  test.each([
    ['YAML in block style', 'organization: Contoso\ntargets:\n  - mail.contoso.com\n'],
    [
      'a byte order mark and CRLF',
      '\ufeff{\r\n"organization": "Contoso",\r\n"targets": ["mail.contoso.com"]}\r\n',
    ],
    [
      'JSON that is indented with tabs',
      '{\n\t"organization": "Contoso",\n\t"targets": [\n\t\t"mail.contoso.com"\n\t]\n}',
    ],
    ['YAML with comments', '# ours\norganization: Contoso # the company\ntargets: [mail.contoso.com]'],
  ])('may be %s', (_, text) => {
    const file = parse(text);
    expect(file.organization).toBe('Contoso');
    expect(file.targets.map(({ host }) => host)).toEqual(['mail.contoso.com']);
  });

  test('may share a list among hundreds of targets by a YAML alias', () => {
    const more = Array.from({ length: 999 }, (_, n) => `  - {host: h${n}.contoso.com, services: *std}`);
    const text = ['targets:', '  - {host: a.contoso.com, services: &std [https, imaps]}', ...more].join('\n');
    const targets = parse(text).targets;
    expect(targets).toHaveLength(1000);
    expect(targets.at(-1)?.services).toHaveLength(2);
  });

  test('may name one host twice for different services', () => {
    const text =
      '{"targets": [{"host": "a.b", "services": ["smtp"]}, {"host": "a.b", "services": ["https"]}]}';
    expect(parse(text).targets).toHaveLength(2);
  });

  test('is what the example of the package is, and its baselines exist', () => {
    const file = parse(readFileSync('targets.example.json', 'utf8'));
    const ids = BASELINES.map(({ id }) => id);
    checkBaselineIds(file, ids, 'targets.example.json');
    expect(file.organization).toBe('Contoso');
    expect(file.targets.map(({ host }) => host)).toEqual([
      'mail.contoso.com',
      'autodiscover.contoso.com',
      'edge1.contoso.com',
      'exch01.corp.contoso.com',
    ]);
  });
});

describe('the pace of a target', () => {
  const paceOf = (pace: unknown) => parseOne({ host: 'a.b', pace }).targets[0]?.pace;

  test.each([
    [{ gentle: true }, { gentle: true }],
    [
      { gentle: false, budget: 40 },
      { gentle: false, budget: 40 },
    ],
    [{ ehlo: 'Scanner.Contoso.com' }, { ehlo: 'scanner.contoso.com' }],
    [{ ehlo: '[2001:DB8::7]' }, { ehlo: '[IPv6:2001:db8::7]' }],
    [{}, {}],
  ])('%j is read', (pace, result) => {
    expect(paceOf(pace)).toEqual(result);
  });

  test('is not there if nothing was said', () => {
    expect(parseOne('a.b').targets[0]).not.toHaveProperty('pace');
    expect(parseOne({ host: 'a.b' }).targets[0]).not.toHaveProperty('pace');
  });

  test.each([
    [{ gentle: 'yes' }, 't.json: targets[0].pace.gentle: expected true or false, got "yes"'],
    [{ budget: 0 }, 't.json: targets[0].pace.budget: expected a whole number from 1 to 5000, got 0'],
    [
      { budget: null },
      't.json: targets[0].pace.budget: expected a whole number from 1 to 5000, got nothing (null)',
    ],
    [
      { ehlo: 'edge1\r\nRSET' },
      't.json: targets[0].pace.ehlo: expected a full host name or an address literal such as [203.0.113.7], got "edge1\\r\\nRSET"',
    ],
    [{ budjet: 4 }, 't.json: targets[0].pace.budjet: unknown key; did you mean "budget"?'],
    ['slow', 't.json: targets[0].pace: expected an object, got "slow"'],
  ])('%j is refused with its path', (pace, line) => {
    expect(linesOf(() => paceOf(pace))).toEqual([line]);
  });
});

describe('a targets file that is refused', () => {
  test.each([
    [
      'an empty file',
      '',
      't.json: the file is empty; expected an object with targets: {"targets": ["mail.contoso.com"]}',
    ],
    [
      'nothing but blanks and comments',
      '\n # none \n',
      't.json: the file is empty; expected an object with targets: {"targets": ["mail.contoso.com"]}',
    ],
    ['a number', '42', 't.json: expected an object with targets, got 42: {"targets": ["mail.contoso.com"]}'],
    [
      'a host alone',
      'mail.contoso.com',
      't.json: expected an object with targets, got "mail.contoso.com": {"targets": ["mail.contoso.com"]}',
    ],
    [
      'a list',
      '["mail.contoso.com"]',
      't.json: expected an object with targets, got a list: {"targets": ["mail.contoso.com"]}',
    ],
    ['no targets', '{}', 't.json: targets: missing; expected a list'],
    ['an empty list of targets', '{"targets": []}', 't.json: targets: expected at least 1 entry, got 0'],
    ['targets that are text', '{"targets": "a.b"}', 't.json: targets: expected a list, got "a.b"'],
    [
      'a tab in YAML',
      'targets:\n\t- a.b',
      't.json: line 2, column 1: a tab is used for indentation; YAML takes spaces only',
    ],
    [
      'a key given twice',
      '{"targets": ["a.b"],\n "targets": []}',
      't.json: line 2, column 2: this key is already there in the same object',
    ],
    [
      'a missing comma',
      '{"targets": ["a.b"]\n "cas": []}',
      't.json: line 2, column 2: Missing , between flow map items',
    ],
    [
      'two documents',
      'targets: [a.b]\n---\ntargets: [c.d]',
      't.json: line 2, column 1: a second document begins here; expected one',
    ],
    [
      'UTF-16 text',
      '{\0"\0',
      't.json: the file is not text in UTF-8; if PowerShell wrote it, save it again with -Encoding utf8',
    ],
    ['an unknown tag', 'targets: !js [a.b]', 't.json: line 1, column 10: Unresolved tag: !js'],
  ])('because it is %s says so', (_, text, line) => {
    expect(linesOf(() => parse(text))).toEqual([line]);
  });

  test('because of its size says how large it may be', () => {
    expect(linesOf(() => parse(' '.repeat(MAX_INPUT_LENGTH + 1)))).toEqual([
      't.json: the file is too large: 5000001 characters, the most is 5000000',
    ]);
  });

  test('because of the number of targets says how many there may be', () => {
    const targets = Array.from({ length: 10_001 }, (_, n) => ({ host: `h${n}`, services: ['https'] }));
    expect(linesOf(() => parse(JSON.stringify({ targets })))).toEqual([
      't.json: targets: expected at most 10000 entries, got 10001',
    ]);
  });

  test('because of deep nesting says where', () => {
    const [line] = linesOf(() => parse(`{"targets": ${'['.repeat(50_000)}`));
    expect(line).toMatch(/^t\.json: line 1, column \d+: nested too deeply$/);
  });

  test('because of an endless list of services is refused with one fault', () => {
    expect(linesOf(() => parseOne({ host: 'a.b', services: Array(200_000).fill(0) }))).toEqual([
      't.json: targets[0].services: expected at most 100 entries, got 200000',
    ]);
  });

  test('because of endless unknown keys is still refused with a ConfigError', () => {
    const keys = Array.from({ length: 150_000 }, (_, n) => [`unknown-key-${n}`, 0]);
    expect(faultsOf(() => parseOne({ host: 'a.b', ...Object.fromEntries(keys) }))).toHaveLength(150_000);
  });

  test('because of a bomb of aliases is refused before it goes off', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(', ')}]`,
    );
    const [line] = linesOf(() => parse(['l0: &l0 [x, x]', ...levels, 'targets: [a.b]'].join('\n')));
    expect(line).toMatch(/^t\.json: the file cannot be read as JSON or YAML: Excessive alias count/);
  });

  test('lists every fault with its path', () => {
    const text = JSON.stringify({
      organisation: 'Contoso',
      expiry: { warningDays: 20, criticalDays: 30 },
      cas: 'root.pem',
      targets: [
        'https://mail.contoso.com/owa',
        { hots: 'a.b' },
        {
          host: 'c.d',
          services: ['imapss', 443, { protocol: 'smpt', port: 0, tls: true }],
          addresses: ['10.0.0.0/8'],
        },
        7,
        { host: '203.0.113.7', addresses: ['203.0.113.8'] },
      ],
    });
    expect(linesOf(() => parse(text))).toEqual([
      't.json: 14 faults',
      'cas: expected a list, got "root.pem"',
      'expiry.criticalDays: expected at most warningDays (20), got 30',
      'organisation: unknown key; did you mean "organization"?',
      'targets[0]: expected a host name or address, got the URL "https://mail.contoso.com/owa"; write "mail.contoso.com"',
      'targets[1].host: missing; expected text',
      'targets[1].hots: unknown key; did you mean "host"?',
      'targets[2].services[0]: expected protocol:port or one of https, smtp, submission, client-proxy, hub-transport, pop3, pop3s, imap, imaps, smtps, smtp-anonymous, tls, got "imapss"; did you mean "imaps"?',
      'targets[2].services[1]: expected text or an object, got 443',
      'targets[2].services[2].protocol: expected one of https, smtp, smtps, pop3, pop3s, imap, imaps, smtp-anonymous, tls, got "smpt"; did you mean "smtp"?',
      'targets[2].services[2].port: expected a whole number from 1 to 65535, got 0',
      'targets[2].services[2].tls: unknown key; expected one of protocol, port, names',
      'targets[2].addresses[0]: expected one address, got the range "10.0.0.0/8"; list its addresses one by one',
      'targets[3]: expected text or an object, got 7',
      "targets[4].addresses: the host 203.0.113.7 is an address itself; leave addresses out or give the host's name",
    ]);
  });

  test('names the same service of the same host, and where it was first', () => {
    const text = JSON.stringify({
      targets: [
        { host: 'mail.contoso.com', services: ['https', 'smtp:443', 'https:443'] },
        'MAIL.contoso.com',
        'mail.contoso.com.',
        { host: 'other.contoso.com', services: ['https'] },
      ],
    });
    expect(linesOf(() => parse(text))).toEqual([
      't.json: 3 faults',
      'targets[0].services[2]: https port 443 of mail.contoso.com is already in targets[0].services[0]',
      'targets[1]: https port 443 of mail.contoso.com is already in targets[0].services[0]',
      'targets[2]: https port 443 of mail.contoso.com is already in targets[0].services[0]',
    ]);
  });

  test('names duplicates even when another target has a fault', () => {
    expect(linesOf(() => parse('{"targets": ["a.b", "", "a.b"]}'))).toEqual([
      't.json: 2 faults',
      'targets[1]: expected a host name or address, got an empty text',
      'targets[2]: https port 443 of a.b is already in targets[0]',
    ]);
  });

  test.each([
    [{ host: 'a.b', services: [] }, 'targets[0].services: expected at least 1 entry, got 0'],
    [{ host: 'a.b', services: null }, 'targets[0].services: expected a list, got nothing (null)'],
    [
      { host: 'a.b', services: ['443'] },
      'targets[0].services[0]: expected a service, got only the port 443; write "https:443"',
    ],
    [
      { host: 'a.b', services: ['587'] },
      'targets[0].services[0]: expected a service, got only the port 587; write "smtp:587"',
    ],
    [
      { host: 'a.b', services: ['smtp://a.b'] },
      'targets[0].services[0]: expected a service, got "smtp://a.b"; write protocol:port without a host',
    ],
    [
      { host: 'a.b', services: ['smtp:70000'] },
      'targets[0].services[0]: expected a port from 1 to 65535, got "70000"',
    ],
    [
      { host: 'a.b', services: ['smtp:'] },
      'targets[0].services[0]: expected a port from 1 to 65535, got an empty text',
    ],
    [
      { host: 'a.b', services: [{ port: 443 }] },
      'targets[0].services[0].protocol: missing; expected one of https, smtp, smtps, pop3, pop3s, imap, imaps, smtp-anonymous, tls',
    ],
    [
      { host: 'a.b', services: [{ protocol: 'smtp', port: 25.5 }] },
      'targets[0].services[0].port: expected a whole number from 1 to 65535, got 25.5',
    ],
    [
      { host: 'a.b', services: [{ protocol: 'smtp', port: '25' }] },
      'targets[0].services[0].port: expected a whole number from 1 to 65535, got "25"',
    ],
    [
      { host: 'a.b', names: ['203.0.113.7'] },
      'targets[0].names[0]: expected a DNS name, got the address "203.0.113.7"',
    ],
    [
      { host: 'a.b', names: ['*.a.b'] },
      'targets[0].names[0]: expected a DNS name, got the wildcard "*.a.b"; write the names one by one',
    ],
    [
      { host: 'a.b', addresses: ['mail'] },
      'targets[0].addresses[0]: expected an IPv4 or IPv6 address, got "mail"',
    ],
    [
      { host: 'a.b', addresses: ['fe80::1%eth0'] },
      'targets[0].addresses[0]: an address with a zone is not supported, got "fe80::1%eth0"',
    ],
    [{ host: 'a.b', addresses: ['::1', '0::1'] }, 'targets[0].addresses[1]: ::1 is listed twice'],
    [{ host: 'a.b', baseline: '' }, 'targets[0].baseline: expected at least 1 character, got none'],
    [
      { host: 'a.b', '\u001b[31m': 1 },
      'targets[0]["\\u001b[31m"]: unknown key; expected one of host, services, addresses, views, names, baseline, pace',
    ],
    [true, 'targets[0]: expected text or an object, got true'],
  ])('for the target %j says what was expected and seen', (target, line) => {
    expect(linesOf(() => parseOne(target))).toEqual([`t.json: ${line}`]);
  });

  test('cuts a list of more than 20 faults in the message but keeps them all as data', () => {
    const targets = Array.from({ length: 23 }, () => '');
    const lines = linesOf(() => parse(JSON.stringify({ targets })));
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('and 3 more');
    expect(faultsOf(() => parse(JSON.stringify({ targets })))).toHaveLength(23);
  });
});

describe('any text', () => {
  const fragments = fc.constantFrom(
    'targets',
    ':',
    ' ',
    '\n',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    'host',
    'a.b',
    'services',
    'smtp:25',
    '\t',
    '&a ',
    '*a',
    '!!set ',
    '? ',
    '|',
    '>',
    '#',
    '\0',
    '\ufeff',
    '__proto__',
    '---',
    '<<',
    '0x1',
    'null',
    '%',
  );

  test('gives a targets file or a ConfigError, nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fragments).map((parts) => parts.join('')),
        ),
        (text) => {
          expect(linesOf(() => parse(text))).not.toHaveLength(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('gives a targets file or a ConfigError when it is JSON of the right outline', () => {
    const word = fc.oneof(fc.string(), fragments, fc.jsonValue());
    const target = fc.record(
      {
        host: word,
        services: fc.oneof(word, fc.array(word)),
        addresses: fc.array(word),
        names: fc.array(word),
        x: word,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, target)), (targets) => {
        expect(linesOf(() => parse(JSON.stringify({ targets })))).not.toHaveLength(0);
      }),
    );
  });
});

describe('loading a targets file', () => {
  test.each([
    ['ENOENT', 'f.json: no such file'],
    ['EISDIR', 'f.json: expected a file, got a directory'],
    ['EACCES', 'f.json: not allowed to read the file'],
    ['EIO', 'f.json: cannot read the file (EIO)'],
  ])('explains %s', async (code, message) => {
    const readFile = () => Promise.reject(Object.assign(new Error('raw'), { code }));
    await expect(loadTargetsFile('f.json', readFile)).rejects.toMatchObject({ name: 'ConfigError', message });
  });

  test('reads the file it is given', async () => {
    const file = await loadTargetsFile('f.json', () => Promise.resolve('targets: [a.b]'));
    expect(file.targets).toHaveLength(1);
  });
});

describe('checking the baselines that a targets file names', () => {
  test('lists the unknown ones with their paths', () => {
    const file = parse(
      '{"baseline": "exchange-2109", "targets": ["a.b", {"host": "c.d", "baseline": "ours"}]}',
    );
    expect(linesOf(() => checkBaselineIds(file, ['exchange-2019', 'contoso'], 't.json'))).toEqual([
      't.json: 2 faults',
      'baseline: unknown baseline "exchange-2109"; expected one of exchange-2019, contoso; did you mean "exchange-2019"?',
      'targets[1].baseline: unknown baseline "ours"; expected one of exchange-2019, contoso',
    ]);
  });
});
