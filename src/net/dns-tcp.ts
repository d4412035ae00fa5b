import type { Failure, FailureCode } from '../model/failure.ts';
import { concat } from '../wire/bytes.ts';
import type { Dial } from './dial.ts';
import type { Patience } from './dns-exchange.ts';
import type { DnsServer } from './dns-server.ts';

export type TcpReply =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly failure: Failure };

/** Two bytes of length stand before each message (RFC 1035, 4.2.2), so none is larger than 64 KiB. */
const PREFIX = 2;

/** One query over a connection of its own, and the first message that comes back. Never rejects. */
export async function askTcp(
  { address, port }: DnsServer,
  query: Uint8Array,
  { timeoutMs, signal }: Patience,
  dial: Dial,
): Promise<TcpReply> {
  const until = Date.now() + timeoutMs;
  const dialled = await dial(address, port, { timeoutMs, signal });
  if (!dialled.ok) {
    const { code, detail } = dialled.failure;
    return code === 'aborted'
      ? failed('aborted', detail)
      : failed('resolver-failed', `${address} over TCP: ${detail}`);
  }
  const { connection } = dialled;
  try {
    // In one write: some servers want the length and the message in one segment (RFC 7766, 8).
    connection.write(concat([Uint8Array.of(query.length >> 8, query.length & 0xff), query]));
    let received: Uint8Array = new Uint8Array(0);
    for (;;) {
      const wanted = wantedOf(received);
      if (wanted !== null && received.length >= wanted)
        return { ok: true, bytes: received.subarray(PREFIX, wanted) };
      const read = await connection.read(Math.max(1, until - Date.now()));
      if (read.kind === 'aborted') return failed('aborted', 'stopped while asking');
      if (read.kind !== 'data')
        return failed('resolver-failed', `${address} over TCP: ${ENDINGS[read.kind]}`);
      received = concat([received, read.bytes]);
    }
  } finally {
    connection.close();
  }
}

const ENDINGS = {
  timeout: 'no whole answer in time',
  end: 'closed before the answer was whole',
  reset: 'reset before the answer was whole',
} as const;

/** Bytes of the whole answer; null until its length is known. */
function wantedOf([high, low]: Uint8Array): number | null {
  return high === undefined || low === undefined ? null : PREFIX + high * 256 + low;
}

function failed(code: FailureCode, detail: string): TcpReply {
  return { ok: false, failure: { code, stage: code === 'aborted' ? 'local' : 'resolve', detail } };
}
