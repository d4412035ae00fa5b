import { forMarkup } from '../escape.ts';

/** Text that is HTML already. Only the template makes it, so whatever else is put into a page is text. */
export interface Markup {
  readonly [MARKUP]: string;
}

export type Content = string | number | null | Markup | readonly Content[];

const MARKUP = Symbol('markup');

/** A template whose values are escaped, in text and in attributes between double quotes, unless they are markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const text = parts.reduce(
    (all, part, at) => all + part + (at < values.length ? textOf(values[at]) : ''),
    '',
  );
  return { [MARKUP]: text };
}

export function pageText({ [MARKUP]: text }: Markup): string {
  return text;
}

/** Our own style and script, which stand in elements whose content is no text with entities. */
export function ownCode(name: 'style' | 'script', code: string): Markup {
  return { [MARKUP]: `<${name}>${code}</${name}>` };
}

function textOf(value: Content | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return forMarkup(value);
  if (typeof value === 'number') return String(value);
  if (MARKUP in value) return value[MARKUP];
  return value.map(textOf).join('');
}

/** A table that can be scrolled by keyboard, with its caption and heads. */
export function table(caption: string, heads: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
