import { describe, expect, test } from '@jest/globals';
import { audience } from '../../src/exchange/audience.ts';
import { lineServer } from '../../src/lab/line-server.ts';
import { createNetwork } from '../../src/lab/network.ts';
import { PROTOCOLS } from '../../src/model/protocol.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { dialogueOn } from '../../src/protocols/dialogue.ts';
import { PROTOCOL_MODULES, protocolModule } from '../../src/protocols/index.ts';

/** An SMTP server that lists these lines, and what it says to the command that begins TLS. */
async function talk(protocol: Protocol, lines: readonly string[], answer = '220 2.0.0 SMTP server ready') {
  const heard: string[] = [];
  const network = createNetwork(Date.now);
  await network.serve(
    '192.0.2.1',
    25,
    lineServer({
      greeting: { text: '220 EX01 Microsoft ESMTP MAIL Service ready\r\n', next: 'listen' },
      reply: (line) => {
        heard.push(line);
        const rows = ['EX01 Hello', ...lines];
        const text = line.startsWith('EHLO')
          ? rows.map((row, at) => `250${at === rows.length - 1 ? ' ' : '-'}${row}\r\n`).join('')
          : `${answer}\r\n`;
        return { text, next: 'listen' };
      },
    }),
  );
  const dialled = await network.world.dial('192.0.2.1', 25, {
    timeoutMs: 2000,
    signal: new AbortController().signal,
  });
  if (!dialled.ok) throw new Error(dialled.failure.detail);
  const dialogue = dialogueOn(dialled.connection, { replyMs: 2000, now: Date.now, ehlo: 'client.example' });
  const result = await protocolModule(protocol).toTls(dialogue);
  dialled.connection.close();
  await network.stop();
  return { result, heard, preamble: dialogue.preamble() };
}

describe('X-ANONYMOUSTLS', () => {
  test('is begun by its own command, and not by STARTTLS', async () => {
    const { result, heard } = await talk('smtp-anonymous', ['STARTTLS', 'X-ANONYMOUSTLS']);
    expect(result).toEqual({ status: 'ready' });
    expect(heard).toEqual(['EHLO client.example', 'X-ANONYMOUSTLS']);
  });

  test('is not tried where only STARTTLS is offered', async () => {
    const { result, heard } = await talk('smtp-anonymous', ['STARTTLS']);
    expect(result).toMatchObject({ status: 'no-tls', reason: 'not-offered' });
    expect(heard).toHaveLength(1);
  });

  test('keeps what the server lists as evidence', async () => {
    const { preamble } = await talk('smtp-anonymous', ['SIZE 10', 'X-ANONYMOUSTLS']);
    expect(preamble.capabilities).toEqual(['SIZE 10', 'X-ANONYMOUSTLS']);
  });

  test.each([
    ['454 4.7.0 TLS not available due to temporary reason', { status: 'no-tls', reason: 'refused' }],
    ['500 5.3.3 Unrecognized command', { status: 'no-tls', reason: 'refused' }],
    ['421 4.3.2 Service not available', { status: 'failed', failure: { code: 'busy' } }],
  ])('answered by %s', async (answer, expected) => {
    expect((await talk('smtp-anonymous', ['X-ANONYMOUSTLS'], answer)).result).toMatchObject(expected);
  });

  test('masked on the way is no answer of the server', async () => {
    const { result } = await talk('smtp-anonymous', [`${'X'.repeat(13)}A`]);
    expect(result).toMatchObject({ status: 'no-tls', reason: 'masked' });
  });

  test('is for servers on every port', () => {
    expect(audience('smtp-anonymous', 25)).toBe('servers');
  });
});

test('STARTTLS is begun by STARTTLS where both are offered', async () => {
  const { heard } = await talk('smtp', ['X-ANONYMOUSTLS', 'STARTTLS']);
  expect(heard.at(-1)).toBe('STARTTLS');
});

test('every protocol has a module', () => {
  expect(PROTOCOL_MODULES.map(({ id }) => id)).toEqual([...PROTOCOLS]);
});
