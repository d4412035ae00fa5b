import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Verification } from '../model/observation.ts';
import type { SessionRoots, World } from './world.ts';

/** What is shared by all sessions of a run: reading a hundred roots costs more than a handshake. */
export interface Verifier {
  /**
   * Everything that this build of OpenSSL has is allowed, back to TLS 1.0 and to servers from before RFC 5746, whatever
   * its strength: what TLS and certificates are worth is judged elsewhere.
   */
  readonly secureContext: SecureContext;
  /** The roots that it verifies with, in words; null without any: then it has no opinion. */
  readonly roots: string | null;
}

/** The same for the same function. Never rejects. */
export function verifierOf(world: Pick<World, 'roots'>): Promise<Verifier> {
  const roots: Roots = world.roots ?? NO_ROOTS;
  const known = VERIFIERS.get(roots);
  if (known !== undefined) return known;
  const made = makeVerifier(roots);
  VERIFIERS.set(roots, made);
  return made;
}

/**
 * What OpenSSL makes of the chain of a session, its name aside: names are judged elsewhere, and `checkServerIdentity` must
 * have been told so, as it hides what is said of the chain. Null without roots.
 */
export function verificationOf(
  { authorized, authorizationError }: TLSSocket,
  { roots }: Pick<Verifier, 'roots'>,
): Verification | null {
  if (roots === null) return null;
  // The types say that the reason is an error; it is OpenSSL's word for it.
  return { authorized, code: authorized ? null : String(authorizationError), roots };
}

/** For sessions of whose certificates nobody wants an opinion. */
export function withoutRoots(): Verifier {
  lenient ??= { secureContext: createSecureContext(LENIENT), roots: null };
  return lenient;
}

let lenient: Verifier | null = null;

type Roots = () => Promise<SessionRoots | null>;

const NO_ROOTS: Roots = () => Promise.resolve(null);
const VERIFIERS = new WeakMap<Roots, Promise<Verifier>>();

async function makeVerifier(roots: Roots): Promise<Verifier> {
  try {
    const given = await roots();
    if (given !== null) {
      return { secureContext: createSecureContext({ ...LENIENT, ca: [...given.pem] }), roots: given.title };
    }
  } catch {
    // Roots that cannot be had: then there is no opinion, and the session all the same.
  }
  return withoutRoots();
}

const LENIENT = {
  minVersion: 'TLSv1',
  ciphers: 'DEFAULT@SECLEVEL=0',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
} as const;
