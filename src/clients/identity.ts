import { isIP } from 'node:net';
import type { Certificate } from '../certs/certificate.ts';
import { coversName } from '../certs/names.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import {
  type CertificateFault,
  type ClientUse,
  type Identity,
  isConfirmed,
  type Principal,
} from '../exchange/clients/client.ts';
import { appleFault } from './apple-rules.ts';
import { FINE, fromCell, open, type Step } from './step.ts';
import { trustAs } from './trust.ts';

/** A chain as a client is shown it, with what is known about it. */
export interface ShownChain {
  readonly certificates: readonly Certificate[];
  readonly trust: ChainTrust;
  readonly revoked: boolean;
}

export interface IdentityRequest {
  readonly chain: ShownChain;
  /** Names that the client connects to. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a client says to a certificate: each thing that it looks at, in the order of looking. */
export function identitySteps(
  identity: Identity,
  principal: ClientUse['principal'],
  { chain, names, now }: IdentityRequest,
): readonly Step[] {
  const [leaf] = chain.certificates;
  if (leaf === undefined) return [open('no certificate was seen')];
  if (leaf.faults.length > 0) return [open(`the certificate cannot be read: ${leaf.faults.join('; ')}`)];
  return [
    hashStep(identity, chain.certificates),
    appleStep(identity, chain.certificates),
    trustStep(identity, chain),
    completenessStep(identity, chain.trust),
    dateStep(identity, chain, now),
    ...names.map((name) => nameStep(identity, leaf, name)),
    ...(principal === undefined ? [] : names.map((name) => principalStep(principal, leaf, name))),
    chain.revoked
      ? open('the certificate is revoked; it is not known whether the client looks that up')
      : FINE,
  ];
}

function hashStep({ unknownHashes }: Identity, certificates: readonly Certificate[]): Step {
  if (unknownHashes === undefined) return FINE;
  const { value, mark } = unknownHashes;
  const hash = signatures(certificates).find((name) => value.includes(name));
  return hash === undefined
    ? FINE
    : { outcome: 'fails', why: `it cannot verify signatures with ${hash}`, condition: null, marks: [mark] };
}

/** A root is trusted for what it is, not for its signature, unless it is all there is. */
function signatures(certificates: readonly Certificate[]): readonly string[] {
  return certificates
    .filter(({ selfIssued }, at) => at === 0 || !selfIssued)
    .flatMap(({ signature }) => signature.hash ?? []);
}

function appleStep({ appleRules }: Identity, certificates: readonly Certificate[]): Step {
  if (appleRules === undefined) return FINE;
  const fault = appleFault(certificates);
  return fault === null
    ? FINE
    : { outcome: 'fails', why: `Apple's rules: ${fault}`, condition: null, marks: [appleRules.mark] };
}

function trustStep(identity: Identity, { trust }: ShownChain): Step {
  if (!isConfirmed(identity.roots)) {
    return trust.classification === 'self-signed'
      ? onFault(identity, 'untrusted', 'nobody vouches for the certificate', installed(identity))
      : open(`it is not known ${identity.roots.unconfirmed}`);
  }
  const { value, mark } = identity.roots;
  const standing = trustAs(value, trust);
  switch (standing.state) {
    case 'trusted':
      return { ...FINE, marks: [mark] };
    case 'unknown':
      return open(standing.why);
    case 'private':
      return fromCell(identity.privateRoots, standing.why, (possible) =>
        possible
          ? { ...FINE, condition: `where the root ${trust.anchor ?? 'of the organization'} is installed` }
          : onFault(identity, 'untrusted', standing.why, null),
      );
    case 'untrusted':
      return onFault(identity, 'untrusted', standing.why, installed(identity));
  }
}

function installed({ privateRoots }: Identity): string | null {
  return isConfirmed(privateRoots) && privateRoots.value ? 'unless its issuer was installed by hand' : null;
}

function completenessStep({ incomplete }: Identity, { facts, classification }: ChainTrust): Step {
  if (facts.completeness !== 'incomplete' || classification === 'self-signed') return FINE;
  const why = `the server does not send the certificate of ${facts.missing ?? 'an issuer'}`;
  return fromCell(incomplete, why, (outcome) => ({ outcome, why, condition: null, marks: [] }));
}

function dateStep(identity: Identity, { certificates: [leaf], trust }: ShownChain, now: number): Step {
  if (leaf === undefined) return FINE;
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  if (now > leaf.notAfter)
    return onFault(identity, 'date', `the certificate ended on ${day(leaf.notAfter)}`, null);
  if (now < leaf.notBefore) {
    return onFault(identity, 'date', `the certificate begins on ${day(leaf.notBefore)}`, null);
  }
  const late = trust.faults.find(({ code }) => DATE_FAULTS.has(code));
  return late === undefined ? FINE : onFault(identity, 'date', `${late.subject}: ${late.why}`, null);
}

const DATE_FAULTS: ReadonlySet<string> = new Set(['expired', 'not-yet-valid']);

function nameStep(identity: Identity, leaf: Certificate, name: string): Step {
  const { entries, commonName, wildcard } = identity.names;
  const { by, entry, near } = coversName(leaf, name);
  const wrong = (why: string, condition: string | null = null): Step =>
    onFault(identity, 'name', why, condition);
  // Who reads the common name alone finds it there whatever the alternative names are.
  if (isConfirmed(entries) && entries.value === 'none' && hasCommonName(leaf, name))
    return { ...FINE, marks: [entries.mark] };
  if (by === null && isIP(name) !== 0) return open('an address was asked for, not a name');
  if (by === null) return wrong(near === null ? `the certificate does not have ${name}` : `${name}: ${near}`);
  if (by === 'common-name') {
    return fromCell(commonName, `${name} is the common name alone`, (counts) =>
      counts ? FINE : wrong(`${name} is the common name alone, which does not count`),
    );
  }
  const wild = `${name} is covered by ${entry ?? 'a wildcard'} alone`;
  // Whichever entries it reads, it does not find the name.
  if (by === 'san-wildcard' && isConfirmed(wildcard) && !wildcard.value) {
    return fromCell(wildcard, wild, () => wrong(`${wild}, and it takes no wildcards`));
  }
  const read = fromCell(entries, null, (which) => {
    if (which === 'all') return FINE;
    if (which === 'none') {
      return wrong(`it reads no alternative names, and the common name is not ${name}`);
    }
    return leaf.dnsNames[0]?.toLowerCase() === entry?.toLowerCase()
      ? FINE
      : wrong(
          `it reads only the first alternative name, ${leaf.dnsNames[0] ?? 'none'}`,
          'without the hotfix that makes it read the others',
        );
  });
  if (by !== 'san-wildcard' || read.outcome !== 'works') return read;
  return fromCell(wildcard, wild, () => read);
}

function hasCommonName({ commonNames }: Certificate, name: string): boolean {
  return commonNames.some((own) => own.toLowerCase() === name.toLowerCase());
}

function principalStep(
  { value, mark }: { readonly value: Principal; readonly mark: Step['marks'][number] },
  leaf: Certificate,
  name: string,
): Step {
  const fine: Step = { ...FINE, marks: [mark] };
  if (hasCommonName(leaf, name)) return fine;
  const { by } = coversName(leaf, name);
  if (by === 'san-wildcard') {
    return open(
      'with a wildcard it depends on the principal name of the provider EXPR (Set-OutlookProvider)',
    );
  }
  if (by !== 'san-exact') return FINE;
  return value === 'any-name'
    ? fine
    : open(
        'the common name is not the name of the server, and what Windows XP makes of that is told in two ways',
      );
}

function onFault(identity: Identity, fault: CertificateFault, why: string, condition: string | null): Step {
  return fromCell(identity.faults[fault], why, (outcome) =>
    outcome === 'works' ? { ...FINE, marks: [] } : { outcome, why, condition, marks: [] },
  );
}
