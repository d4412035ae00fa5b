import type { DirectoryRequest, VirtualDirectory } from '../exchange/directories.ts';
import { directoryRequest, VIRTUAL_DIRECTORIES } from '../exchange/directories.ts';
import { FAILURE_CODES } from '../model/failure.ts';
import type { HttpAnswer, HttpObservation, Observation } from '../model/observation.ts';
import { anonymousRequests, answeredBy, answeredOf, header, schemesOf, serversOf } from './http-answers.ts';
import type { Fact } from './types.ts';
import type { DirectoriesFact, DirectoryFact } from './web-types.ts';

type Request = HttpObservation & { readonly request: DirectoryRequest };

/** The virtual directories of a website, from what it answers to strangers. */
export function directoriesFact(observations: readonly Observation[]): Fact<DirectoriesFact> {
  const requests = anonymousRequests(observations).flatMap((observation): readonly Request[] => {
    const request = observation.asked.tls ? directoryRequest(observation.asked.path) : undefined;
    return request === undefined ? [] : [{ ...observation, request }];
  });
  const evidence = requests.map(({ id }) => id);
  if (requests.length === 0) {
    return { known: true, value: { state: 'not-asked', directories: [] }, evidence };
  }
  if (requests.every(({ outcome }) => outcome.status !== 'answered')) {
    return { known: false, why: `no answer over HTTP: ${whyNot(requests)}`, evidence };
  }
  const directories = VIRTUAL_DIRECTORIES.map((directory) =>
    directoryFact(
      directory,
      requests.filter(({ request }) => request.directory === directory.id),
    ),
  );
  return { known: true, value: { state: 'answered', directories }, evidence };
}

/** Why requests were not answered, in words. */
export function whyNot(requests: readonly HttpObservation[]): string {
  const failures = requests.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome.failure] : []));
  const first = failures.find(({ stage }) => stage !== 'local') ?? failures[0];
  return first === undefined ? 'not asked' : FAILURE_CODES[first.code];
}

function directoryFact(directory: VirtualDirectory, requests: readonly Request[]): DirectoryFact {
  const about = requests.filter(({ request }) => request.purpose === 'directory');
  const health = requests.filter(({ request }) => request.purpose === 'health');
  const answer = about.flatMap(answeredOf)[0]?.answer ?? null;
  const page = health.flatMap(answeredOf)[0]?.answer ?? null;
  const servers = [answer, page].flatMap((each) => (each === null ? [] : serversOf(each)));
  return {
    id: directory.id,
    path: directory.path,
    ...(answer === null ? { state: 'unknown', why: whyNot(about) } : stateOf(directory, answer)),
    status: answer?.http ?? null,
    answeredBy: answer === null ? null : answeredBy(answer),
    software: answer === null ? null : header(answer, 'server'),
    authentication: answer === null ? [] : schemesOf(answer),
    healthStatus: page?.http ?? null,
    health: directory.healthPage === null ? 'not-asked' : healthOf(page),
    servers: [...new Set(servers)],
    evidence: requests.map(({ id }) => id),
  };
}

type State = Pick<DirectoryFact, 'state' | 'why'>;

/**
 * What the status says, read with care: a proxy that wants a login of its own, or shows a page of its own, tells nothing
 * about what is behind it.
 */
function stateOf({ expected }: VirtualDirectory, answer: HttpAnswer): State {
  const { http } = answer;
  const by = answeredBy(answer);
  const present = (why: string): State => ({ state: 'present', why });
  const unknown = (why: string): State => ({ state: 'unknown', why });
  if (http === 404 || http === 410) return { state: 'absent', why: `status ${http}` };
  if (isRedirect(http)) {
    const place = header(answer, 'location') ?? '';
    if (isOwnLogin(place)) return present(`status ${http} to its own login`);
    return by === 'exchange'
      ? present(`status ${http} from Exchange to ${place}`)
      : unknown(`status ${http} to ${place === '' ? 'nowhere' : place}, which may be a proxy's own`);
  }
  if (by === 'exchange') return present(`status ${http} from Exchange`);
  if (http === 401) {
    // A 401 has to offer something (RFC 9110, 15.5.2); PowerShell has every method of IIS turned off.
    const named = schemesOf(answer).length > 0 || by === 'iis';
    return named ? present('status 401') : unknown('status 401 that offers no way to sign in');
  }
  if (by === 'iis' && (expected.includes(http) || http === 403)) return present(`status ${http} from IIS`);
  return unknown(`status ${http}, which may be a proxy's own`);
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** `/owa/auth/logon.aspx?url=...`, with any host before it. */
function isOwnLogin(location: string): boolean {
  return /^(?:https:\/\/[^/?#]*)?\/(?:owa|ecp)\/(?:auth\/|\?|$)/i.test(location);
}

/**
 * A load balancer takes the status 200 for healthy and everything else for not (Microsoft Learn, "Load balancing in
 * Exchange Server"); a login or a redirect in its place is a proxy's.
 */
function healthOf(page: HttpAnswer | null): DirectoryFact['health'] {
  if (page === null || page.http === 401 || isRedirect(page.http)) return 'unknown';
  return page.http === 200 ? 'healthy' : 'not-healthy';
}
