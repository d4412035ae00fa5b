import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCertificate } from '../../src/certs/parse.ts';
import { factsOf } from '../../src/facts/index.ts';
import type { EndpointFactSet } from '../../src/facts/types.ts';
import type { Handler } from '../../src/lab/tls-server.ts';
import type { Observation } from '../../src/model/observation.ts';
import { DEFAULT_PORT, type Protocol, tlsStart } from '../../src/model/protocol.ts';
import type { Depth, Report } from '../../src/model/report.ts';
import { dialTcp } from '../../src/net/dial.ts';
import { realWorld } from '../../src/net/world.ts';
import { gather, judge } from '../../src/pipeline.ts';

const HOST = 'mail.contoso.com';
const ADDRESS = '192.0.2.66';

/** Whoever is silent for so long stays silent, ms. */
export const TIMEOUTS = { connectMs: 300, replyMs: 300, tlsMs: 300 } as const;

/** What the machine may need for itself, ms. */
const SLACK_MS = 2500;

/** Waits that the pace prescribes are cut to this part: the servers here do not need them. */
const HURRY = 1 / 1000;

export interface Settings {
  readonly protocol?: Protocol;
  readonly depth?: Depth;
  readonly budget?: number;
  readonly retries?: number;
  readonly timeouts?: typeof TIMEOUTS | { connectMs: number; replyMs: number; tlsMs: number };
}

/** One run of the whole program against one scripted server. */
export interface Interrogation {
  readonly report: Report;
  readonly facts: EndpointFactSet;
  /** Connections that the server has seen. */
  readonly served: number;
  /** Most bytes that were read from one connection, in all its life. */
  readonly mostBytes: number;
  readonly elapsedMs: number;
  /** Time-outs of all connections one after the other, and what the machine needs for itself. */
  readonly boundMs: number;
}

/**
 * Asks and judges a scripted server. Throws if a connection is left open on either side. (A promise that is rejected
 * and heard by nobody fails the test by jest's own hand.)
 */
export async function interrogate(handler: Handler, settings: Settings = {}): Promise<Interrogation> {
  const { protocol = 'https', depth = 'check', budget = 200, retries = 1, timeouts = TIMEOUTS } = settings;
  const clients: Socket[] = [];
  const onClient = (message: unknown): number => clients.push((message as { socket: Socket }).socket);
  diagnostics.subscribe('net.client.socket', onClient);
  const listening = await listen(handler);
  try {
    const startedAt = performance.now();
    const gathered = await gather([targetOf(protocol)], {
      options: { depth, budget, retries, timeouts, fingerprint: 'none' },
      world: {
        ...realWorld('scanner.contoso.com'),
        resolve: () => Promise.resolve({ ok: true, addresses: [ADDRESS] }),
        dial: (_address, _port, options) => dialTcp('127.0.0.1', listening.port, options),
        wait: async (ms, signal) => {
          await sleep(ms * HURRY, undefined, { signal }).catch(() => undefined);
        },
      },
    });
    const elapsedMs = performance.now() - startedAt;
    const report = judge(gathered, { now: Date.now() });
    await allClosed(clients, listening.server);
    return {
      report,
      facts: factsOfRun(report),
      served: listening.served(),
      mostBytes: Math.max(0, ...clients.map(({ bytesRead }) => bytesRead)),
      elapsedMs,
      boundMs: listening.served() * costMs(protocol, timeouts) + SLACK_MS,
    };
  } finally {
    diagnostics.unsubscribe('net.client.socket', onClient);
    await listening.stop();
  }
}

/** The answers as they came, one line a question: `modern accepted 303`, `ssl2 failed tls-timeout`. */
function answersOf({ observations }: Pick<Report, 'observations'>): string[] {
  return observations
    .filter(({ kind }) => kind !== 'resolve')
    .map(({ question, outcome }) => `${question} ${said(outcome)}`);
}

/** What was answered to anything, each once. */
export function kindsOfAnswers(report: Pick<Report, 'observations'>): string[] {
  return [...new Set(answersOf(report).map((line) => line.slice(line.indexOf(' ') + 1)))].toSorted();
}

/** Three replies before TLS where there is a dialogue, and one answer to the hello. */
function costMs(protocol: Protocol, timeouts: NonNullable<Settings['timeouts']>): number {
  const dialogue = tlsStart(protocol) === 'starttls' ? 3 * timeouts.replyMs : 0;
  return timeouts.connectMs + dialogue + timeouts.tlsMs;
}

function said(outcome: Observation['outcome']): string {
  switch (outcome.status) {
    case 'accepted': {
      const failure = 'failure' in outcome ? outcome.failure : null;
      const cut = failure === null || failure === undefined ? '' : `, then ${failure.code}`;
      return `accepted ${outcome.version.toString(16)}${cut}`;
    }
    case 'refused':
      return `refused ${outcome.alert?.description ?? 'by SSL 2.0'}`;
    case 'closed':
      return `closed ${outcome.how}`;
    case 'no-tls':
      return `no-tls ${outcome.reason}`;
    case 'failed':
      return `failed ${outcome.failure.code}`;
    default:
      return outcome.status;
  }
}

function targetOf(protocol: Protocol): Parameters<typeof gather>[0][number] {
  return {
    host: HOST,
    services: [{ protocol, port: DEFAULT_PORT[protocol], names: [] }],
    explicit: true,
    addresses: [],
    names: [],
    baseline: null,
  };
}

function factsOfRun({ endpoints, observations, certificates }: Report): EndpointFactSet {
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error('the run has no endpoint');
  const parsed = certificates.map(
    ({ sha256, der }) => [sha256, parseCertificate(Buffer.from(der, 'base64'))] as const,
  );
  return factsOf(endpoint, observations, new Map(parsed));
}

interface Listening {
  readonly server: Server;
  readonly port: number;
  readonly served: () => number;
  readonly stop: () => Promise<void>;
}

async function listen(handler: Handler): Promise<Listening> {
  const sockets = new Set<Socket>();
  let served = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    served += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    handler(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as AddressInfo).port,
    served: () => served,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Half a second is what we give a server to close its side; nothing may be open long after that. */
async function allClosed(clients: readonly Socket[], server: Server): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    const open = clients.filter(({ destroyed }) => !destroyed).length + (await connectionsOf(server));
    if (open === 0) return;
    await sleep(10);
  }
  throw new Error(`connections left open: ${await connectionsOf(server)}`);
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
