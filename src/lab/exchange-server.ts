import { randomBytes, randomUUID } from 'node:crypto';
import { type ExchangeSite, exchangeSite } from './exchange-site.ts';
import { generation, type GenerationId, windowsOf } from './generations.ts';
import { httpServer, type Site } from './http-site.ts';
import { SECURED_IMAP, SECURED_POP, withLogin } from './mail-lines.ts';
import { imapServer, type MailOptions, pop3Server, smtpServer } from './mail-servers.ts';
import { challengeOf, type Machine } from './ntlm-exchange.ts';
import type { Pki } from './pki.ts';
import type { Chains, TlsPolicy } from './tls-policy.ts';
import { type Handler, tlsServer } from './tls-server.ts';

/** One server of the organization, as a row of data says it. */
export interface ExchangeServer {
  readonly generation: GenerationId;
  /** Instead of the newest of its generation. */
  readonly build?: string;
  /** Name in its greetings. */
  readonly host: string;
  /** NetBIOS name. */
  readonly server: string;
  /** What clients get. */
  readonly chain: readonly Uint8Array[];
  /** What Setup made, which other servers get; made if absent. */
  readonly setup?: readonly Uint8Array[];
  /** Instead of that of its generation, on all ports. */
  readonly tls?: (chains: Chains) => TlsPolicy;
  readonly site?: Pick<ExchangeSite, 'hsts' | 'tenant' | 'unhealthy'>;
  /** What stands in front of its website. */
  readonly front?: (site: Site) => Site;
  readonly ports: readonly number[];
}

/** Handlers by port. */
export type LabServers = Readonly<Record<number, Handler>>;

const DOMAIN = { workgroup: 'CONTOSO', domain: 'contoso.com' } as const;

/**
 * All that a server has on its ports: certificates and TLS of its time, and what it says inside of TLS. Ports that are
 * for other servers (444, 465, 717, 1993, 1995, 2525) and X-ANONYMOUSTLS present what Setup made, 8172 what Windows made.
 *
 * @throws RangeError for a port that Exchange does not have.
 */
export async function exchangeServers(
  server: ExchangeServer,
  { pki, now }: { readonly pki: Pki; readonly now: () => number },
): Promise<LabServers> {
  const row = generation(server.generation);
  const machine: Machine = { server: server.server, ...DOMAIN };
  const challenge = (): Uint8Array => challengeOf(machine, windowsOf(row).ntlm, now(), randomBytes);
  const { chain } = server;
  const needed = (ports: readonly number[]): boolean => ports.some((port) => server.ports.includes(port));
  const setup =
    server.setup ??
    (needed(FOR_SERVERS) ? await pki.selfSigned(machine.server, machine.domain, row.selfSignedHash) : chain);
  const management = needed([8172]) ? await pki.webManagement(machine.server, row.selfSignedHash) : chain;

  const tls = (presented: readonly Uint8Array[], inside: Handler, policy = server.tls ?? row.tls): Handler =>
    tlsServer(policy({ rsa: presented }), randomBytes, { key: () => pki.keyOf(presented), serve: inside });
  const site = (options: Partial<ExchangeSite>): Site =>
    exchangeSite({
      generation: row,
      ...(server.build === undefined ? {} : { build: server.build }),
      machine,
      challenge,
      requestId: randomUUID,
      tls: true,
      ...server.site,
      ...options,
    });
  const front = server.front ?? ((plain: Site) => plain);

  const smtp = (presented: readonly Uint8Array[], lines: readonly string[], anonymous: boolean): Handler => {
    const options: Omit<MailOptions, 'tls'> = { host: server.host, now, challenge };
    const inside = smtpServer({ ...options, phase: 'started', capabilities: withLogin(lines), tls: hangUp });
    const policy = server.tls ?? row.mailTls;
    return smtpServer({
      ...options,
      capabilities: lines,
      tls: tls(presented, inside, policy),
      ...(anonymous ? { anonymousTls: tls(setup, inside, policy) } : {}),
    });
  };
  const mail = (
    presented: readonly Uint8Array[],
    make: (options: MailOptions) => Handler,
    capabilities: readonly string[],
    phase: 'started' | 'implicit',
  ): Handler => {
    const options = { host: server.host, now, challenge };
    const session = tls(presented, make({ ...options, phase, capabilities, tls: hangUp }));
    return phase === 'implicit' ? session : make({ ...options, tls: session });
  };

  const { frontend, client, clientProxy, hub } = row.connectors;
  const made: Readonly<Record<number, () => Handler>> = {
    25: () => smtp(chain, frontend, true),
    80: () => httpServer(front(site({ tls: false }))),
    110: () => mail(chain, pop3Server, SECURED_POP, 'started'),
    143: () => mail(chain, imapServer, SECURED_IMAP, 'started'),
    443: () => tls(chain, httpServer(front(site({})))),
    444: () => tls(setup, httpServer(site({ backEnd: true }))),
    465: () => smtp(setup, clientProxy, false),
    587: () => smtp(chain, client, false),
    717: () => smtp(setup, frontend, true),
    993: () => mail(chain, imapServer, SECURED_IMAP, 'implicit'),
    995: () => mail(chain, pop3Server, SECURED_POP, 'implicit'),
    1993: () => mail(setup, imapServer, SECURED_IMAP, 'implicit'),
    1995: () => mail(setup, pop3Server, SECURED_POP, 'implicit'),
    2525: () => smtp(setup, hub, true),
    8172: () => tls(management, httpServer(MANAGEMENT)),
  };
  return Object.fromEntries(
    server.ports.map((port) => {
      const make = made[port];
      if (make === undefined) throw new RangeError(`Exchange has no port ${port}`);
      return [port, make()];
    }),
  );
}

/** Where the certificate of Setup is presented, on 25 for X-ANONYMOUSTLS. */
const FOR_SERVERS: readonly number[] = [25, 444, 465, 717, 1993, 1995, 2525];

/** The Web Management Service of IIS: without a login it shows nothing. */
const MANAGEMENT: Site = () => ({
  status: 404,
  headers: [['Server', 'Microsoft-HTTPAPI/2.0']],
  body: '',
});

/** There is no TLS inside of TLS. */
const hangUp: Handler = (socket) => socket.end();
