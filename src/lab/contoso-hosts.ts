import { randomBytes } from 'node:crypto';
import { CLIENT_LINES, imapServer, type MailOptions, pop3Server, smtpServer } from './mail-servers.ts';
import { nodeTlsServer } from './node-tls-server.ts';
import type { Pki } from './pki.ts';
import { exchange2019, halfHardened, windows2012 } from './policies.ts';
import type { TlsPolicy } from './tls-policy.ts';
import { type Handler, tlsServer } from './tls-server.ts';

/** Services of the standard set that the organization runs. */
export type LabService = 'https' | 'smtp' | 'submission' | 'pop3' | 'pop3s' | 'imap' | 'imaps';

export type LabServers = Partial<Readonly<Record<LabService, Handler>>>;

export interface HostContext {
  readonly pki: Pki;
  readonly now: () => number;
  readonly address: string;
}

/** One host of Contoso: what it shows, and how it is made. */
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
    shows: 'Exchange 2019 with its defaults and a good certificate: nothing to find.',
    addresses: ['192.0.2.10'],
    names: ['autodiscover.contoso.com'],
    servers: async (context) => {
      const chain = await context.pki.commercial(['mail.contoso.com', 'autodiscover.contoso.com']);
      return serversOf('mail.contoso.com', context, exchange2019({ rsa: chain }), [
        'https',
        'smtp',
        'submission',
        'pop3',
        'pop3s',
        'imap',
        'imaps',
      ]);
    },
  },
  {
    name: 'legacy.contoso.com',
    shows: 'Old Windows defaults: SSL 3.0 to TLS 1.2, 3DES, RC4, static RSA, a small DH group, SHA-1.',
    addresses: ['192.0.2.20'],
    servers: async (context) => {
      const chain = await context.pki.internal(['legacy.contoso.com']);
      return serversOf('legacy.contoso.com', context, windows2012({ rsa: chain }), [
        'https',
        'smtp',
        'pop3',
        'imap',
      ]);
    },
  },
  {
    name: 'mbx01.contoso.com',
    shows: 'The self-signed certificate that Exchange Setup makes, on ports that clients use.',
    addresses: ['192.0.2.31'],
    servers: async (context) => {
      const chain = await context.pki.selfSigned('MBX01', 'contoso.com');
      return serversOf('mbx01.contoso.com', context, exchange2019({ rsa: chain }), [
        'https',
        'smtp',
        'submission',
        'imaps',
      ]);
    },
  },
  {
    name: 'hq.contoso.com',
    shows: 'A certificate that lacks the autodiscover name which clients ask for.',
    addresses: ['192.0.2.40'],
    names: ['autodiscover.hq.contoso.com'],
    servers: async (context) => {
      const chain = await context.pki.commercial(['hq.contoso.com']);
      return serversOf('hq.contoso.com', context, exchange2019({ rsa: chain }), ['https', 'smtp']);
    },
  },
  {
    name: 'archive.contoso.com',
    shows: 'A certificate that ran out twelve days ago.',
    addresses: ['192.0.2.50'],
    servers: async (context) => {
      const chain = await context.pki.commercial(['archive.contoso.com'], { issued: 111, valid: 99 });
      return serversOf('archive.contoso.com', context, exchange2019({ rsa: chain }), ['https', 'imaps']);
    },
  },
  {
    name: 'edge1.contoso.com',
    shows: 'A mail gateway that offers no STARTTLS.',
    addresses: ['198.51.100.25'],
    only: ['smtp'],
    servers: async ({ now }) => ({
      smtp: smtpServer({ host: 'edge1.contoso.com', now, starttls: 'absent', tls: (socket) => socket.end() }),
    }),
  },
  {
    name: 'se.contoso.com',
    shows: 'Exchange SE on Windows Server 2022: TLS 1.3 for browsers, TLS 1.2 for mail.',
    addresses: ['192.0.2.60'],
    baseline: 'exchange-se',
    servers: async (context) => {
      const chain = await context.pki.commercial(['se.contoso.com']);
      const policy = { ...exchange2019({ rsa: chain }), groups: [29, 23, 24] };
      return {
        ...serversOf('se.contoso.com', context, policy, ['smtp', 'submission']),
        https: nodeTlsServer({ chain, key: context.pki.rsaKey }),
      };
    },
  },
  {
    name: 'dag.contoso.com',
    shows: 'Two addresses behind one name: one was hardened and renewed, the other forgotten.',
    addresses: ['198.51.100.11', '198.51.100.12'],
    servers: async (context) => {
      const chains = { rsa: await context.pki.commercial(['dag.contoso.com']) };
      const hardened = context.address === '198.51.100.11';
      const policy = hardened ? exchange2019(chains) : halfHardened(chains);
      return serversOf('dag.contoso.com', context, policy, ['https']);
    },
  },
];

/** The same TLS behind every service, with the dialogue that leads to it. */
function serversOf(
  host: string,
  { now }: HostContext,
  policy: TlsPolicy,
  services: readonly LabService[],
): LabServers {
  const tls = tlsServer(policy, randomBytes);
  const mail: MailOptions = { host, now, tls };
  const all: Readonly<Record<LabService, Handler>> = {
    https: tls,
    smtp: smtpServer(mail),
    submission: smtpServer({ ...mail, capabilities: CLIENT_LINES }),
    pop3: pop3Server(mail),
    pop3s: tls,
    imap: imapServer(mail),
    imaps: tls,
  };
  return Object.fromEntries(services.map((service) => [service, all[service]]));
}
