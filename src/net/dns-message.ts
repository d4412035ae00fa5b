import {
  AUTHENTIC_DATA,
  type Answer,
  decode,
  type DecodedPacket,
  DNSSEC_OK,
  encode,
  RECURSION_DESIRED,
} from 'dns-packet';
import type { DnsRecord } from '../model/observation.ts';
import { textToZone } from '../wire/dns-text.ts';
import { DNS_TYPES, type DnsType } from './dns.ts';

export interface DnsQuestion {
  readonly name: string;
  readonly type: DnsType;
}

/** What is read of an answer. */
export interface DnsMessage {
  readonly rcode: string;
  /** The AD bit. */
  readonly authenticated: boolean;
  /** The RA bit: a server that recurses has followed the aliases itself. */
  readonly recursive: boolean;
  /** The TC bit: there is more than fits. */
  readonly truncated: boolean;
  /** Those of the answer section that have one of our types, as they came. */
  readonly answers: readonly DnsRecord[];
}

/** What fits into one packet everywhere (DNS flag day 2020), bytes. */
const UDP_SIZE = 1232;

/** Longest text form of one record that is kept, characters: one TXT record can be 64 KiB. */
const MOST_TEXT = 4096;

/**
 * A query that asks for recursion and, by AD and DO, to be told whether the answer was validated (RFC 6840, 5.7; RFC 3225).
 *
 * @param edns without it DO cannot be said, which only very old servers want (RFC 6891, 7)
 */
export function encodeQuery(id: number, { name, type }: DnsQuestion, edns: boolean): Uint8Array {
  return new Uint8Array(
    encode({
      type: 'query',
      id,
      flags: RECURSION_DESIRED | AUTHENTIC_DATA,
      questions: [{ name, type, class: 'IN' }],
      ...(edns ? { additionals: [OPT] } : {}),
    }),
  );
}

const OPT = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: UDP_SIZE,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: DNSSEC_OK,
  flag_do: true,
  options: [],
} as const satisfies Answer;

/**
 * Reads an answer to the question that was asked; null for anything else, whoever sent it (RFC 5452, 9.1). Never throws.
 */
export function readAnswer(bytes: Uint8Array, id: number, question: DnsQuestion): DnsMessage | null {
  const packet = decoded(bytes);
  if (packet === null || !packet.flag_qr || packet.id !== id) return null;
  const [echo, ...others] = packet.questions ?? [];
  if (others.length > 0) return null;
  const rcode = rcodeOf(packet);
  // Servers that do not understand a query may leave the question out of the answer.
  if (echo === undefined ? rcode !== 'FORMERR' : !isEcho(echo, question)) return null;
  return {
    rcode,
    authenticated: packet.flag_ad,
    recursive: packet.flag_ra,
    truncated: packet.flag_tc,
    answers: (packet.answers ?? []).flatMap(recordOf),
  };
}

/**
 * Only the header and the question are needed to go on over TCP, and a packet that was cut may end in the middle of a
 * record.
 */
export function isTruncatedAnswer(bytes: Uint8Array, id: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || view.getUint16(0) !== id) return false;
  return (view.getUint16(2) & (QR | TC)) === (QR | TC);
}

const HEADER = 12;
const QR = 0x8000;
const TC = 0x0200;

function decoded(bytes: Uint8Array): DecodedPacket | null {
  try {
    return decode(Buffer.from(bytes));
  } catch {
    return null;
  }
}

/** The types of the package leave it out. */
function rcodeOf(packet: DecodedPacket): string {
  const { rcode } = packet as { readonly rcode?: unknown };
  return typeof rcode === 'string' ? rcode : 'unknown';
}

function isEcho(echo: NonNullable<DecodedPacket['questions']>[number], asked: DnsQuestion): boolean {
  return (
    echo.type === asked.type &&
    (echo.class ?? 'IN') === 'IN' &&
    echo.name.toLowerCase() === asked.name.toLowerCase()
  );
}

function recordOf(answer: Answer): readonly DnsRecord[] {
  const type = DNS_TYPES.find((known) => known === answer.type);
  if (type === undefined || answer.type === 'OPT') return [];
  const { class: of, ttl } = answer as { readonly class?: string; readonly ttl?: number };
  if (of !== 'IN') return [];
  const data = dataOf(answer);
  return data === null ? [] : [{ name: answer.name, type, ttl: ttl ?? 0, data: data.slice(0, MOST_TEXT) }];
}

/** The text form of the zone file (RFC 1035, 5.1; RFC 2782; RFC 6698, 2.2), names without the final dot. */
function dataOf(answer: Answer): string | null {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
      return answer.data;
    case 'MX': {
      const { preference = 0, exchange } = answer.data;
      return `${preference} ${exchange}`;
    }
    case 'SRV': {
      const { priority = 0, weight = 0, port, target } = answer.data;
      return `${priority} ${weight} ${port} ${target}`;
    }
    case 'TXT': {
      const { data } = answer;
      const strings = Array.isArray(data) ? data : [data];
      return textToZone(strings.map((string) => (typeof string === 'string' ? Buffer.from(string) : string)));
    }
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = answer.data;
      return `${usage} ${selector} ${matchingType} ${Buffer.from(certificate).toString('hex')}`;
    }
    default:
      return null;
  }
}
