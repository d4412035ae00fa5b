import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mergeTargets } from '../../src/config/merge-targets.ts';
import { parseTargetArgument } from '../../src/config/target-argument.ts';
import { STANDARD_ENDPOINTS } from '../../src/model/protocol.ts';
import type { Target } from '../../src/model/target.ts';
import { linesOf } from './lines.ts';

const places = ({ services }: Target) => services.map(({ protocol, port }) => `${protocol}:${port}`);

describe('a target of the command line', () => {
  test.each([
    ['mail.contoso.com', 'mail.contoso.com'],
    ['mail.contoso.com/', 'mail.contoso.com'],
    ['203.0.113.7', '203.0.113.7'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1:443', '2001:db8::1:443'],
  ])('%s is a host with the standard services', (text, host) => {
    const target = parseTargetArgument(text);
    expect(target).toMatchObject({ host, explicit: false, addresses: [], names: [], baseline: null });
    expect(target.services).toHaveLength(STANDARD_ENDPOINTS.length);
  });

  test.each([
    ['mail.contoso.com:443', 'mail.contoso.com', 'https:443'],
    ['mail.contoso.com:465', 'mail.contoso.com', 'smtp:465'],
    ['[2001:db8::1]:993', '2001:db8::1', 'imaps:993'],
    ['smtp://edge1:2525', 'edge1', 'smtp:2525'],
    ['smtps://relay.contoso.com', 'relay.contoso.com', 'smtps:465'],
    ['submission://mail.contoso.com', 'mail.contoso.com', 'smtp:587'],
    ['imaps://mail.contoso.com', 'mail.contoso.com', 'imaps:993'],
    ['HTTPS://Mail.Contoso.com:8443/', 'mail.contoso.com', 'https:8443'],
    ['imap://[2001:db8::1]:1143', '2001:db8::1', 'imap:1143'],
    ['pop3://2001:db8::1', '2001:db8::1', 'pop3:110'],
  ])('%s names one service', (text, host, place) => {
    const target = parseTargetArgument(text);
    expect(target).toMatchObject({ host, explicit: true });
    expect(places(target)).toEqual([place]);
  });

  const protocols =
    'https, smtp, submission, client-proxy, hub-transport, pop3, pop3s, imap, imaps, smtps, smtp-anonymous, tls';

  test.each([
    ['', '"": expected a host name or address, got an empty text'],
    ['https://', '"https://": expected a host name or address, got an empty text'],
    [
      'https://mail.contoso.com/owa',
      '"https://mail.contoso.com/owa": expected a host name or address, got a path in "mail.contoso.com/owa"; leave the path out',
    ],
    [
      'https://mail.contoso.com:443/owa',
      '"https://mail.contoso.com:443/owa": expected a host name or address, got a path in "mail.contoso.com:443/owa"; leave the path out',
    ],
    [
      'http://mail.contoso.com',
      `"http://mail.contoso.com": unknown protocol "http"; did you mean "https"?; expected one of ${protocols}`,
    ],
    ['ldap://dc1', `"ldap://dc1": unknown protocol "ldap"; expected one of ${protocols}`],
    [
      'mail.contoso.com:8443',
      '"mail.contoso.com:8443": port 8443 is not one that Exchange uses; name the protocol: protocol://mail.contoso.com:8443',
    ],
    [
      '[2001:db8::1]:8443',
      '"[2001:db8::1]:8443": port 8443 is not one that Exchange uses; name the protocol: protocol://[2001:db8::1]:8443',
    ],
    ['mail.contoso.com:0', '"mail.contoso.com:0": expected a port from 1 to 65535, got "0"'],
    ['mail.contoso.com:65536', '"mail.contoso.com:65536": expected a port from 1 to 65535, got "65536"'],
    ['mail.contoso.com:https', '"mail.contoso.com:https": expected a port from 1 to 65535, got "https"'],
    ['mail.contoso.com:', '"mail.contoso.com:": expected a port from 1 to 65535, got an empty text'],
    [
      '*.contoso.com',
      '"*.contoso.com": expected a host name or address, got the wildcard "*.contoso.com"; write the names one by one',
    ],
    [
      'a b',
      '"a b": expected a host name or address, got more than one word in "a b"; write one entry for each host',
    ],
  ])('%j is refused', (text, line) => {
    expect(linesOf(() => parseTargetArgument(text))).toEqual([`target: ${line}`]);
  });

  test('that is any text gives a target or a ConfigError', () => {
    const part = fc.constantFrom('://', ':', '[', ']', '/', 'smtp', 'a.b', '25', '::1', '%', '\n', 'ü');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (text) => {
          expect(linesOf(() => parseTargetArgument(text))).not.toHaveLength(0);
        },
      ),
    );
  });
});

describe('merging targets', () => {
  const merge = (...texts: string[]) => mergeTargets(texts.map(parseTargetArgument));

  test('joins the named services of one host', () => {
    const merged = merge('smtp://a.b', 'c.d', 'https://A.B', 'smtp://a.b:25');
    expect(merged.map(({ host }) => host)).toEqual(['a.b', 'c.d']);
    expect(merged.map(places)[0]).toEqual(['smtp:25', 'https:443']);
  });

  test('keeps a repeated host once', () => {
    expect(merge('a.b', 'a.b')).toEqual([parseTargetArgument('a.b')]);
  });

  test('keeps named services apart from the standard ones, which may be closed', () => {
    const merged = merge('a.b', 'smtp://a.b', 'smtp://a.b:2526');
    expect(merged.map(({ explicit }) => explicit)).toEqual([false, true]);
    expect(merged.map(places)).toEqual([
      ['https:443', 'smtp:587', 'smtp:465', 'smtp:2525', 'pop3:110', 'pop3s:995', 'imap:143', 'imaps:993'],
      ['smtp:25', 'smtp:2526'],
    ]);
  });

  test('drops the standard target when every service of it was named', () => {
    const all = STANDARD_ENDPOINTS.map(({ protocol, port }) => `${protocol}://a.b:${port}`);
    const merged = merge('a.b', ...all);
    expect(merged.map(({ explicit }) => explicit)).toEqual([true]);
  });

  test('joins addresses and names, and takes the first baseline', () => {
    const plain = parseTargetArgument('https://a.b');
    const service = { protocol: 'https', port: 443, names: ['w.a.b'] } as const;
    const merged = mergeTargets([
      { ...plain, addresses: ['10.0.0.1'], names: ['x.a.b'] },
      {
        ...plain,
        services: [service],
        addresses: ['10.0.0.1', '10.0.0.2'],
        names: ['y.a.b'],
        baseline: 'one',
      },
      { ...plain, baseline: 'two' },
    ]);
    expect(merged).toEqual([
      {
        host: 'a.b',
        services: [service],
        explicit: true,
        addresses: ['10.0.0.1', '10.0.0.2'],
        names: ['x.a.b', 'y.a.b'],
        baseline: 'one',
      },
    ]);
  });

  test('joins paces, what is said first before what is said later, and gives them to all of the host', () => {
    const merged = mergeTargets([
      { ...parseTargetArgument('a.b'), pace: { gentle: true } },
      { ...parseTargetArgument('smtp://a.b'), pace: { gentle: false, budget: 40 } },
      parseTargetArgument('c.d'),
    ]);
    expect(merged.map(({ pace }) => pace)).toEqual([
      { gentle: true, budget: 40 },
      { gentle: true, budget: 40 },
      undefined,
    ]);
  });
});
