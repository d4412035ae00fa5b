import { type ProtocolModule, READY } from './protocol-module.ts';

/** Submission over implicit TLS (RFC 8314, 3.3). Exchange has none; other products in front of it do. */
export const smtps: ProtocolModule = { id: 'smtps', toTls: () => Promise.resolve(READY), farewell: 'QUIT' };
