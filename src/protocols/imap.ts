import { createImapReplyReader, imapCapabilities, type ImapReply } from '../wire/reply/imap.ts';
import { starttlsOffer } from '../wire/reply/starttls.ts';
import type { Dialogue } from './dialogue.ts';
import { failed, type ProtocolModule, READY, type ToTls } from './protocol-module.ts';

/** IMAP with STARTTLS (RFC 9051, 6.2.1). */
export const imap: ProtocolModule = { id: 'imap', toTls, farewell: 'Z LOGOUT' };

async function toTls(dialogue: Dialogue): Promise<ToTls> {
  const greeting = await dialogue.hear(createImapReplyReader(null));
  if (!greeting.ok) return { status: 'failed', failure: greeting.failure };
  dialogue.note({ banner: greeting.reply.text, capabilities: imapCapabilities(greeting.reply) });
  if (greeting.reply.status === 'BYE') {
    return unwelcome(greeting.reply);
  }
  if (greeting.reply.status === 'PREAUTH') {
    // STARTTLS is not allowed any more in the authenticated state (RFC 9051, 7.1.4).
    return { status: 'no-tls', reason: 'not-offered', detail: quote(greeting.reply) };
  }

  dialogue.say('A CAPABILITY');
  const capability = await dialogue.hear(createImapReplyReader('A'));
  if (!capability.ok) return { status: 'failed', failure: capability.failure };
  if (capability.reply.status !== 'OK') return unwelcome(capability.reply);
  const capabilities = imapCapabilities(capability.reply);
  dialogue.note({ capabilities });
  const offer = starttlsOffer(capabilities);
  if (offer !== 'offered') return { status: 'no-tls', reason: offer, detail: capabilities.join(' ') };

  dialogue.say('B STARTTLS');
  const answer = await dialogue.hear(createImapReplyReader('B'));
  if (!answer.ok) return { status: 'failed', failure: answer.failure };
  if (answer.reply.status === 'OK') return READY;
  if (answer.reply.status === 'BYE' || isPassing(answer.reply)) return unwelcome(answer.reply);
  return { status: 'no-tls', reason: 'refused', detail: quote(answer.reply) };
}

function unwelcome(reply: ImapReply): ToTls {
  return failed(isPassing(reply) ? 'busy' : 'rejected', quote(reply));
}

/** UNAVAILABLE and LIMIT are the response codes for what will pass (RFC 9051, 7.1). */
function isPassing({ code }: ImapReply): boolean {
  return /^(UNAVAILABLE|LIMIT)/i.test(code ?? '');
}

function quote(reply: ImapReply): string {
  return [reply.status, reply.code === null ? '' : `[${reply.code}]`, reply.text].filter(Boolean).join(' ');
}
