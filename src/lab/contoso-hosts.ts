import { type ExchangeServer, exchangeServers, type LabServers } from './exchange-server.ts';
import { behindNginx, loadBalanced } from './fronts.ts';
import { smtpServer } from './mail-servers.ts';
import type { Pki } from './pki.ts';
import { exchange2019, halfHardened, nginx, windows2012 } from './policies.ts';

/** Services of the standard set that a target can list. */
export type LabService = 'https' | 'smtp' | 'submission' | 'pop3' | 'pop3s' | 'imap' | 'imaps';

export interface HostContext {
  readonly pki: Pki;
  readonly now: () => number;
  readonly address: string;
}

/** One host of an organization: what it shows, and how it is made. */
export interface HostPlan {
  readonly name: string;
  readonly shows: string;
  /** From the blocks that are kept for documentation (RFC 5737). */
  readonly addresses: readonly string[];
  /** Names that its website is expected to cover besides its own. */
  readonly names?: readonly string[];
  /** Services that the target lists; the standard set if absent. */
  readonly only?: readonly LabService[];
  readonly baseline?: string;
  readonly servers: (context: HostContext) => Promise<LabServers>;
}

export const HOST_PLANS: readonly HostPlan[] = [
  {
    name: 'mail.contoso.com',
    shows: 'Exchange 2019 with its defaults, its last update and a good certificate.',
    addresses: ['192.0.2.10'],
    names: ['autodiscover.contoso.com'],
    servers: async (context) =>
      exchange(context, 'mail.contoso.com', {
        generation: 'exchange-2019',
        server: 'EX01',
        chain: await context.pki.commercial(['mail.contoso.com', 'autodiscover.contoso.com']),
        site: { hsts: 'max-age=31536000' },
        ports: [25, 110, 143, 443, 587, 993, 995],
      }),
  },
  {
    name: 'legacy.contoso.com',
    shows: 'Exchange 2013 on old Windows defaults: SSL 3.0 to TLS 1.2, 3DES, RC4, a small DH group, SHA-1.',
    addresses: ['192.0.2.20'],
    servers: async (context) =>
      exchange(context, 'legacy.contoso.com', {
        generation: 'exchange-2013',
        server: 'LEGACY',
        chain: await context.pki.internal(['legacy.contoso.com']),
        tls: windows2012,
        ports: [25, 80, 110, 143, 443],
      }),
  },
  {
    name: 'ex2010.contoso.com',
    shows: 'Exchange 2010 that nobody switched off: SSL 2.0 to TLS 1.0, and no way to TLS 1.2.',
    addresses: ['192.0.2.21'],
    only: ['https'],
    servers: async (context) =>
      exchange(context, 'ex2010.contoso.com', {
        generation: 'exchange-2010',
        server: 'EX2010',
        chain: await context.pki.internal(['ex2010.contoso.com']),
        ports: [80, 443],
      }),
  },
  {
    name: 'mbx01.contoso.com',
    shows: 'The self-signed certificate that Exchange Setup makes, on ports that clients use.',
    addresses: ['192.0.2.31'],
    servers: async (context) => {
      const chain = await context.pki.selfSigned('MBX01', 'contoso.com');
      return exchange(context, 'mbx01.contoso.com', {
        generation: 'exchange-2019',
        build: '15.2.1544.14',
        server: 'MBX01',
        chain,
        setup: chain,
        ports: [25, 80, 443, 444, 587, 717, 993, 1993, 1995, 8172],
      });
    },
  },
  {
    name: 'hq.contoso.com',
    shows: 'A certificate that lacks the autodiscover name which clients ask for.',
    addresses: ['192.0.2.40'],
    names: ['autodiscover.hq.contoso.com'],
    servers: async (context) =>
      exchange(context, 'hq.contoso.com', {
        generation: 'exchange-2019',
        server: 'EX02',
        chain: await context.pki.commercial(['hq.contoso.com']),
        ports: [25, 443],
      }),
  },
  {
    name: 'archive.contoso.com',
    shows: 'A certificate that ran out twelve days ago.',
    addresses: ['192.0.2.50'],
    servers: async (context) =>
      exchange(context, 'archive.contoso.com', {
        generation: 'exchange-2019',
        server: 'EX03',
        chain: await context.pki.commercial(['archive.contoso.com'], { issued: 111, valid: 99 }),
        ports: [443, 993],
      }),
  },
  {
    name: 'edge1.contoso.com',
    shows: 'A mail gateway that offers no STARTTLS.',
    addresses: ['198.51.100.25'],
    only: ['smtp'],
    servers: async ({ now }) => ({
      25: smtpServer({ host: 'edge1.contoso.com', now, starttls: 'absent', tls: (socket) => socket.end() }),
    }),
  },
  {
    name: 'se.contoso.com',
    shows: 'Exchange SE on Windows Server 2022: TLS 1.3 for browsers, TLS 1.2 for mail.',
    addresses: ['192.0.2.60'],
    baseline: 'exchange-se',
    servers: async (context) =>
      exchange(context, 'se.contoso.com', {
        generation: 'exchange-se',
        server: 'EX04',
        chain: await context.pki.commercial(['se.contoso.com']),
        site: { hsts: 'max-age=31536000', tenant: '5f3e9a52-7c1b-4d0e-9a6f-2b8c4d1e7f90' },
        ports: [25, 443, 587],
      }),
  },
  {
    name: 'dag.contoso.com',
    shows: 'Two servers behind a load balancer: one was hardened, updated and renewed, the other forgotten.',
    addresses: ['198.51.100.11', '198.51.100.12'],
    servers: async (context) => {
      const first = context.address === '198.51.100.11';
      return exchange(context, 'dag.contoso.com', {
        generation: 'exchange-2016',
        ...(first ? {} : { build: '15.1.2507.44' }),
        server: first ? 'DAG01' : 'DAG02',
        chain: await context.pki.commercial(['dag.contoso.com']),
        tls: first ? exchange2019 : halfHardened,
        front: (site) =>
          loadBalanced(site, `BIGipServerpool_owa=${first ? '184549386' : '201326602'}.47873.0000; path=/`),
        ports: [443],
      });
    },
  },
  {
    name: 'owa.contoso.com',
    shows: 'nginx in front of Exchange 2016: TLS is that of the proxy, and not of Windows.',
    addresses: ['198.51.100.30'],
    only: ['https'],
    servers: async (context) =>
      exchange(context, 'owa.contoso.com', {
        generation: 'exchange-2016',
        server: 'EX05',
        chain: await context.pki.commercial(['owa.contoso.com']),
        tls: nginx,
        front: behindNginx,
        ports: [443],
      }),
  },
];

function exchange(
  context: HostContext,
  host: string,
  server: Omit<ExchangeServer, 'host'>,
): Promise<LabServers> {
  return exchangeServers({ host, ...server }, context);
}
