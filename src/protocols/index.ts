import type { Protocol } from '../model/protocol.ts';
import { https } from './https.ts';
import { imap } from './imap.ts';
import { imaps } from './imaps.ts';
import { pop3 } from './pop3.ts';
import { pop3s } from './pop3s.ts';
import type { ProtocolModule } from './protocol-module.ts';
import { smtpAnonymous } from './smtp-anonymous.ts';
import { smtp } from './smtp.ts';
import { smtps } from './smtps.ts';
import { tls } from './tls.ts';

export const PROTOCOL_MODULES: readonly ProtocolModule[] = [
  https,
  smtp,
  smtps,
  pop3,
  pop3s,
  imap,
  imaps,
  smtpAnonymous,
  tls,
];

export function protocolModule(id: Protocol): ProtocolModule {
  const found = PROTOCOL_MODULES.find((module) => module.id === id);
  if (found === undefined) throw new RangeError(`no protocol module for ${id}`);
  return found;
}
