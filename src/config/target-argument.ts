import { STANDARD_ENDPOINTS } from '../model/protocol.ts';
import type { Target } from '../model/target.ts';
import { canonicalAddress } from './address.ts';
import { ConfigError } from './config-error.ts';
import { readHost } from './host.ts';
import { didYouMean } from './nearest.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { SERVICE_NAMES, protocolOfPort, readPort, serviceByName } from './service.ts';
import type { ServicePlace } from './service.ts';
import { quoted } from './shown.ts';

/**
 * Reads a target of the command line: `mail.contoso.com`, `[2001:db8::1]`, `mail.contoso.com:443`,
 * `smtp://edge1:2525`, `imaps://mail.contoso.com`. Without a protocol and a port it is the standard set.
 *
 * @throws ConfigError saying what was expected.
 */
export function parseTargetArgument(text: string): Target {
  const reading = readArgument(text.trim());
  if (reading.ok) return reading.value;
  throw new ConfigError('target', [{ path: quoted(text), message: reading.fault }]);
}

function readArgument(text: string): Reading<Target> {
  const [, word, rest = ''] = /^(?:([^/:[\]]*):\/\/)?(.*)$/s.exec(text) ?? [];
  const service = word === undefined ? undefined : serviceByName(word);
  if (word !== undefined && service === undefined) {
    const near = didYouMean(word, SERVICE_NAMES);
    return refused(`unknown protocol ${quoted(word)}${near}; expected one of ${SERVICE_NAMES.join(', ')}`);
  }
  const [hostText, portText] = splitPort(rest.replace(/\/$/, ''));
  const host = readHost(hostText);
  if (!host.ok) return host;
  if (portText === undefined) return understood(target(host.value, service));
  const port = readPort(portText);
  if (!port.ok) return port;
  const protocol = service?.protocol ?? protocolOfPort(port.value);
  if (protocol === undefined) {
    return refused(
      `port ${port.value} is not one that Exchange uses; name the protocol: protocol://${hostText}:${port.value}`,
    );
  }
  return understood(target(host.value, { protocol, port: port.value }));
}

/** A bare IPv6 address is all host: its last group is never a port. */
function splitPort(text: string): readonly [host: string, port: string | undefined] {
  if (canonicalAddress(text) !== undefined) return [text, undefined];
  const [, host = text, port] = /^([^:]*|\[[^\]]*\]):([^:/?#\]]*)$/.exec(text) ?? [];
  return [host, port];
}

function target(host: string, service: ServicePlace | undefined): Target {
  const places = service === undefined ? STANDARD_ENDPOINTS : [service];
  return {
    host,
    services: places.map(({ protocol, port }) => ({ protocol, port, names: [] })),
    explicit: service !== undefined,
    addresses: [],
    names: [],
    baseline: null,
  };
}
