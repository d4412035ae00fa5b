import type { Writable } from 'node:stream';

/**
 * Hands text to a stream. Resolves when the stream has taken it: false if its reader has gone away, which is no error, for
 * nobody wants the rest. Rejects with the `code` of the operating system.
 */
export function writerOf(stream: Writable): (text: string) => Promise<boolean> {
  // The failure of a write is told to the write; unheard, the event would end the process with a stack trace.
  stream.on('error', () => undefined);
  return (text) =>
    new Promise((resolve, reject) => {
      stream.write(text, (error) => {
        if (error === null || error === undefined) resolve(true);
        else if (isGone(error)) resolve(false);
        else reject(error);
      });
    });
}

const GONE: ReadonlySet<unknown> = new Set(['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED']);

function isGone(error: Error): boolean {
  return 'code' in error && GONE.has(error.code);
}
