/**
 * The server writes half of a report: banners, names and replies are hostile text. Each format makes it
 * harmless here, once, at the point where the text enters the output.
 */

// Controls, format characters (bidi controls and zero-width ones among them), lone surrogates, private use,
// line and paragraph separators, blanks that are not a space, and characters that are drawn as nothing.
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{A0}\u{1680}\u{2000}-\u{200A}\u{202F}\u{205F}\u{2800}\u{3000}\p{Default_Ignorable_Code_Point}]/gu;
const NOT_ASCII = /[^ -~]/gu;
const CELL_UNSEEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\t\r\n])\p{Cc}/gu;
const JSON_UNSEEN = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Characters after which a longer text is cut. */
const TERMINAL_LIMIT = 2_000;
const LABEL_LIMIT = 300;
const CODE_LIMIT = 10_000;

/**
 * Text for a terminal: one line, where everything that could move the cursor, change colours, reverse the
 * direction or hide is shown as `\u{202e}`. Meant for eyes: a backslash is left alone, so it cannot be undone.
 *
 * @param ascii also show every character outside ASCII in that form
 * @param limit characters after which the text as shown is cut, with an ellipsis
 */
export function forTerminal(text: string, ascii: boolean, limit = TERMINAL_LIMIT): string {
  const safe = cut(text, limit).replace(ascii ? NOT_ASCII : UNSEEN, visible);
  const shown = cut(safe, limit);
  const whole = text.length <= limit && shown === safe;
  return whole ? shown : shown + (ascii ? '...' : '…');
}

/**
 * Text for a CSV cell. Line breaks and tabs stay, other controls become visible. A spreadsheet takes a cell
 * that begins with one of `= + - @`, a tab, a carriage return or a line feed for a formula; a leading apostrophe keeps
 * it text (OWASP, "CSV Injection"). The full-width forms are normalized by some spreadsheets.
 */
export function forCell(text: string): string {
  return text.replace(CELL_UNSEEN, visible).replace(/^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u, "'$&");
}

/**
 * The same where cells may be split anew: Excel splits at the list separator of its locale, quotes or not. Quotes
 * that then begin a cell are taken away, and what stands behind them counts.
 */
export function forExcelCell(text: string): string {
  return forCell(text).replace(/([,;|\t\n])(?="*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/gu, "$1'");
}

/** JSON on one line that holds the same value and no raw control or direction character. */
export function forJson(value: string | object): string {
  return JSON.stringify(value).replace(JSON_UNSEEN, (character) =>
    Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join(''),
  );
}

/** Text for a line of a monitoring plugin: ASCII, and `|`, which begins performance data, and markup shown in that form. */
export function forPlugin(text: string, limit: number): string {
  return forTerminal(text, true, limit).replace(/[|<>]/g, visible);
}

/**
 * Text and attribute values of XML 1.0 and HTML: markup characters as entities, and as `\u{1b}` what must not stand in
 * XML (XML 1.0, 2.2) and whatever could hide. It stays on one line.
 */
export function forMarkup(text: string, limit = TERMINAL_LIMIT): string {
  return forTerminal(text, false, limit)
    .replace(/[\uFDD0-\uFDEF\uFFFE\uFFFF]/g, visible)
    .replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Value of a label in the Prometheus text format 0.0.4, without its quotes. */
export function forLabel(text: string): string {
  return forTerminal(text, false, LABEL_LIMIT).replace(/[\\"]/g, '\\$&');
}

/**
 * Text inside a line of CommonMark with the additions of GitHub: no character of it is markup. What would become a
 * mention or a link by itself is broken by a comment that nobody sees.
 */
export function forMarkdown(text: string): string {
  return forTerminal(text, false)
    .replace(/[\\`*_[\]|#~$]/g, '\\$&')
    .replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@|:(?=\/\/)|www(?=\.)/gi, '$&<!-- -->');
}

/** A span of code that shows the text as it is, to be copied: its fence is longer than any run of backticks inside. */
export function forMarkdownCode(text: string): string {
  const shown = forTerminal(text, false, CODE_LIMIT);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${shown} ${fence}`;
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit);
}

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
