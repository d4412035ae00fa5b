import type { Asked } from './dns.ts';
import {
  type DnsMessage,
  type DnsQuestion,
  encodeQuery,
  isTruncatedAnswer,
  readAnswer,
} from './dns-message.ts';
import type { DnsServer } from './dns-server.ts';
import { askTcp } from './dns-tcp.ts';
import { askUdp } from './dns-udp.ts';
import type { Dial } from './dial.ts';

/** How long one exchange may take, and what ends it. */
export interface Patience {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Two of them in a row: the first one may be lost. */
const ATTEMPTS = 2;

/**
 * Asks one server: over UDP, over TCP if the answer does not fit (RFC 7766, 5), and once more without EDNS if the server
 * does not understand that (RFC 6891, 7). A new id and a new port for each query (RFC 5452, 9.2). Never rejects.
 */
export async function askServer(
  question: DnsQuestion,
  server: DnsServer,
  { timeoutMs, signal }: Patience,
  world: { readonly dial: Dial; readonly random: (length: number) => Uint8Array },
): Promise<Asked> {
  const until = Date.now() + timeoutMs;
  const left = (): number => Math.max(1, until - Date.now());

  async function overUdp(edns: boolean): Promise<Asked> {
    const id = idOf(world.random(2));
    const query = encodeQuery(id, question, edns);
    const reply = await askUdp(server, query, {
      signal,
      timeoutMs: left(),
      attempts: ATTEMPTS,
      read: (bytes): DnsMessage | 'truncated' | null =>
        isTruncatedAnswer(bytes, id) ? 'truncated' : readAnswer(bytes, id, question),
    });
    if (!reply.ok) return reply;
    return reply.value === 'truncated' ? overTcp(edns) : { ok: true, message: reply.value };
  }

  async function overTcp(edns: boolean): Promise<Asked> {
    const id = idOf(world.random(2));
    const reply = await askTcp(
      server,
      encodeQuery(id, question, edns),
      { signal, timeoutMs: left() },
      world.dial,
    );
    if (!reply.ok) return reply;
    const message = readAnswer(reply.bytes, id, question);
    if (message !== null) return { ok: true, message };
    const detail = `the answer of ${server.address} over TCP cannot be read`;
    return { ok: false, failure: { code: 'resolver-failed', stage: 'resolve', detail } };
  }

  const first = await overUdp(true);
  return first.ok && first.message.rcode === 'FORMERR' ? overUdp(false) : first;
}

function idOf([high = 0, low = 0]: Uint8Array): number {
  return high * 256 + low;
}
