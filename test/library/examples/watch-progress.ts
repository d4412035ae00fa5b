import {
  type Gathered,
  judge,
  observe,
  type Report,
  type ScanEvent,
  type ScanSettings,
  type Target,
} from '../../../src/index.ts';

/** Tells what happens as it happens, and judges at the end. */
export async function watchProgress(
  targets: readonly Target[],
  say: (line: string) => void,
  settings: ScanSettings = {},
): Promise<Report> {
  const events = observe(targets, settings);
  for (;;) {
    const next: IteratorResult<ScanEvent, Gathered> = await events.next();
    if (next.done === true) return judge(next.value, { now: Date.now() });
    const line = lineFor(next.value);
    if (line !== null) say(line);
  }
}

function lineFor(event: ScanEvent): string | null {
  switch (event.type) {
    case 'target-begun':
      return `${event.target.host}: looking it up`;
    case 'endpoint-found':
      return `${event.endpoint.id}: found`;
    case 'observed':
      return null;
    case 'pressure':
      return `${event.pressure.address}: ${event.pressure.sign}, waiting ${event.pressure.waitMs} ms`;
    case 'endpoint-done':
      return `${event.endpoint.id}: done, ${event.connections} connections`;
    case 'target-done':
      return `${event.target.host}: done`;
    default:
      // A new kind of event is an error of the compiler here.
      return event satisfies never;
  }
}
