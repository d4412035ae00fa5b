/**
 * Connections, bytes and wall time of whole processes against one https and one SMTP endpoint with exactly the
 * Exchange 2019 settings, beside the scanners that are installed. Times are medians, and they are worth something
 * only as ratios within one run. Usage: npm run bench [-- --runs 5]
 */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countingProxy } from './counting-proxy.js';
import { startServers } from './servers.js';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
const BIN = fileURLToPath(new URL('../../bin/exchange-tls.js', import.meta.url));

const ours = (command, protocol) => ({
  name: `exchange-tls ${command}`,
  command: process.execPath,
  args: ({ host, port }) => [
    BIN,
    command,
    `${protocol}://localhost:${port}`,
    '--address',
    host,
    '--format',
    'json',
  ],
});

const TOOLS = {
  https: [
    ours('check', 'https'),
    ours('scan', 'https'),
    { name: 'sslscan', command: 'sslscan', args: ({ host, port }) => ['--no-colour', `${host}:${port}`] },
    {
      name: 'nmap',
      command: 'nmap',
      args: ({ host, port }) => ['-Pn', '-n', '--script', '+ssl-enum-ciphers', '-p', `${port}`, host],
    },
  ],
  smtp: [
    ours('check', 'smtp'),
    ours('scan', 'smtp'),
    {
      name: 'sslscan',
      command: 'sslscan',
      args: ({ host, port }) => ['--no-colour', '--starttls-smtp', `${host}:${port}`],
    },
    {
      name: 'nmap',
      command: 'nmap',
      // It speaks STARTTLS only where it takes the port for SMTP.
      needsPort: 25,
      args: ({ host, port }) => ['-Pn', '-n', '--script', 'ssl-enum-ciphers', '-p', `${port}`, host],
    },
  ],
};

const servers = await startServers();
for (const protocol of ['https', 'smtp']) {
  for (const roundTripMs of [0, 40]) {
    const rows = [];
    for (const tool of TOOLS[protocol]) rows.push(await measure(tool, protocol, roundTripMs));
    print(protocol, roundTripMs, rows);
  }
}
servers.close();

async function measure(tool, protocol, roundTripMs) {
  if (spawnSync(tool.command, ['--version'], { stdio: 'ignore' }).error !== undefined) {
    return { name: tool.name, note: 'not installed' };
  }
  const host = tool.needsPort === undefined ? '127.0.0.1' : '127.0.0.25';
  const proxy = await countingProxy({
    to: servers[protocol],
    host,
    port: tool.needsPort ?? 0,
    roundTripMs,
  }).catch((error) => error.code);
  if (typeof proxy === 'string')
    return { name: tool.name, note: `cannot listen on port ${tool.needsPort}: ${proxy}` };
  const times = [];
  let counted = null;
  for (let run = 0; run < runs; run += 1) {
    proxy.take();
    const start = performance.now();
    await new Promise((resolve) => {
      spawn(tool.command, tool.args({ host, port: proxy.port }), { stdio: 'ignore' }).once('close', resolve);
    });
    times.push(performance.now() - start);
    counted = proxy.take();
  }
  proxy.close();
  return { name: tool.name, ms: times.toSorted((a, b) => a - b)[Math.floor(runs / 2)], ...counted };
}

function print(protocol, roundTripMs, rows) {
  const base = rows.find(({ name }) => name === 'exchange-tls scan').ms;
  line(`\n${protocol}, ${roundTripMs} ms round trip, median of ${runs}`);
  for (const row of rows) {
    if (row.note !== undefined) {
      line(`  ${row.name.padEnd(20)} ${row.note}`);
      continue;
    }
    line(
      `  ${row.name.padEnd(20)} ${String(row.connections).padStart(3)} connections ${String(row.bytesOut).padStart(6)} B out ` +
        `${String(row.bytesIn).padStart(7)} B in ${row.ms.toFixed(0).padStart(6)} ms  x${(row.ms / base).toFixed(2)}`,
    );
  }
}

function line(text) {
  process.stdout.write(`${text}\n`);
}
