import type { Certificate } from '../certificate.ts';
import type { StoreId, StoreRoot, TrustStore } from './store.ts';

const TRUSTED = { status: 'trusted', why: 'trusts this root' } as const;

/** A store made of certificates: the operator's own authorities, those of a machine, of the demo. Each is an anchor. */
export function listStore(
  id: Extract<StoreId, 'own' | 'system' | 'demo'>,
  title: string,
  certificates: readonly Certificate[],
  commercial = false,
): TrustStore {
  const bySubject = new Map<string, StoreRoot[]>();
  const byKeyId = new Map<string, StoreRoot[]>();
  const bySha256 = new Map<string, StoreRoot>();
  for (const certificate of certificates) {
    if (bySha256.has(certificate.sha256) || certificate.subjectKey === '') continue;
    const root: StoreRoot = {
      certificate,
      name: certificate.commonNames.at(-1) ?? certificate.subject,
      standing: () => TRUSTED,
      turns: [],
    };
    bySha256.set(certificate.sha256, root);
    append(bySubject, certificate.subjectKey, root);
    if (certificate.subjectKeyId !== null) append(byKeyId, certificate.subjectKeyId, root);
  }
  return {
    id,
    title,
    date: null,
    commercial,
    issuersOf: ({ issuerKey, authorityKeyId }) => [
      ...new Set([
        ...(bySubject.get(issuerKey) ?? []),
        ...(authorityKeyId === null ? [] : (byKeyId.get(authorityKeyId) ?? [])),
      ]),
    ],
    find: ({ sha256 }) => bySha256.get(sha256) ?? null,
  };
}

function append(map: Map<string, StoreRoot[]>, key: string, root: StoreRoot): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [root]);
  else list.push(root);
}
