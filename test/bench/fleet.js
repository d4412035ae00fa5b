import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REPORTERS } from '../../dist/reporters/index.js';
import { bareConnections } from './bare-client.js';
import { addressOf, hostOf } from './fleet-address.js';
import { orDash, seconds } from './tables.js';
import { isInstalled, SCRATCH, timed } from './timed.js';
import { nmap, ours } from './tools.js';

/** As many as the scanner has connections open at a time, unless told otherwise. */
const AT_A_TIME = 20;
const AUTHORITIES = join(SCRATCH, 'roots.pem');
const HEAD = ['Tool', 'Endpoints', 'Time', 'Endpoints/s', 'Connections', 'CPU s', 'Peak MiB'];
/** Lines are written as endpoints finish. */
const FORMAT = REPORTERS.some(({ id }) => id === 'jsonl') ? 'jsonl' : 'json';

/** `check` of a whole fleet, beside the other scanners on a part of it, and what the client could do at most. */
export async function* fleet({ sizes, peers }) {
  const server = await startFleet(Math.max(peers, ...sizes));
  try {
    yield await growth(server, sizes);
    yield await besidePeers(server, peers);
    yield await ceiling(server, Math.max(...sizes));
  } finally {
    server.stop();
  }
}

async function growth(server, sizes) {
  const rows = [];
  const commands = [];
  for (const size of sizes) {
    const command = check(size, server.labPort);
    commands.push(command);
    rows.push(row('exchange-tls check', size, await server.counted(() => timed(command))));
  }
  const title =
    'A fleet: hand-made TLS with the Exchange 2019 settings, an address and a certificate for each endpoint';
  return { title, head: HEAD, rows, commands };
}

async function besidePeers(server, size) {
  const list = join(SCRATCH, 'addresses');
  const lines = Array.from({ length: size }, (_none, index) => addressOf(index));
  writeFileSync(list, `${lines.join('\n')}\n`);
  const port = server.realPort;
  const sideBySide = ['xargs', '-P', `${AT_A_TIME}`, '-I', '{}', '-a', list];
  const tools = [
    ['exchange-tls check', process.execPath, check(size, port)],
    ['nmap, one for each', 'nmap', [...sideBySide, ...nmap('+', port, '{}')]],
    ['nmap, one for all', 'nmap', nmap('+', port, '-iL', list)],
    ['sslscan', 'sslscan', [...sideBySide, 'sslscan', '--no-colour', `{}:${port}`]],
  ].filter(([, program]) => isInstalled(program));
  const rows = [];
  for (const [name, , command] of tools) {
    rows.push(row(name, size, await server.counted(() => timed(command))));
  }
  const title = `The same list for all, ${AT_A_TIME} at a time: Node's own TLS with the Exchange 2019 settings`;
  return { title, head: HEAD, rows, commands: tools.map(([, , command]) => command) };
}

async function ceiling(server, size) {
  const bare = await server.counted(() =>
    bareConnections({ count: size * 6, atATime: AT_A_TIME, port: server.nullPort }),
  );
  return {
    title: 'What the client could do at most: a server that accepts and closes, and nothing but connections',
    head: ['Client', 'Connections', 'Time', 'Connections/s'],
    rows: [
      [
        'node:net, no TLS, no judgement',
        `${bare.connections}`,
        seconds(bare.ms),
        (bare.connections / (bare.ms / 1000)).toFixed(0),
      ],
    ],
    commands: [],
  };
}

function row(name, size, { ms, connections, cpuSeconds, peakMb }) {
  return [
    name,
    `${size}`,
    seconds(ms),
    (size / (ms / 1000)).toFixed(1),
    `${connections}`,
    orDash(cpuSeconds, 1),
    orDash(peakMb),
  ];
}

function check(size, port) {
  const targets = Array.from({ length: size }, (_none, index) => ({
    host: hostOf(index),
    addresses: [addressOf(index)],
    services: [`https:${port}`],
  }));
  const path = join(SCRATCH, `targets-${size}-${port}.json`);
  writeFileSync(path, JSON.stringify({ targets }));
  const output = join(SCRATCH, `report-${size}.${FORMAT}`);
  return ours('check', '--targets', path, '--ca', AUTHORITIES, '--format', FORMAT, '--output', output);
}

async function startFleet(size) {
  const child = fork(fileURLToPath(new URL('fleet-server.js', import.meta.url)), [`${size}`]);
  const [{ authorities, ...ports }] = await once(child, 'message');
  writeFileSync(AUTHORITIES, authorities);
  const connections = async () => {
    child.send('connections');
    const [message] = await once(child, 'message');
    return message.connections;
  };
  return {
    ...ports,
    async counted(task) {
      const before = await connections();
      const result = await task();
      return { ...result, connections: (await connections()) - before };
    },
    stop: () => child.disconnect(),
  };
}
