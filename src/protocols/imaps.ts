import { type ProtocolModule, READY } from './protocol-module.ts';

/** IMAP over implicit TLS (RFC 8314, 3.2). */
export const imaps: ProtocolModule = {
  id: 'imaps',
  toTls: () => Promise.resolve(READY),
  farewell: 'Z LOGOUT',
};
