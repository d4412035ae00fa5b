import { type ProtocolModule, READY } from './protocol-module.ts';

/** HTTP over TLS: TLS from the first byte (RFC 9110, 4.2.2). */
export const https: ProtocolModule = { id: 'https', toTls: () => Promise.resolve(READY), farewell: null };
