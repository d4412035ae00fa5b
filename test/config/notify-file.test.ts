import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseNotifyFile } from '../../src/config/notify-file.ts';
import { readWebhookUrl } from '../../src/config/notify-values.ts';

const MAIL = {
  kind: 'mail',
  to: ['admin@contoso.com'],
  from: 'exchange-tls@contoso.com',
  server: 'smtp://relay.contoso.com:587',
};
const HOOK = { kind: 'webhook', shape: 'teams', url: { env: 'TEAMS_WEBHOOK' } };

const parse = (...notify: readonly unknown[]) => parseNotifyFile(JSON.stringify({ notify }), 'notify.json');

function refusal(text: string): string {
  try {
    parseNotifyFile(text, 'notify.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

const refused = (entry: unknown): string => refusal(JSON.stringify([entry]));

describe('a file that says who is told', () => {
  test('has receivers of changes by default, and asks for STARTTLS', () => {
    expect(parse(MAIL, HOOK)).toEqual([
      {
        kind: 'mail',
        name: 'mail to admin@contoso.com',
        on: 'change',
        severity: null,
        ca: null,
        to: ['admin@contoso.com'],
        from: 'exchange-tls@contoso.com',
        server: { host: 'relay.contoso.com', port: 587, implicit: false },
        starttls: 'required',
        login: null,
      },
      {
        kind: 'webhook',
        name: 'teams webhook',
        on: 'change',
        severity: null,
        ca: null,
        shape: 'teams',
        url: { env: 'TEAMS_WEBHOOK' },
      },
    ]);
  });

  test('may be YAML, and the list alone', () => {
    const text = [
      '- kind: mail',
      '  name: the night shift',
      '  on: worse',
      '  severity: high',
      '  to: [a@contoso.com, b@contoso.com]',
      '  from: scanner@contoso.com',
      '  server: smtps://relay.contoso.com',
      '  user: scanner',
      '  password: { file: secrets/smtp }',
      '  ca: roots.pem',
    ].join('\n');
    expect(parseNotifyFile(text, 'notify.yaml')).toMatchObject([
      {
        name: 'the night shift',
        on: 'worse',
        severity: 'high',
        server: { port: 465, implicit: true },
        login: { user: 'scanner', password: { file: 'secrets/smtp' } },
        ca: 'roots.pem',
      },
    ]);
  });

  test.each([
    ['', 'expected {"notify": [{"kind": "webhook"'],
    ['{"notify": []}', 'notify.json: notify: expected at least 1 entry, got 0'],
    ['[{"kind": "pager"}]', 'notify[0].kind: expected one of mail, webhook, got "pager"'],
    ['[{}]', 'notify[0].kind: missing; expected one of mail, webhook'],
    ['["mail"]', 'notify[0]: expected an object, got "mail"'],
    ['{"notify": "as long as a whole list of them"}', 'notify: expected a list, got "as long'],
  ])('is refused when it is %s', (text, words) => {
    const said = refusal(text);
    expect(said).toContain(words);
    expect(said).not.toContain('faults');
  });

  test.each<readonly [string, object, string]>([
    [
      'a key that is not known',
      { ...MAIL, sever: 1 },
      'notify[0].sever: unknown key; did you mean "server"?',
    ],
    ['a name beside the address', { ...MAIL, from: 'Scanner <s@contoso.com>' }, 'expected a mail address'],
    [
      'a line feed in an address',
      { ...MAIL, to: ['a@contoso.com\r\nBcc: b@contoso.com'] },
      'notify[0].to[0]',
    ],
    ['two addresses in one', { ...MAIL, to: ['a@contoso.com, b@contoso.com'] }, 'notify[0].to[0]'],
    ['a server without a scheme', { ...MAIL, server: 'relay.contoso.com' }, 'expected smtp://host:port'],
    ['a port of no server', { ...MAIL, server: 'smtp://relay:70000' }, 'expected a port from 1 to 65535'],
    ['a user alone', { ...MAIL, user: 'scanner' }, 'notify[0].password: missing'],
    ['a password alone', { ...MAIL, password: { env: 'P' } }, 'notify[0].user: missing'],
    [
      'a password in clear',
      { ...MAIL, user: 'u', password: { env: 'P' }, starttls: 'if-offered' },
      'notify[0].starttls: a password is only sent over TLS',
    ],
    ['STARTTLS inside of TLS', { ...MAIL, server: 'smtps://relay', starttls: 'required' }, 'smtps:// begins'],
    ['no URL', { kind: 'webhook' }, 'notify[0].url: missing; write {"env": "NAME"}'],
    ['an unknown shape', { ...HOOK, shape: 'irc' }, 'expected one of generic, teams, slack, got "irc"'],
    [
      'two places of a secret',
      { ...HOOK, url: { env: 'A', file: 'b' } },
      'notify[0].url: expected one place',
    ],
    ['a variable of no name', { ...HOOK, url: { env: 'A B' } }, 'expected the name of a variable'],
  ])('refuses %s', (_, entry, words) => {
    expect(refused(entry)).toContain(words);
  });

  test('wants receivers of one name to have names', () => {
    expect(refusal(JSON.stringify([HOOK, HOOK]))).toBe(
      'notify.json: notify[1].name: there is another teams webhook; give each a name',
    );
    expect(parse(HOOK, { ...HOOK, name: 'the other channel' })).toHaveLength(2);
  });

  test.each<readonly [string, object]>([
    ['a password', { ...MAIL, user: 'u', password: 'hunter2-swordfish' }],
    ['a password with its user in the server', { ...MAIL, server: 'smtp://u:hunter2-swordfish@relay:25' }],
    ['an address of a webhook', { ...HOOK, url: 'https://hooks.example/hunter2-swordfish' }],
    ['a password as a name of a variable', { ...MAIL, user: 'u', password: { env: 'hunter2-swordfish' } }],
    ['a list of them', { ...HOOK, url: ['hunter2-swordfish'] }],
    ['a key of its own', { ...HOOK, url: { 'hunter2-swordfish': 'x' } }],
  ])('refuses %s in it and does not repeat it', (_, entry) => {
    const words = refused(entry);
    expect(words).toMatch(/write \{"env": "NAME"\}|keys of their own|the name of a variable/);
    expect(words).not.toContain('swordfish');
  });
});

test.each([
  'https://hooks.example/swordfish',
  'swordfish',
  'notify: https://hooks.example/swordfish',
  '- https://hooks.example/swordfish',
  '- kind: https://hooks.example/swordfish',
  '- {kind: webhook, url: {env: HOOK}, name: https://hooks.example/swordfish}',
  '- {kind: webhook, url: {file: https://hooks.example/swordfish}}',
  '- {kind: mail, to: [https://hooks.example/swordfish], from: a@contoso.com, server: smtp://relay}',
])('a file of secrets is refused and not repeated: %s', (text) => {
  const said = refusal(text);
  expect(said).toContain('{"env": "');
  expect(said).not.toContain('swordfish');
});

describe('the address of a webhook', () => {
  test.each([
    ['https://hooks.slack.com/services/T/B/x', false, true],
    ['http://hooks.example/x', false, false],
    ['http://127.0.0.1:9093/x', true, true],
    ['ftp://hooks.example/x', true, false],
    ['https://u:p@hooks.example/x', false, false],
    ['hunter2', true, false],
  ])('%s (http allowed: %s) is taken: %s', (text, clear, taken) => {
    const reading = readWebhookUrl(text, clear);
    expect(reading.ok).toBe(taken);
    expect(JSON.stringify(reading.ok ? '' : reading.fault)).not.toMatch(/hunter2|u:p|hooks/);
  });
});
