import { listening, startDaemon, withFreePorts, type Daemon } from './daemon.ts';
import { opensslConfiguration, type TlsSettings } from './settings.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

export interface DovecotServer extends Daemon {
  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
}

export interface DovecotOptions {
  /** Absent: neither STARTTLS nor STLS is offered, and nothing listens for implicit TLS. */
  readonly tls?: TlsSettings;
}

/**
 * Starts Dovecot 2.3's login processes on free loopback ports. No mailbox is behind them: every password is wrong.
 * Without `tls` the ports of imaps and pop3s stay closed.
 */
export async function startDovecot(options: DovecotOptions): Promise<DovecotServer> {
  return withFreePorts(4, async ([imap = 0, imaps = 0, pop3 = 0, pop3s = 0]) => {
    const workspace = await makeWorkspace('dovecot');
    const ports = { imap, imaps, pop3, pop3s };
    try {
      const configuration = await workspace.write(
        'dovecot.conf',
        configurationLines(options, ports, workspace),
      );
      const environment = options.tls && {
        OPENSSL_CONF: await workspace.write('openssl.cnf', opensslConfiguration(options.tls)),
      };
      const daemon = await startDaemon({
        program: 'dovecot',
        arguments: ['-F', '-c', configuration],
        ready: (_, signal) => listening(options.tls ? [imap, imaps, pop3, pop3s] : [imap, pop3], signal),
        ...(environment && { environment }),
      });
      return { ...daemon, ...ports, stop: () => daemon.stop().finally(workspace.remove) };
    } catch (error) {
      await workspace.remove();
      throw error;
    }
  });
}

type Ports = Pick<DovecotServer, 'imap' | 'imaps' | 'pop3' | 'pop3s'>;

function configurationLines({ tls }: DovecotOptions, ports: Ports, workspace: Workspace): readonly string[] {
  return [
    `base_dir = ${workspace.path('run')}`,
    `state_dir = ${workspace.path('state')}`,
    'protocols = imap pop3',
    'listen = 127.0.0.1',
    'log_path = /dev/stderr',
    'import_environment = $import_environment OPENSSL_CONF',
    'passdb {\n driver = static\n args = nopassword=n password=*\n}',
    'userdb {\n driver = static\n args = uid=nobody gid=nogroup home=/nonexistent\n}',
    ...loginLines('imap', ports.imap, tls && ports.imaps),
    ...loginLines('pop3', ports.pop3, tls && ports.pop3s),
    ...(tls ? tlsLines(tls) : ['ssl = no']),
  ];
}

function loginLines(protocol: string, plain: number, implicit: number | undefined): readonly string[] {
  return [
    `service ${protocol}-login {`,
    `inet_listener ${protocol} {\n port = ${plain}\n}`,
    `inet_listener ${protocol}s {\n port = ${implicit ?? 0}\n ssl = yes\n}`,
    '}',
  ];
}

function tlsLines(tls: TlsSettings): readonly string[] {
  return [
    'ssl = yes',
    ...tls.identities.flatMap(({ keyFile, chainFile }, index) =>
      index === 0
        ? [`ssl_cert = <${chainFile}`, `ssl_key = <${keyFile}`]
        : [`ssl_alt_cert = <${chainFile}`, `ssl_alt_key = <${keyFile}`],
    ),
    `ssl_min_protocol = ${tls.versions[0]}`,
    `ssl_cipher_list = ${tls.ciphers}`,
    `ssl_prefer_server_ciphers = ${tls.serverOrder ? 'yes' : 'no'}`,
    `ssl_curve_list = ${tls.groups}`,
  ];
}
