import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import type { World } from '../../src/net/world.ts';
import { buildHello, type HelloSpec } from '../../src/probes/hello-spec.ts';
import { keyExchangeForm } from '../../src/probes/key-exchange-form.ts';
import { type Flight, FlightReader } from '../../src/wire/flight.ts';

export interface Place {
  readonly world: World;
  readonly address: string;
  readonly port: number;
  /** SNI and Host. */
  readonly host: string;
}

/** A TCP connection in the world of the lab. */
export async function plainSocket({ world, address, port }: Place): Promise<Socket> {
  const dialled = await world.dial(address, port, { timeoutMs: 2000, signal: new AbortController().signal });
  if (!dialled.ok) throw new Error(`${address}:${port}: ${dialled.failure.detail}`);
  return dialled.connection.detach();
}

/** A complete session over a socket; with anybody, and with TLS 1.0 too. */
export function securedSocket(socket: Duplex, servername: string): Promise<TLSSocket> {
  const secured = connect({
    socket,
    servername,
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  return new Promise((resolve, reject) => {
    secured.once('secureConnect', () => resolve(secured));
    secured.once('error', reject);
  });
}

export interface Visited {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request, in a connection of its own. */
export async function visit(
  place: Place,
  path: string,
  { headers = {}, tls = true }: { readonly headers?: Record<string, string>; readonly tls?: boolean } = {},
): Promise<Visited> {
  const socket = await plainSocket(place);
  const stream = tls ? await securedSocket(socket, place.host) : socket;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({ createConnection: () => stream, host: place.host, path, headers }, resolve);
    asked.once('error', reject);
    asked.end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  stream.destroy();
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() };
}

/** What the server says first, and to each line; a line that starts TLS has to be the last. */
export async function talk(stream: Socket, lines: readonly string[], greeted = true): Promise<string[]> {
  const heard = (): Promise<string> =>
    new Promise((resolve) => {
      const onData = (chunk: Buffer): void => finish(chunk.toString('latin1'));
      const onEnd = (): void => finish('end');
      const finish = (text: string): void => {
        stream.removeListener('data', onData);
        stream.removeListener('end', onEnd);
        stream.pause();
        resolve(text);
      };
      stream.on('data', onData);
      stream.on('end', onEnd);
      stream.resume();
    });
  const replies = greeted ? [await heard()] : [];
  for (const line of lines) {
    stream.write(`${line}\r\n`);
    replies.push(await heard());
  }
  return replies;
}

/** A hello of TLS 1.2 with suites of all times. */
export const MODERN: HelloSpec = {
  maxVersion: 0x0303,
  versions: [],
  suites: [0xc030, 0xc02f, 0xc028, 0xc027, 0xcca8, 0xc014, 0xc013, 0x009f, 0x009d, 0x0035, 0x000a],
  compressions: [0],
  groups: [29, 23, 24],
  signatureSchemes: [0x0804, 0x0401, 0x0201],
  keyShares: null,
  sni: 'server.contoso.com',
  ocsp: false,
  extensions: 'all',
  rung: 'full',
};

/** The flight that answers a hello of the scanner's own making. */
export async function hello(stream: Socket, world: World, spec: Partial<HelloSpec> = {}): Promise<Flight> {
  stream.write(buildHello({ ...MODERN, ...spec }, world).bytes);
  const reader = new FlightReader('done', keyExchangeForm);
  for await (const chunk of stream) {
    if (reader.push(chunk as Buffer).state !== 'open') break;
  }
  stream.destroy();
  return reader.flight;
}
