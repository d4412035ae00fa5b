import type { HelloAsked } from '../model/observation.ts';
import type { Flight } from '../wire/flight.ts';
import { EXTENSION, extensionName } from '../wire/iana/extensions.ts';
import { suite, suiteId } from '../wire/iana/suites.ts';
import { SSL_3_0, TLS_1_2, TLS_1_3, versionName } from '../wire/iana/versions.ts';
import type { ServerHello } from '../wire/server-hello.ts';
import { RENEGOTIATION_SCSV } from './hello-spec.ts';

/**
 * What in a ServerHello was never offered or cannot go together, in a few words; null if nothing. Such an answer
 * tells nothing about what was offered: a client has to end the connection (RFC 5246, 7.4.1; RFC 8446, 4.1.3,
 * 4.1.4 and 4.2).
 *
 * @param group the named group of key_share, if there was one
 */
export function contradicts(flight: Flight, group: number | null, asked: HelloAsked): string | null {
  const { hello, version } = flight;
  if (hello === null || version === null) return null;
  return (
    versionFault(hello, version, flight.retry, asked) ??
    suiteFault(hello, version, asked) ??
    extensionFault(hello, flight.retry, asked) ??
    groupFault(flight, group, asked)
  );
}

function versionFault(hello: ServerHello, version: number, retry: boolean, asked: HelloAsked): string | null {
  const offered =
    asked.versions.length > 0
      ? asked.versions.includes(version)
      : version >= SSL_3_0 && version <= asked.version;
  if (!offered) return `chose ${versionName(version)}, which was not offered`;
  if (version >= TLS_1_3) return null;
  if (retry) return `a HelloRetryRequest of ${versionName(version)}, which has none`;
  return hello.extensions?.some(({ type }) => type === EXTENSION.supported_versions) === true
    ? `chose ${versionName(version)} in an extension that is for TLS 1.3 alone`
    : null;
}

function suiteFault(hello: ServerHello, version: number, asked: HelloAsked): string | null {
  if (hello.suite === RENEGOTIATION_SCSV || !asked.suites.includes(hello.suite)) {
    return `chose suite ${suiteId(hello.suite)}, which was not offered`;
  }
  const first = suite(hello.suite)?.firstVersion;
  // Below TLS 1.2 only the table says where a suite begins, and servers are known to be laxer.
  const misplaced = first !== undefined && first >= TLS_1_2 && first > version;
  if (misplaced || (version >= TLS_1_3 && first !== undefined && first < TLS_1_3)) {
    return `chose suite ${suiteId(hello.suite)}, which does not exist in ${versionName(version)}`;
  }
  return asked.compressions.includes(hello.compression)
    ? null
    : `chose compression ${hello.compression}, which was not offered`;
}

function extensionFault(hello: ServerHello, retry: boolean, asked: HelloAsked): string | null {
  const stray = hello.extensions?.find(({ type }) => {
    // Its signalling suite is in every hello and asks for it as well (RFC 5746, 3.3).
    if (type === EXTENSION.renegotiation_info) return false;
    // The one extension that a server may bring by itself (RFC 8446, 4.2.2).
    if (type === EXTENSION.cookie && retry) return false;
    return !asked.extensions.includes(type);
  });
  return stray === undefined
    ? null
    : `sent the extension ${extensionName(stray.type)}, which was not offered`;
}

function groupFault(flight: Flight, group: number | null, asked: HelloAsked): string | null {
  if (group !== null) {
    if (!asked.groups.includes(group)) return `chose group ${group}, which was not offered`;
    const shared = asked.keyShares?.includes(group) === true;
    if (flight.retry && shared) return `asked for a key share of group ${group}, which it had got`;
    if (!flight.retry && !shared) return `chose group ${group}, of which no key share was sent`;
  }
  const exchanged = flight.keyExchange?.kind === 'ecdhe' ? flight.keyExchange.group : null;
  return exchanged !== null && asked.groups.length > 0 && !asked.groups.includes(exchanged)
    ? `chose group ${exchanged}, which was not offered`
    : null;
}
