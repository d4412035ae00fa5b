import { forJson } from './escape.ts';

/** JSON with two spaces a level; lists of plain values stay on one line, and members that are undefined are left out. */
export function prettyJson(value: unknown): string {
  return pretty(value, '');
}

function pretty(value: unknown, indent: string): string {
  if (typeof value === 'string') return forJson(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => pretty(item, inner));
    if (value.every((item) => typeof item !== 'object' || item === null)) return `[${items.join(', ')}]`;
    return block('[', items, ']', indent);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${forJson(key)}: ${pretty(member, inner)}`);
  return members.length === 0 ? '{}' : block('{', members, '}', indent);
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  return `${open}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`;
}
