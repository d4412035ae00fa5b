import type { Certificate } from '../certs/certificate.ts';
import { coversName } from '../certs/names.ts';
import { unread, unreadParts } from './unread.ts';

/** How the certificates that an endpoint presents stand to a name that clients use. */
export interface Standing {
  readonly state: 'covered' | 'common-name' | 'uncovered' | 'unknown';
  /** One sentence; may quote the certificate, so it is hostile text. */
  readonly message: string;
}

/** The worst of them: a client gets now the one, now the other, by what it supports. */
export function standing(certificates: readonly Certificate[], name: string): Standing {
  const all = certificates.map((certificate) => standingOf(certificate, name));
  return (
    WORST_FIRST.map((state) => all.find((one) => one.state === state)).find((one) => one !== undefined) ?? {
      state: 'unknown',
      message: 'no certificate was seen',
    }
  );
}

const WORST_FIRST = ['uncovered', 'common-name', 'unknown', 'covered'] as const;

function standingOf(certificate: Certificate, name: string): Standing {
  const hidden = unread(certificate);
  if (hidden) return { state: 'unknown', message: hidden.message };
  const { covered, by, entry, near } = coversName(certificate, name);
  if (covered) return { state: 'covered', message: `${name} is covered by ${entry ?? name}` };
  const partly = unreadParts(certificate);
  if (partly) return { state: 'unknown', message: partly.message };
  const reason = near ?? 'it has no names at all';
  return {
    state: by === 'common-name' ? 'common-name' : 'uncovered',
    message: `${name} is not covered by the certificate ${certificate.subject || certificate.sha256}: ${reason}`,
  };
}
