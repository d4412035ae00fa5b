import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_AVAILABLE,
  streamEncode,
} from 'dns-packet';
import type { Packet } from 'dns-packet';

/** What the server makes of a query: the parts of its answer that are not plain, or null to say nothing. */
export type Behaviour = (query: Packet, how: 'udp' | 'tcp') => Partial<Reply> | null;

export interface Reply {
  readonly rcode: number;
  readonly flags: number;
  readonly answers: readonly Answer[];
  /** Sent instead of the whole answer. */
  readonly raw: Uint8Array | readonly Uint8Array[];
}

export interface NameServer {
  /** `127.0.0.1:40053`. */
  readonly resolver: string;
  /** `udp MX contoso.com`, in the order in which they came. */
  readonly queries: readonly string[];
  /** The same, decoded. */
  readonly packets: readonly Packet[];
  readonly close: () => Promise<void>;
}

const NXDOMAIN = 3;
const TRUNCATED = 1 << 9;

/** An authoritative server for the records that are given, on one free port of loopback for both transports. */
export async function serveNames(
  records: readonly Answer[],
  behave: Behaviour = () => ({}),
  { recursive = true, largestUdp = 1232 } = {},
): Promise<NameServer> {
  const queries: string[] = [];
  const packets: Packet[] = [];
  const known = new Set(records.map(({ name }) => name.toLowerCase()));

  const answersTo = (query: Packet): readonly Answer[] => {
    const { name = '', type } = query.questions?.[0] ?? {};
    const own = (at: string): readonly Answer[] =>
      records.filter((one) => one.name.toLowerCase() === at.toLowerCase());
    const found: Answer[] = [];
    for (let at = name; found.length < 50;) {
      const exact = own(at).filter((one) => one.type === type);
      const alias = own(at).find((one) => one.type === 'CNAME');
      if (exact.length > 0 || alias?.type !== 'CNAME') return [...found, ...exact];
      found.push(alias);
      if (!recursive) return found;
      at = alias.data;
    }
    return found;
  };

  const replyTo = (bytes: Uint8Array, how: 'udp' | 'tcp'): readonly Uint8Array[] => {
    const query = decode(Buffer.from(bytes));
    packets.push(query);
    const { name = '', type } = query.questions?.[0] ?? {};
    queries.push(`${how} ${type} ${name}`);
    const special = behave(query, how);
    if (special === null) return [];
    if (special.raw !== undefined)
      return (Array.isArray(special.raw) ? special.raw : [special.raw]) as readonly Uint8Array[];
    const rcode = special.rcode ?? (known.has(name.toLowerCase()) ? 0 : NXDOMAIN);
    const packet: Packet = {
      type: 'response',
      id: query.id ?? 0,
      flags: (special.flags ?? 0) | rcode | AUTHORITATIVE_ANSWER | (recursive ? RECURSION_AVAILABLE : 0),
      questions: query.questions ?? [],
      answers: [...(special.answers ?? answersTo(query))],
    };
    if (how === 'tcp') return [new Uint8Array(streamEncode(packet))];
    const whole = encode(packet);
    const cut = encode({ ...packet, flags: (packet.flags ?? 0) | TRUNCATED, answers: [] });
    return [new Uint8Array(whole.length > largestUdp ? cut : whole)];
  };

  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      for (const part of replyTo(received.subarray(2), 'tcp')) socket.write(part);
    });
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (packet, from) => {
    for (const part of replyTo(packet, 'udp')) udp.send(part, from.port, from.address);
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    resolver: `127.0.0.1:${port}`,
    queries,
    packets,
    async close() {
      udp.close();
      for (const socket of sockets) socket.destroy();
      tcp.close();
      await once(tcp, 'close');
    },
  };
}
