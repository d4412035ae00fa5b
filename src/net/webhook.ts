import { rootCertificates } from 'node:tls';
import {
  type Delivery,
  type DeliveryLimits,
  type DeliveryWorld,
  inTime,
  undelivered,
  unreached,
} from './delivery.ts';
import { clientOver, openTcp, placeOf, secure } from './http-connection.ts';

export interface WebhookRequest extends DeliveryLimits {
  /** Of http or https; never appears in what comes back. */
  readonly url: string;
  /** JSON. */
  readonly body: string;
  /** PEM of certificates to trust besides those of this Node version. */
  readonly ca: readonly string[];
}

/** Of the answer's body, bytes. */
const MOST_ANSWER = 4096;

/** Answers after which another try may work (RFC 9110, 15.6; RFC 6585, 4). */
const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Posts JSON to a webhook. The certificate of the server is verified, and redirects are not followed: the address is a
 * secret of one host. Never rejects.
 */
export function postWebhook(request: WebhookRequest, world: DeliveryWorld): Promise<Delivery> {
  return inTime(request, (signal) => post(request, world, signal));
}

async function post(
  { url: text, body, ca, timeoutMs }: WebhookRequest,
  world: DeliveryWorld,
  signal: AbortSignal,
): Promise<Delivery> {
  const url = new URL(text);
  const { host, port } = placeOf(url);
  const opened = await openTcp(host, port, { scope: 'local', timeoutMs, signal }, world);
  if (!opened.ok) return unreached(opened.failure);
  const secured =
    url.protocol === 'https:' ? await secure(opened.socket, host, trusting(ca), signal) : opened;
  if (!secured.ok) return undelivered(`TLS could not be started (${secured.why})`);
  const client = await clientOver(secured.socket, url, timeoutMs);
  try {
    const answer = await client.request({
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', 'user-agent': 'exchange-tls' },
      body,
      signal,
    });
    // Whatever ends it early must not end the process: the stream has nobody else to complain to.
    answer.body.on('error', () => undefined);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_ANSWER) break;
    }
    const reply = Buffer.concat(chunks).subarray(0, MOST_ANSWER).toString();
    return judged(answer.statusCode, reply, {
      type: single(answer.headers['content-type']),
      retryAfter: single(answer.headers['retry-after']),
    });
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    return undelivered(`the connection broke (${typeof code === 'string' ? code : 'unknown error'})`);
  } finally {
    await client.destroy().catch(() => undefined);
    secured.socket.destroy();
  }
}

/** Verified even where NODE_TLS_REJECT_UNAUTHORIZED, which is meant for other programs, says no. */
function trusting(ca: readonly string[]): Parameters<typeof secure>[2] {
  const roots = ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] };
  return { ...roots, minVersion: 'TLSv1.2', rejectUnauthorized: true };
}

function judged(
  status: number,
  reply: string,
  { type, retryAfter }: { readonly type: string; readonly retryAfter: string },
): Delivery {
  const isPage = /^\s*text\/html\b/i.test(type);
  const said = isPage ? null : reply;
  if (status >= 200 && status < 300) {
    // A proxy or a portal in between answers 200 with its own page; Teams connectors told their failures like this.
    if (isPage) return undelivered(`answered ${status} with a web page, so it is no webhook`);
    return /^webhook message delivery failed/i.test(reply)
      ? undelivered(`answered ${status}, but did not deliver it`, { reply })
      : { ok: true };
  }
  if (status >= 300 && status < 400) {
    return undelivered(`answered ${status}, a redirect, which is not followed`);
  }
  const passing = PASSING.has(status);
  return undelivered(`answered ${status}`, { reply: said, passing, retryAfterMs: waitOf(retryAfter) });
}

/** Seconds; the form with a date (RFC 9110, 10.2.3) is as good as no word, since clocks differ. */
function waitOf(retryAfter: string): number | null {
  return /^\d{1,9}$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : null;
}

function single(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
