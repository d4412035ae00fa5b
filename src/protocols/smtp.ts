import { starttlsOffer } from '../wire/reply/starttls.ts';
import type { ProtocolModule } from './protocol-module.ts';
import { smtpToTls } from './smtp-dialogue.ts';

/** SMTP with STARTTLS (RFC 5321, 3207): what Exchange speaks on 25, 587, 465, 717 and 2525. */
export const smtp: ProtocolModule = {
  id: 'smtp',
  toTls: (dialogue) => smtpToTls(dialogue, { command: 'STARTTLS', offer: starttlsOffer }),
  farewell: 'QUIT',
};
