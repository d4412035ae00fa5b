import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startDaemon, withFreePorts, type Daemon } from './daemon.ts';
import { opensslConfiguration, refused, type TlsSettings } from './settings.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

export interface PostfixServer extends Daemon {
  readonly smtp: number;
}

export interface PostfixOptions {
  /** Absent: STARTTLS is not offered. */
  readonly tls?: TlsSettings;
  /** Connections at a time that one address may have; the next one is answered 421. Unlimited if absent. */
  readonly connectionLimit?: number;
}

/** Starts Postfix's master and smtpd alone, with directories of its own; needs root, as Postfix does. */
export async function startPostfix(options: PostfixOptions): Promise<PostfixServer> {
  return withFreePorts(1, async ([smtp = 0]) => {
    const workspace = await makeWorkspace('postfix');
    try {
      await makeDirectories(workspace);
      await workspace.write('config/master.cf', masterLines(smtp));
      await workspace.write('config/main.cf', [
        ...mainLines(options, workspace),
        `import_environment = ${await builtIn('import_environment')} OPENSSL_CONF`,
      ]);
      const environment = options.tls && {
        OPENSSL_CONF: await workspace.write('openssl.cnf', opensslConfiguration(options.tls)),
      };
      const daemon = await startDaemon({
        program: join(await builtIn('daemon_directory'), 'master'),
        arguments: ['-c', workspace.path('config'), '-d'],
        ready: (_, signal) => greets(smtp, signal),
        log: () => readFile(workspace.path('mail.log'), 'utf8'),
        ...(environment && { environment }),
      });
      return { ...daemon, smtp, stop: () => daemon.stop().finally(workspace.remove) };
    } catch (error) {
      await workspace.remove();
      throw error;
    }
  });
}

/** What `postfix check` would make: the master starts with nothing less (postfix-files, "queue_directory"). */
async function makeDirectories(workspace: Workspace): Promise<void> {
  const pid = workspace.path('queue/pid');
  const secret = workspace.path('queue/private');
  const open = workspace.path('queue/public');
  const data = workspace.path('data');
  await run('mkdir', ['-p', pid, secret, open, data]);
  await run('chmod', ['700', secret]);
  await run('chmod', ['710', open]);
  await run('chown', ['postfix', secret, data]);
  await run('chown', ['postfix:postdrop', open]);
}

/** Postfix's own default of a parameter. */
async function builtIn(parameter: string): Promise<string> {
  return (await run('postconf', ['-d', '-h', parameter])).stdout.trim();
}

/** Stays until the server hangs up, because until then it counts the connection against the limit. */
async function greets(port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [greeting] = await once(socket, 'data', { signal });
    socket.end('QUIT\r\n').resume();
    await once(socket, 'close', { signal });
    return String(greeting).startsWith('220 ');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const run = promisify(execFile);

function masterLines(smtp: number): readonly string[] {
  return [
    `127.0.0.1:${smtp} inet n - n - - smtpd`,
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'anvil unix - - n - 1 anvil',
    'proxymap unix - - n - - proxymap',
    'rewrite unix - - n - - trivial-rewrite',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
}

function mainLines({ tls, connectionLimit }: PostfixOptions, workspace: Workspace): readonly string[] {
  return [
    'compatibility_level = 3.6',
    `queue_directory = ${workspace.path('queue')}`,
    `data_directory = ${workspace.path('data')}`,
    `maillog_file = ${workspace.path('mail.log')}`,
    `maillog_file_prefixes = ${workspace.path('')}`,
    'myhostname = mail.contoso.test',
    'mydestination =',
    'inet_interfaces = 127.0.0.1',
    'alias_maps =',
    'alias_database =',
    'smtpd_peername_lookup = no',
    'smtpd_client_event_limit_exceptions =',
    `smtpd_client_connection_count_limit = ${connectionLimit ?? 0}`,
    ...(tls ? tlsLines(tls) : ['smtpd_tls_security_level = none']),
  ];
}

function tlsLines(tls: TlsSettings): readonly string[] {
  return [
    'smtpd_tls_security_level = may',
    'smtpd_tls_loglevel = 1',
    `smtpd_tls_chain_files = ${tls.identities.flatMap(({ keyFile, chainFile }) => [keyFile, chainFile]).join(', ')}`,
    `smtpd_tls_protocols = ${refused(tls)
      .map((version) => `!${version}`)
      .join(', ')}`,
    'smtpd_tls_ciphers = medium',
    `tls_medium_cipherlist = ${tls.ciphers}`,
    `tls_preempt_cipherlist = ${tls.serverOrder ? 'yes' : 'no'}`,
    'smtpd_tls_eecdh_grade = auto',
    `tls_eecdh_auto_curves = ${tls.groups.replaceAll(':', ' ')}`,
  ];
}
