import type { Preamble } from '../model/observation.ts';

/**
 * Names with a dot that an SMTP server gives itself: in its greeting (RFC 5321, 4.2) and in the reply to EHLO (4.1.1.1),
 * where Exchange writes the Fqdn of the Receive connector. As the server wrote them: hostile text.
 */
export function greetingNames(preamble: Preamble | null): readonly string[] {
  if (preamble === null) return [];
  return [...(/^\S+/.exec(preamble.banner ?? '') ?? []), ...ehloNames(preamble)].filter(isFullName);
}

/** The name in the reply to EHLO alone; undefined if there was none. */
export function ehloName(preamble: Preamble | null): string | undefined {
  return preamble === null ? undefined : ehloNames(preamble).find(isFullName);
}

function ehloNames({ transcript }: Preamble): readonly string[] {
  return transcript.flatMap(({ text }, index) => {
    const before = transcript[index - 1];
    return before?.from === 'client' && /^EHLO /i.test(before.text)
      ? (/^250[ -](\S+)/.exec(text)?.[1] ?? [])
      : [];
  });
}

function isFullName(name: string): boolean {
  return name.includes('.');
}
