import { isNode, isScalar, visit } from 'yaml';
import type { Document } from 'yaml';

/**
 * Offset of the first key that its object already has, or undefined. The parser's own check compares every
 * key with all before it, which makes minutes of a large object.
 */
export function duplicateKey(document: Document.Parsed): number | undefined {
  let found: number | undefined;
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const name: unknown = isScalar(key) ? key.value : key;
        if (seen.has(name)) {
          found = isNode(key) ? key.range?.[0] : undefined;
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return found;
}
