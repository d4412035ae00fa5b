import { randomBytes } from 'node:crypto';
import { type ExchangeServer, exchangeServers } from '../../src/lab/exchange-server.ts';
import { type GenerationId, GENERATIONS } from '../../src/lab/generations.ts';
import type { HostPlan } from '../../src/lab/contoso-hosts.ts';
import { smtpServer } from '../../src/lab/mail-servers.ts';
import { nginx } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';

/** Every port that a server of Exchange has in the lab. */
const ALL_PORTS: readonly number[] = [
  25, 80, 110, 143, 443, 444, 465, 587, 717, 993, 995, 1993, 1995, 2525, 8172,
];

/** Where the server of a generation is: its host has the name of the generation, its machine the name `LAB{n}`. */
export function placeOf(id: GenerationId): {
  readonly host: string;
  readonly address: string;
  readonly server: string;
} {
  const index = GENERATIONS.findIndex((row) => row.id === id) + 1;
  return { host: `${id}.contoso.com`, address: `203.0.113.${index}`, server: `LAB${index}` };
}

/** A host whose server can be changed; it has a certificate by the commercial authority for its name. */
export function exchangePlan(
  id: GenerationId,
  change: Partial<Omit<ExchangeServer, 'generation' | 'chain'>> = {},
  place = placeOf(id),
): HostPlan {
  const { host: name, address, server } = place;
  return {
    name,
    shows: `${id} with all its ports.`,
    addresses: [address],
    servers: async (context) =>
      exchangeServers(
        {
          generation: id,
          host: name,
          server,
          chain: await context.pki.commercial([name]),
          ports: ALL_PORTS,
          ...change,
        },
        context,
      ),
  };
}

/** One server of each generation, as Setup and Windows leave it. */
export const GENERATION_PLANS: readonly HostPlan[] = GENERATIONS.map(({ id }) => exchangePlan(id));

/** A mail gateway that is no Exchange: Postfix with OpenSSL. */
export const GATEWAY_PLAN: HostPlan = {
  name: 'mx.contoso.com',
  shows: 'Postfix, which takes mail for Exchange.',
  addresses: ['203.0.113.25'],
  only: ['smtp'],
  servers: async ({ pki, now }) => {
    const options = {
      host: 'mx.contoso.com',
      now,
      banner: 'ESMTP Postfix',
      capabilities: [
        'PIPELINING',
        'SIZE 10240000',
        'ETRN',
        'ENHANCEDSTATUSCODES',
        '8BITMIME',
        'DSN',
        'SMTPUTF8',
        'CHUNKING',
      ],
    };
    const chain = await pki.commercial(['mx.contoso.com']);
    const inside = smtpServer({ ...options, phase: 'started', tls: (socket) => socket.end() });
    const tls = tlsServer(nginx({ rsa: chain }), randomBytes, { key: () => pki.keyOf(chain), serve: inside });
    return { 25: smtpServer({ ...options, tls }) };
  },
};
