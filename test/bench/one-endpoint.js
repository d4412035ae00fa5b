import { countingProxy } from './counting-proxy.js';
import { askingMs, leastMs } from './round-trips.js';
import { startServers } from './servers.js';
import { orDash, seconds } from './tables.js';
import { isInstalled, median, timed } from './timed.js';
import { toolsFor } from './tools.js';

/** An address of its own, since nmap insists on port 25 and another server may have that of 127.0.0.1. */
const ADDRESS = '127.0.0.25';

const HEAD = [
  'Tool',
  'Time',
  'Beside scan',
  'Connections',
  'Bytes out',
  'Bytes in',
  'CPU s',
  'Peak MiB',
  'Asking ms',
  'Chain ms',
  'Places ms',
];

/**
 * Whole processes against one endpoint with exactly the Exchange 2019 settings and a real TLS stack. The tools take
 * turns, so that a slow moment of the machine hits them all.
 */
export async function* oneEndpoint({ runs, protocols, roundTrips }) {
  const servers = await startServers();
  try {
    for (const protocol of protocols) {
      for (const roundTripMs of roundTrips) {
        yield await compare({ protocol, roundTripMs, runs, to: servers[protocol] });
      }
    }
  } finally {
    servers.close();
  }
}

async function compare({ protocol, roundTripMs, runs, to }) {
  const entries = [];
  for (const tool of toolsFor(protocol)) {
    const place = isInstalled(tool.program) ? await placeFor(tool, to, roundTripMs) : 'not installed';
    entries.push({ tool, place, results: [] });
  }
  for (let run = 0; run < runs; run += 1) {
    for (const { tool, place, results } of entries) {
      if (typeof place === 'string' || (tool.once === true && run > 0)) continue;
      place.proxy.take();
      const figures = await timed(tool.command(place), tool.report);
      results.push({ ...figures, ...place.proxy.take(), askingMs: askingMs(tool) });
    }
  }
  for (const { place } of entries) if (typeof place !== 'string') place.proxy.close();
  const base = median(entries.find(({ tool }) => tool.name === 'exchange-tls scan').results).ms;
  return {
    title: `One endpoint: ${protocol}, ${roundTripMs} ms round trip, median of ${runs} (testssl.sh: 1)`,
    head: HEAD,
    rows: entries.map(({ tool, place, results }) => {
      if (typeof place === 'string') return [tool.name, place];
      const { ms, connections, bytesOut, bytesIn, cpuSeconds, peakMb, askingMs: asking } = median(results);
      const least = leastMs({ tool, protocol, roundTripMs, connections });
      return [
        tool.name,
        seconds(ms),
        `${(ms / base).toFixed(2)} x`,
        `${connections}`,
        `${bytesOut}`,
        `${bytesIn}`,
        orDash(cpuSeconds, 2),
        orDash(peakMb),
        orDash(asking),
        orDash(least?.chain),
        orDash(least?.places),
      ];
    }),
    commands: entries.flatMap(({ tool, place }) => (typeof place === 'string' ? [] : [tool.command(place)])),
  };
}

async function placeFor(tool, to, roundTripMs) {
  const port = tool.port ?? 0;
  try {
    const proxy = await countingProxy({ to, host: ADDRESS, port, roundTripMs });
    return { proxy, host: ADDRESS, port: proxy.port };
  } catch (error) {
    return `cannot listen on ${ADDRESS}:${port} (${error.code}); it takes root`;
  }
}
