import { directory, directoryRequest } from '../exchange/directories.ts';
import { EXPORT_TOOL_PATH } from '../exchange/fingerprint-paths.ts';
import type { HttpAnswer, HttpObservation } from '../model/observation.ts';

/**
 * An answer that Exchange gives to this request by default, and hardly to another one. Requests that are sent ahead are
 * told from each other by the order of the answers alone, so nothing else is believed there: a server that loses,
 * doubles or mixes up answers puts at least one of them where it cannot belong, or none that says anything else.
 */
export function isAsExpected({ asked, outcome }: HttpObservation): boolean {
  if (outcome.status === 'failed') return false;
  const request = directoryRequest(asked.path);
  if (request === undefined) return outcome.http === 200 && typeOf(outcome) === pageType(asked.path);
  if (request.purpose === 'health') return outcome.http === 200;
  const { expected, authentication } = directory(request.directory);
  if (!expected.includes(outcome.http)) return false;
  if (outcome.http !== 401) return true;
  const offered = schemesOf(outcome).filter((scheme) => scheme !== 'bearer');
  const usual = authentication.map((scheme) => scheme.toLowerCase());
  return offered.toSorted().join() === usual.toSorted().join();
}

/** Of the other pages that are asked for; by its type each is told from its neighbours. */
function pageType(path: string): string {
  if (path === EXPORT_TOOL_PATH) return 'application/x-ms-application';
  return path.startsWith('/autodiscover/') ? 'application/json' : 'text/html';
}

function typeOf({ headers }: HttpAnswer): string | undefined {
  const value = headers.find(([name]) => name === 'content-type')?.[1];
  return value?.split(';', 1)[0]?.trim().toLowerCase();
}

function schemesOf({ headers }: HttpAnswer): readonly string[] {
  return headers
    .filter(([name]) => name === 'www-authenticate')
    .map(([, value]) => (value.split(/[ ,]/, 1)[0] ?? '').toLowerCase());
}
