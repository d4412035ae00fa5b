/**
 * A text as one PowerShell string that expands nothing and cannot be left: single quotes around it, every
 * quote in it doubled. PowerShell takes U+2018, U+2019, U+201A and U+201B for single quotes as well
 * (about_Quoting_Rules). Control, format and separator characters and lone surrogates are dropped: in a command that somebody
 * pastes they only serve to hide what it does.
 */
export function quote(text: string): string {
  return `'${text.replace(INVISIBLE, '').replace(QUOTES, '$&$&')}'`;
}

/** `'a', 'b'`: an array of such strings. */
export function quoteList(texts: readonly string[]): string {
  return texts.map(quote).join(', ');
}

/**
 * A comment that no text can leave: a line break would make a command of what follows it. The words of a signature block are
 * taken out too, behind which PowerShell reads nothing more.
 */
export function comment(text: string): string {
  return `# ${oneLine(text)}`;
}

/** The text without anything that is not seen, line breaks among it. */
export function oneLine(text: string): string {
  return text.replace(INVISIBLE, '').replace(/SIG #/gi, 'SIG');
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const QUOTES = /['\u2018\u2019\u201A\u201B]/g;
