import type { Failure } from '../model/failure.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Dialogue } from './dialogue.ts';

export type ToTls =
  | { readonly status: 'ready' }
  | {
      readonly status: 'no-tls';
      readonly reason: 'not-offered' | 'refused' | 'masked';
      readonly detail: string;
    }
  | { readonly status: 'failed'; readonly failure: Failure };

/** How one protocol gets from an open connection to the first byte of TLS, and takes its leave. */
export interface ProtocolModule {
  readonly id: Protocol;
  toTls(dialogue: Dialogue): Promise<ToTls>;
  /** The command that ends a session politely, sent when TLS was not started or is up; null for none. */
  readonly farewell: string | null;
}

export const READY: ToTls = { status: 'ready' };

export function failed(code: Failure['code'], detail: string): ToTls {
  return { status: 'failed', failure: { code, stage: 'preamble', detail } };
}
