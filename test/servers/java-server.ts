import { fileURLToPath } from 'node:url';
import type { Identity, KeyKind } from './certificates.ts';
import { startDaemon, type Daemon } from './daemon.ts';
import { makeWorkspace } from './workspace.ts';

export type JavaProtocol = 'SSLv2Hello' | 'SSLv3' | 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export interface JavaServerOptions {
  readonly protocols: readonly JavaProtocol[];
  /** JSSE's names in the server's order, or all that this JDK has, without any that it disables by itself. */
  readonly suites: readonly string[] | 'ALL';
  readonly serverOrder: boolean;
  readonly identities: readonly Identity[];
  /** jdk.tls.namedGroups, in JSSE's names. */
  readonly groups?: readonly string[];
  /** jdk.tls.ephemeralDHKeySize: bits, or `legacy` for 512 bits with EXPORT suites and 768 otherwise. */
  readonly dhKeySize?: number | 'legacy';
}

export interface JavaServer extends Daemon {
  readonly port: number;
  /** What JSSE says that it has enabled. */
  readonly protocols: readonly string[];
  readonly suites: readonly string[];
}

/** Starts JavaServer.java with nothing disabled by the JDK's security properties, on a free loopback port. */
export async function startJavaServer(options: JavaServerOptions): Promise<JavaServer> {
  const workspace = await makeWorkspace('java');
  try {
    const security = await workspace.write('java.security', NOTHING_DISABLED);
    const daemon = await startDaemon({
      program: 'java',
      arguments: [
        '-XX:TieredStopAtLevel=1',
        `-Djava.security.properties=${security}`,
        ...properties(options),
        fileURLToPath(new URL('./JavaServer.java', import.meta.url)),
        options.protocols.join(','),
        options.suites === 'ALL' ? 'ALL' : options.suites.join(','),
        String(options.serverOrder),
        ...options.identities.flatMap(({ kind, keyFile, chainFile }) => [
          ALGORITHM[kind],
          keyFile,
          chainFile,
        ]),
      ],
      ready: (output) => /^READY \d+$/m.test(output),
    });
    const said = (word: string): string => new RegExp(`^${word} (.*)$`, 'm').exec(daemon.output())?.[1] ?? '';
    return {
      ...daemon,
      port: Number(said('READY')),
      protocols: said('PROTOCOLS').split(','),
      suites: said('SUITES').split(','),
      stop: () => daemon.stop().finally(workspace.remove),
    };
  } catch (error) {
    await workspace.remove();
    throw error;
  }
}

const ALGORITHM: Readonly<Record<KeyKind, string>> = { rsa: 'RSA', ecdsa: 'EC', dsa: 'DSA' };

const NOTHING_DISABLED = [
  'jdk.tls.disabledAlgorithms=',
  'jdk.certpath.disabledAlgorithms=',
  'jdk.tls.legacyAlgorithms=',
];

function properties({ groups, dhKeySize }: JavaServerOptions): readonly string[] {
  return [
    ...(groups ? [`-Djdk.tls.namedGroups=${groups.join(',')}`] : []),
    ...(dhKeySize === undefined ? [] : [`-Djdk.tls.ephemeralDHKeySize=${dhKeySize}`]),
  ];
}
