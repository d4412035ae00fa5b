import { createHash } from 'node:crypto';
import type { Certificate } from '../certificate.ts';
import { parseCertificate } from '../parse.ts';
import { ROOT_ROWS } from './root-table.ts';
import type { SnapshotMark } from './snapshot.ts';

/** A root that some snapshot holds. */
export interface PublicRoot {
  readonly marks: string;
  readonly name: string;
  readonly certificate: Certificate;
}

/** The snapshot holds the root. */
export function isIn(root: Pick<PublicRoot, 'marks'>, mark: SnapshotMark): boolean {
  return root.marks.includes(mark);
}

/**
 * Roots that may have issued the certificate: the same name byte for byte, or the key identifier that it names, as an
 * authority may write its name in other string types than its root does. Reads no root that is not asked for.
 */
export function publicIssuers({ issuerKey, authorityKeyId }: Certificate): readonly PublicRoot[] {
  if (issuerKey === '') return [];
  const { bySubject, byKeyId } = index();
  const byName = bySubject.get(nameHash(issuerKey)) ?? [];
  const byKey = authorityKeyId === null ? [] : (byKeyId.get(authorityKeyId) ?? []);
  return [...new Set([...byName, ...byKey])].map(read);
}

/** The certificate itself as a root. */
export function publicRoot({ sha256, subjectKey }: Certificate): PublicRoot | null {
  const rows = index().bySubject.get(nameHash(subjectKey)) ?? [];
  return rows.map(read).find(({ certificate }) => certificate.sha256 === sha256) ?? null;
}

/** The certificates of one snapshot, base64. */
export function certificatesIn(mark: SnapshotMark): readonly string[] {
  return ROOT_ROWS.flatMap((text) => {
    const [marks = '', , , base64 = ''] = text.split(' ', 4);
    return marks.includes(mark) ? [base64] : [];
  });
}

/** Every root of the snapshots; reads them all. */
export function allPublicRoots(): readonly PublicRoot[] {
  return ROOT_ROWS.map((_, row) => read(row));
}

interface Index {
  readonly bySubject: ReadonlyMap<string, readonly number[]>;
  readonly byKeyId: ReadonlyMap<string, readonly number[]>;
}

let made: Index | undefined;

function index(): Index {
  made ??= makeIndex();
  return made;
}

function makeIndex(): Index {
  const bySubject = new Map<string, number[]>();
  const byKeyId = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, key: string, row: number): void => {
    const rows = map.get(key);
    if (rows === undefined) map.set(key, [row]);
    else rows.push(row);
  };
  for (const [row, text] of ROOT_ROWS.entries()) {
    // Not the whole row: the certificates in it are most of a megabyte.
    const [, subject = '', keyId = '-'] = text.slice(0, HEAD).split(' ');
    add(bySubject, subject, row);
    if (keyId !== '-') add(byKeyId, keyId, row);
  }
  return { bySubject, byKeyId };
}

/** Marks, subject and key identifier fit into this; the longest identifier has 64 digits. */
const HEAD = 128;

const READ = new Map<number, PublicRoot>();

function read(row: number): PublicRoot {
  const known = READ.get(row);
  if (known !== undefined) return known;
  const [marks = '', , , base64 = '', ...name] = (ROOT_ROWS[row] ?? '').split(' ');
  const certificate = parseCertificate(new Uint8Array(Buffer.from(base64, 'base64')));
  const root = { marks, name: name.join(' '), certificate };
  READ.set(row, root);
  return root;
}

/** Key of the index for a name given as the hex of its DER. */
function nameHash(nameKey: string): string {
  return createHash('sha256').update(nameKey, 'hex').digest('hex').slice(0, 32);
}
