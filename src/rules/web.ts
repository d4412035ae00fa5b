import { isReservedAddress } from '../certs/internal-names.ts';
import type { DirectoryId } from '../exchange/directories.ts';
import { directory } from '../exchange/directories.ts';
import { audience } from '../exchange/audience.ts';
import type { DirectoriesFact, DirectoryFact } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { serviceFamily } from '../model/protocol.ts';
import type { Verdict } from './rule.ts';

/** The answer where nobody wanted to know what the website does with HTTP, or there is none. */
export function notAsked({ protocol }: Endpoint): Verdict {
  const message =
    serviceFamily(protocol) === 'web'
      ? 'not asked over HTTP: scan asks by default, check with --fingerprint basic'
      : 'no website';
  return { outcome: 'not-applicable', message };
}

export function isForClients({ protocol, port }: Endpoint): boolean {
  return audience(protocol, port) === 'clients';
}

/** Whether the Internet can have an address; which network the scanner stands in is not known. */
export function isPublic({ address }: Endpoint): boolean {
  return address !== null && !isReservedAddress(address);
}

function find({ directories }: DirectoriesFact, id: DirectoryId): DirectoryFact | undefined {
  return directories.find((one) => one.id === id);
}

/** Whether a directory that only administrators need answers at an address of the Internet. */
export function exposure(directories: DirectoriesFact, id: DirectoryId, endpoint: Endpoint): Verdict {
  if (directories.state === 'not-asked') return notAsked(endpoint);
  const { name } = directory(id);
  const found = find(directories, id);
  if (found === undefined) return { outcome: 'unknown', message: `the directory ${name} was not asked for` };
  const { evidence, path, why } = found;
  switch (found.state) {
    case 'unknown':
      return { outcome: 'unknown', message: `whether ${name} is here is not known: ${why}`, evidence };
    case 'absent':
      return { outcome: 'pass', message: `${name} is not here: ${why}`, evidence };
    case 'present':
      return isPublic(endpoint)
        ? {
            outcome: 'fail',
            message: `${path} answers at the public address ${endpoint.address}: ${why}`,
            evidence,
          }
        : {
            outcome: 'not-applicable',
            message: `${path} answers at ${endpoint.address}, which is not an address of the Internet`,
            evidence,
          };
  }
}

export function inState(
  { directories }: DirectoriesFact,
  state: DirectoryFact['state'],
): readonly DirectoryFact[] {
  return directories.filter((one) => one.state === state);
}

/** `owa, Microsoft-Server-ActiveSync`. */
export function names(directories: readonly Pick<DirectoryFact, 'id'>[]): string {
  return directories.map(({ id }) => directory(id).name).join(', ');
}

export function evidenceOf(directories: readonly DirectoryFact[]): readonly string[] {
  return [...new Set(directories.flatMap(({ evidence }) => evidence))];
}

/**
 * Whether Exchange's directories are at an endpoint at all: a verdict where they are not, or it is not known; null where
 * one is there.
 */
export function withoutExchange(directories: DirectoriesFact, endpoint: Endpoint): Verdict | null {
  if (directories.state === 'not-asked') return notAsked(endpoint);
  if (inState(directories, 'present').length > 0) return null;
  const open = inState(directories, 'unknown');
  const [first] = open;
  if (first !== undefined) {
    return {
      outcome: 'unknown',
      message: `no directory of Exchange is known to be here: ${first.path} gave ${first.why}`,
      evidence: evidenceOf(open),
    };
  }
  return {
    outcome: 'not-applicable',
    message: 'no directory of Exchange is here',
    evidence: evidenceOf(directories.directories),
  };
}
