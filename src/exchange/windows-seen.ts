import type { WindowsId } from './windows.ts';
import { windowsByIis, windowsByNtlm, windowsName } from './windows.ts';

/** What is behind a server's words about its Windows. */
export interface WindowsSeen {
  /** What it may be, oldest first; empty if nothing that is known was seen. */
  readonly ids: readonly WindowsId[];
  /** The clue that counts; `ntlm` before `iis`, whose version three releases share. */
  readonly by: 'ntlm' | 'iis' | null;
  /** The words themselves; hostile text. */
  readonly value: string;
}

/**
 * Which Windows Server a machine says it is.
 *
 * @param seen versions in NTLM challenges (`10.0.17763`) and `Server` headers (`Microsoft-IIS/10.0`)
 */
export function windowsSeen(seen: {
  readonly windows: readonly { readonly value: string }[];
  readonly iis: readonly { readonly value: string }[];
}): WindowsSeen {
  for (const { value } of seen.windows) {
    const found = windowsByNtlm(value);
    if (found !== undefined) return { ids: [found.id], by: 'ntlm', value };
  }
  for (const { value } of seen.iis) {
    const found = windowsByIis(value);
    if (found.length > 0) return { ids: found.map(({ id }) => id), by: 'iis', value };
  }
  return { ids: [], by: null, value: '' };
}

/** `Windows Server 2012`, `Windows Server 2016 or 2019`. */
export function windowsNames(ids: readonly WindowsId[]): string {
  const [first, ...others] = ids.map(windowsName);
  return [first ?? '', ...others.map((name) => name.replace('Windows Server ', ''))].join(' or ');
}
