import { listening, startDaemon, withFreePorts, type Daemon } from './daemon.ts';
import { opensslConfiguration, type TlsSettings } from './settings.ts';
import { makeWorkspace } from './workspace.ts';

export interface NginxServer extends Daemon {
  readonly https: number;
}

/** Starts nginx on a free loopback port; it presents the chain file of every identity. */
export async function startNginx(settings: TlsSettings): Promise<NginxServer> {
  return withFreePorts(1, async ([https = 0]) => {
    const workspace = await makeWorkspace('nginx');
    const environment = {
      OPENSSL_CONF: await workspace.write('openssl.cnf', opensslConfiguration(settings)),
    };
    const configuration = await workspace.write('nginx.conf', configurationLines(settings, https));
    try {
      const daemon = await startDaemon({
        program: 'nginx',
        arguments: ['-e', 'stderr', '-p', workspace.path(''), '-c', configuration],
        environment,
        ready: (_, signal) => listening([https], signal),
      });
      return { ...daemon, https, stop: () => daemon.stop().finally(workspace.remove) };
    } catch (error) {
      await workspace.remove();
      throw error;
    }
  });
}

function configurationLines(settings: TlsSettings, https: number): readonly string[] {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'daemon off;',
    'worker_processes 1;',
    'pid nginx.pid;',
    'error_log stderr;',
    'events { worker_connections 256; }',
    'http {',
    'access_log off;',
    ...scratch.map((name) => `${name}_temp_path ${name};`),
    `server { listen 127.0.0.1:${https} ssl;`,
    ...settings.identities.flatMap((identity) => [
      `ssl_certificate ${identity.chainFile};`,
      `ssl_certificate_key ${identity.keyFile};`,
    ]),
    `ssl_protocols ${settings.versions.join(' ')};`,
    `ssl_ciphers ${settings.ciphers};`,
    `ssl_prefer_server_ciphers ${settings.serverOrder ? 'on' : 'off'};`,
    `ssl_ecdh_curve ${settings.groups};`,
    ...(settings.suites13 === undefined ? [] : [`ssl_conf_command Ciphersuites ${settings.suites13};`]),
    'location / { return 200 "nginx\\n"; }',
    '} }',
  ];
}
