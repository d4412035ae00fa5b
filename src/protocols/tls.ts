import { type ProtocolModule, READY } from './protocol-module.ts';

/** TLS from the first byte, whatever is spoken inside: nothing is said there. */
export const tls: ProtocolModule = { id: 'tls', toTls: () => Promise.resolve(READY), farewell: null };
