import { startDaemon, type Daemon } from './daemon.ts';
import type { Identity } from './certificates.ts';

export interface OpensslServer extends Daemon {
  readonly port: number;
}

export interface OpensslServerOptions {
  /** The first is the certificate, a second one the certificate for the other kind of key. */
  readonly identities: readonly Identity[];
  /** More options of `openssl s_server`, as they are: `['-tls1_1', '-cipher', 'ALL@SECLEVEL=0']`. */
  readonly options: readonly string[];
}

/**
 * Starts `openssl s_server` as a small web server on a free loopback port. It answers one connection at a time:
 * one that stays open without a word keeps all others waiting.
 */
export async function startOpensslServer({
  identities,
  options,
}: OpensslServerOptions): Promise<OpensslServer> {
  const daemon = await startDaemon({
    program: 'openssl',
    arguments: ['s_server', '-accept', '127.0.0.1:0', '-www', ...identityOptions(identities), ...options],
    ready: (output) => ACCEPT.test(output),
  });
  return { ...daemon, port: Number(ACCEPT.exec(daemon.output())?.[1]) };
}

const ACCEPT = /^ACCEPT 127\.0\.0\.1:(\d+)$/m;

function identityOptions(identities: readonly Identity[]): readonly string[] {
  return identities.flatMap(({ keyFile, leafFile, intermediatesFile }, index) =>
    index === 0
      ? ['-key', keyFile, '-cert', leafFile, '-cert_chain', intermediatesFile]
      : ['-dkey', keyFile, '-dcert', leafFile, '-dcert_chain', intermediatesFile],
  );
}
