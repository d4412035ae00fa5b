import * as z from 'zod';
import {
  type Client,
  confirmed,
  type Identity,
  type OfferRef,
  unconfirmed,
} from '../exchange/clients/client.ts';
import { CLIENTS } from '../exchange/clients/index.ts';
import { type Offer, OFFERS, offer as offerOf } from '../exchange/offers/index.ts';
import { CLIENT_SERVICES } from '../model/clients.ts';
import { GROUPS } from '../wire/iana/groups.ts';
import { TLS_1_3, VERSIONS } from '../wire/iana/versions.ts';
import { ConfigError } from './config-error.ts';
import { parseDocument } from './document.ts';
import { didYouMean } from './nearest.ts';
import { type Reading, refused, understood } from './reading.ts';
import { refuseRepeats } from './repeats.ts';
import { faultsOf, listOf, strict, textOf } from './schema.ts';
import { quoted } from './shown.ts';
import { readSuite, readSuite13 } from './suite-name.ts';
import { readVersion } from './version-name.ts';

/**
 * Reads a file with clients of the operator's own, JSON or YAML: what each is used for, what it offers (that of a known
 * record, or a list), and how it looks at certificates. What it does not say is not known of the client.
 *
 * @param source what to call the file in faults.
 * @throws ConfigError with every fault and its path.
 */
export function parseClients(text: string, source: string): readonly Client[] {
  const parsed = FILE.safeParse(parseDocument(text, source), { reportInput: true });
  if (!parsed.success) throw new ConfigError(source, faultsOf(parsed.error));
  return parsed.data.clients.map(clientOf);
}

const text = z.string().trim().min(1).max(200);
const reaction = z.enum(['works', 'works-after-prompt', 'fails']);

const CERTIFICATE = strict({
  /** Whose list of roots: Microsoft's, Mozilla's, or another public one. */
  roots: z.enum(['microsoft', 'mozilla', 'public']).exactOptional(),
  privateRoots: z.boolean().exactOptional(),
  wildcards: z.boolean().exactOptional(),
  commonName: z.boolean().exactOptional(),
  incomplete: reaction.exactOptional(),
  untrusted: reaction.exactOptional(),
  expired: reaction.exactOptional(),
  wrongName: reaction.exactOptional(),
});

const OFFER = strict({
  versions: listOf(textOf(readVersion), 1, VERSIONS.length),
  suites: listOf(textOf(readAnySuite), 1, 400),
  groups: listOf(textOf(readGroup), 1, 100).exactOptional(),
});

const CLIENT = strict({
  id: z.string().regex(/^[a-z\d][a-z\d-]{0,59}$/, 'expected small letters, digits and hyphens'),
  title: text.exactOptional(),
  services: listOf(z.enum(CLIENT_SERVICES), 1, CLIENT_SERVICES.length),
  like: textOf(readOffer).exactOptional(),
  offer: OFFER.exactOptional(),
  certificate: z.union([z.literal('not-checked'), CERTIFICATE]).exactOptional(),
}).refine(({ like, offer }) => (like === undefined) !== (offer === undefined), {
  error: 'expected either "like" or "offer"',
});

const FILE = strict({
  clients: listOf(CLIENT, 1, 200).superRefine(refuseRepeats(({ id }) => [id])),
});

function clientOf(written: z.infer<typeof CLIENT>): Client {
  const { id, title = id, services, like, offer, certificate } = written;
  const refs: readonly OfferRef[] =
    like ?? (offer === undefined ? [] : [{ offer: `own-${id}`, own: ownOffer(id, title, offer) }]);
  return {
    id,
    title,
    own: true,
    uses: [
      {
        services,
        offers: confirmed(refs, 'operator', 'operator'),
        identity: certificate === 'not-checked' ? null : identityOf(certificate ?? {}),
      },
    ],
  };
}

function ownOffer(id: string, name: string, written: z.infer<typeof OFFER>): Offer {
  const { versions, suites, groups = null } = written;
  const highest = Math.max(...versions);
  return {
    id: `own-${id}`,
    name,
    platform: "the operator's own",
    evidence: 'documented',
    source: 'operator',
    date: null,
    versions: [Math.min(...versions), highest],
    supportedVersions: highest >= TLS_1_3 ? versions.toSorted((one, other) => other - one) : [],
    suites,
    ssl2Kinds: [],
    groups,
    signatureSchemes: null,
    keyShares: null,
    alpn: [],
    extensions: null,
    secureRenegotiation: null,
    note: null,
  };
}

function identityOf(written: z.infer<typeof CERTIFICATE>): Identity {
  const cell = <T>(value: T | undefined, what: string) =>
    value === undefined ? unconfirmed(what) : confirmed(value, 'operator', 'operator');
  const roots = written.roots === 'public' ? 'unlisted' : written.roots;
  const fault = (what: string): string => `how it takes ${what}; the file of clients does not say`;
  return {
    roots: cell(roots, 'whose roots it has; the file of clients does not say'),
    privateRoots: cell(written.privateRoots, 'whether it has roots of private authorities'),
    incomplete: cell(written.incomplete, fault('a missing intermediate certificate')),
    names: {
      entries: confirmed('all', 'operator', 'operator'),
      commonName: cell(written.commonName, 'whether it takes the common name for a name'),
      wildcard: cell(written.wildcards, 'whether it takes a wildcard'),
    },
    faults: {
      untrusted: cell(written.untrusted, fault('a certificate that it does not trust')),
      date: cell(written.expired, fault('an expired certificate')),
      name: cell(written.wrongName, fault('a wrong name')),
    },
  };
}

/** A record by its id, or what stands for a known client. */
function readOffer(name: string): Reading<readonly OfferRef[]> {
  if (offerOf(name) !== undefined) return understood([{ offer: name }]);
  const use = CLIENTS.find(({ id }) => id === name)?.uses.find(({ offers }) => 'value' in offers);
  if (use !== undefined && 'value' in use.offers) return understood(use.offers.value);
  const names = [...CLIENTS, ...OFFERS].map(({ id }) => id);
  return refused(`unknown client or record ${quoted(name)}${didYouMean(name, names)}`);
}

function readAnySuite(name: string): Reading<number> {
  const newest = readSuite13(name);
  return newest.ok ? newest : readSuite(name);
}

function readGroup(name: string): Reading<number> {
  const found = GROUPS.find((row) => row.name.toLowerCase() === name.trim().toLowerCase());
  if (found !== undefined) return understood(found.code);
  return refused(
    `unknown group ${quoted(name)}${didYouMean(
      name,
      GROUPS.map((row) => row.name),
    )}`,
  );
}
