/**
 * Whole processes, start-up included, beside the scanners that are installed. Times are worth something only as ratios
 * within one run. README.md in this folder tells how to use it.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { chains } from './chains.js';
import { fleet } from './fleet.js';
import { oneEndpoint } from './one-endpoint.js';
import { startUp } from './start-up.js';
import { line, printTable } from './tables.js';

const SECTIONS = ['start-up', 'one', 'fleet', 'chains'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    protocols: { type: 'string', default: 'https,smtp,imaps' },
    'round-trips': { type: 'string', default: '0,40' },
    sizes: { type: 'string', default: '100,1000' },
    peers: { type: 'string', default: '100' },
    chains: { type: 'string', default: '10000' },
    markdown: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const wanted = positionals.length === 0 ? SECTIONS : positionals;
const unknown = wanted.find((name) => !SECTIONS.includes(name));
if (unknown !== undefined) throw new RangeError(`no section ${unknown}: ${SECTIONS.join(', ')}`);

const print = (table) => printTable(table, values.markdown);
line(
  `${os.cpus().length} processors, ${os.cpus()[0]?.model.trim()}, Node ${process.versions.node}, ` +
    `load ${os.loadavg()[0].toFixed(1)} before the beginning`,
);
if (wanted.includes('start-up')) print(await startUp({ runs }));
if (wanted.includes('one')) {
  const one = {
    runs,
    protocols: values.protocols.split(','),
    roundTrips: values['round-trips'].split(',').map(Number),
  };
  for await (const table of oneEndpoint(one)) print(table);
}
if (wanted.includes('fleet')) {
  const sizes = values.sizes.split(',').map(Number);
  for await (const table of fleet({ sizes, peers: Number(values.peers) })) print(table);
}
if (wanted.includes('chains')) print(await chains({ count: Number(values.chains) }));
