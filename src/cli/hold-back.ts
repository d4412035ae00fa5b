import type { Shell } from './shell.ts';

/** A shell whose standard output waits for a word whether anybody is to read it. */
export interface HeldBack {
  readonly shell: Shell;
  /** What has been written up to now. */
  text(): string;
}

export function holdBack(shell: Shell): HeldBack {
  let written = '';
  const stdout: Shell['stdout'] = {
    ...shell.stdout,
    write(text) {
      written += text;
      return Promise.resolve(true);
    },
  };
  return { shell: { ...shell, stdout }, text: () => written };
}

/** The same shell, with nobody at standard error. */
export function muted(shell: Shell): Shell {
  return { ...shell, stderr: { ...shell.stderr, write: () => Promise.resolve(true) } };
}
