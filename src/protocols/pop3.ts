import { createPop3ReplyReader, parseCapa, type Pop3Reply } from '../wire/reply/pop3.ts';
import { stlsOffer } from '../wire/reply/starttls.ts';
import type { Dialogue } from './dialogue.ts';
import { failed, type ProtocolModule, READY, type ToTls } from './protocol-module.ts';

/** POP3 with STLS (RFC 1939, 2449, 2595). */
export const pop3: ProtocolModule = { id: 'pop3', toTls, farewell: 'QUIT' };

async function toTls(dialogue: Dialogue): Promise<ToTls> {
  const banner = await dialogue.hear(createPop3ReplyReader({ multiline: false }));
  if (!banner.ok) return { status: 'failed', failure: banner.failure };
  dialogue.note({ banner: banner.reply.text });
  if (!banner.reply.ok) {
    return failed(isPassing(banner.reply) ? 'busy' : 'rejected', `-ERR ${banner.reply.text}`);
  }

  dialogue.say('CAPA');
  const capa = await dialogue.hear(createPop3ReplyReader({ multiline: true }));
  if (!capa.ok) return { status: 'failed', failure: capa.failure };
  const capabilities = parseCapa(capa.reply);
  dialogue.note({ capabilities });
  // A server without CAPA may still know STLS: only the answer to STLS itself tells.
  const offer = capa.reply.ok ? stlsOffer(capabilities) : 'offered';
  if (offer !== 'offered') return { status: 'no-tls', reason: offer, detail: capabilities.join(', ') };

  dialogue.say('STLS');
  const answer = await dialogue.hear(createPop3ReplyReader({ multiline: false }));
  if (!answer.ok) return { status: 'failed', failure: answer.failure };
  if (answer.reply.ok) return READY;
  if (isPassing(answer.reply)) return failed('busy', `-ERR ${answer.reply.text}`);
  return { status: 'no-tls', reason: 'refused', detail: `-ERR ${answer.reply.text}` };
}

/** [SYS/TEMP] and [LOGIN-DELAY] say that it will pass (RFC 3206, 4; RFC 2449, 8.1.1). */
function isPassing({ text }: Pop3Reply): boolean {
  return /^\[(SYS\/TEMP|LOGIN-DELAY)/i.test(text);
}
