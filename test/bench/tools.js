import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCRATCH } from './timed.js';

const BIN = relative(process.cwd(), fileURLToPath(new URL('../../bin/exchange-tls.js', import.meta.url)));

/** nmap speaks STARTTLS only where it takes the port for SMTP, so it is asked there. */
const NMAP_PORTS = { smtp: 25 };

/** Our own command for one endpoint, or for a file of targets. */
export function ours(command, ...rest) {
  return [process.execPath, BIN, command, ...rest];
}

/**
 * What is compared on one endpoint. Each makes the inventory of versions and suites; nmap and sslscan are told to do
 * no more than that, and testssl.sh is held to protocols, preference and certificates.
 */
export function toolsFor(protocol) {
  const scanner = (depth) => {
    const report = join(SCRATCH, `${depth}.json`);
    return {
      name: `exchange-tls ${depth}`,
      program: process.execPath,
      depth,
      report,
      command: ({ host, port }) =>
        ours(
          depth,
          `${protocol}://localhost:${port}`,
          '--address',
          host,
          // The others look at TLS alone, and so does this comparison.
          '--fingerprint',
          'none',
          '--format',
          'json',
        ),
    };
  };
  return [
    scanner('check'),
    scanner('scan'),
    {
      name: 'nmap ssl-enum-ciphers',
      program: 'nmap',
      port: NMAP_PORTS[protocol],
      command: ({ host, port }) => nmap(protocol === 'smtp' ? '' : '+', port, host),
    },
    {
      name: 'sslscan',
      program: 'sslscan',
      command: ({ host, port }) => [
        'sslscan',
        '--no-colour',
        ...(protocol === 'smtp' ? ['--starttls-smtp'] : []),
        `${host}:${port}`,
      ],
    },
    {
      name: 'testssl.sh',
      program: 'testssl',
      once: true,
      command: ({ host, port }) => [
        'testssl',
        '--quiet',
        '--warnings=off',
        '--color=0',
        '--protocols',
        '--server-preference',
        '--server-defaults',
        ...(protocol === 'smtp' ? ['--starttls=smtp'] : []),
        `${host}:${port}`,
      ],
    },
  ];
}

/** `+` makes nmap run the script on a port that it does not know. */
export function nmap(force, port, ...rest) {
  return ['nmap', '-Pn', '-n', '--script', `${force}ssl-enum-ciphers`, '-p', `${port}`, ...rest];
}
