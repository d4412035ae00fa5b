import type { Certificate } from '../certificate.ts';

/** More issuers than any chain has; the search has limits of its own. */
const MOST = 64;

/**
 * Those of the pool that can stand above the presented certificates, nearest first: by name or key identifier, level by
 * level. A run gathers the issuers of a whole fleet, and a search through all of them for each chain would be long.
 */
export function relevantPool(
  presented: readonly Certificate[],
  pool: readonly Certificate[],
): readonly Certificate[] {
  if (pool.length === 0) return pool;
  const { bySubject, byKeyId } = indexOf(pool);
  const seen = new Set(presented.map(({ sha256 }) => sha256));
  const found: Certificate[] = [];
  const waiting = [...presented];
  for (const { issuerKey, authorityKeyId } of waiting) {
    const above = [
      ...(bySubject.get(issuerKey) ?? []),
      ...(authorityKeyId === null ? [] : (byKeyId.get(authorityKeyId) ?? [])),
    ];
    for (const certificate of above) {
      if (seen.has(certificate.sha256)) continue;
      if (found.length === MOST) return found;
      seen.add(certificate.sha256);
      found.push(certificate);
      waiting.push(certificate);
    }
  }
  return found;
}

interface PoolIndex {
  readonly bySubject: ReadonlyMap<string, readonly Certificate[]>;
  readonly byKeyId: ReadonlyMap<string, readonly Certificate[]>;
}

const INDEXES = new WeakMap<readonly Certificate[], PoolIndex>();

function indexOf(pool: readonly Certificate[]): PoolIndex {
  const known = INDEXES.get(pool);
  if (known !== undefined) return known;
  const bySubject = new Map<string, Certificate[]>();
  const byKeyId = new Map<string, Certificate[]>();
  for (const certificate of pool) {
    append(bySubject, certificate.subjectKey, certificate);
    append(byKeyId, certificate.subjectKeyId, certificate);
  }
  const made = { bySubject, byKeyId };
  INDEXES.set(pool, made);
  return made;
}

function append(map: Map<string, Certificate[]>, key: string | null, certificate: Certificate): void {
  if (key === null || key === '') return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [certificate]);
  else list.push(certificate);
}
