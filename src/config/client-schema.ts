import * as z from 'zod';
import { CLIENT_MARKS, CLIENT_SERVICES, CLIENT_VERDICTS } from '../model/clients.ts';

const strings = z.array(z.string());

/** Clients that fare alike with a service of an endpoint. */
export const clientResultSchema = z.object({
  endpoint: z.string(),
  service: z.enum(CLIENT_SERVICES),
  clients: strings,
  verdict: z.enum(CLIENT_VERDICTS),
  reason: z.string(),
  condition: z.string().nullable(),
  version: z.string().nullable(),
  suite: z.object({ id: z.string(), name: z.string(), openssl_name: z.string() }).nullable(),
  group: z.object({ id: z.string(), name: z.string() }).nullable(),
  basis: z.enum(CLIENT_MARKS).nullable(),
});

const simulationSchema = z.object({
  endpoint: z.string(),
  client: z.string(),
  offer: z.string(),
  predicted: z.string(),
  seen: z.string(),
  held: z.boolean().nullable(),
  evidence: strings,
});

/** Mirrors model/clients.ts. */
export const clientMatrixSchema = z.object({
  table: z.string(),
  clients: z.array(z.object({ id: z.string(), title: z.string(), own: z.boolean() })),
  results: z.array(clientResultSchema),
  simulations: z.array(simulationSchema),
});
