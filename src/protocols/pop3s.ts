import { type ProtocolModule, READY } from './protocol-module.ts';

/** POP3 over implicit TLS (RFC 8314, 3.1). */
export const pop3s: ProtocolModule = { id: 'pop3s', toTls: () => Promise.resolve(READY), farewell: 'QUIT' };
