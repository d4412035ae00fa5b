/**
 * The character strings of a TXT record in the form of a zone file: `"v=STSv1; id=1" "more"` (RFC 1035, 5.1). Quotes,
 * backslashes and whatever is not printable ASCII are escaped, so that no byte is lost.
 */
export function textToZone(strings: readonly Uint8Array[]): string {
  return strings.map((bytes) => `"${Array.from(bytes, escaped).join('')}"`).join(' ');
}

/**
 * What the strings of a TXT record say when they are put together without anything between them (RFC 7208, 3.3, which RFC
 * 8461, 3.1 and RFC 8460, 3 take over); bytes above ASCII as Latin-1. Null for text that is not of that form.
 */
export function textFromZone(data: string): string | null {
  if (!FORM.test(data)) return null;
  const strings = data.match(STRINGS) ?? [];
  return strings
    .map((string) =>
      string
        .slice(1, -1)
        .replaceAll(/\\(\d{3}|.)/g, (_, code: string) =>
          code.length === 3 ? String.fromCharCode(Number(code) & 0xff) : code,
        ),
    )
    .join('');
}

const FORM = /^(?:"(?:[^"\\]|\\\d{3}|\\[^\d])*"(?: |$))*$/;
const STRINGS = /"(?:[^"\\]|\\\d{3}|\\[^\d])*"/g;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function escaped(byte: number): string {
  if (byte === QUOTE || byte === BACKSLASH) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\${String(byte).padStart(3, '0')}`;
}
