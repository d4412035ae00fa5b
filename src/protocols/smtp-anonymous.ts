import { anonymousTlsOffer } from '../wire/reply/starttls.ts';
import type { ProtocolModule } from './protocol-module.ts';
import { smtpToTls } from './smtp-dialogue.ts';

/**
 * SMTP with X-ANONYMOUSTLS, by which Exchange servers begin TLS among themselves, and which may present another
 * certificate than STARTTLS: the internal transport certificate (Microsoft Learn, "Selection of inbound anonymous TLS
 * certificates"). That anybody may send the command and gets a handshake like that of STARTTLS is derived, and has not
 * been confirmed with a real server.
 */
export const smtpAnonymous: ProtocolModule = {
  id: 'smtp-anonymous',
  toTls: (dialogue) => smtpToTls(dialogue, { command: 'X-ANONYMOUSTLS', offer: anonymousTlsOffer }),
  farewell: 'QUIT',
};
