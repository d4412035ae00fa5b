import { createSmtpReplyReader, parseEhlo, type SmtpReply } from '../wire/reply/smtp.ts';
import type { StarttlsOffer } from '../wire/reply/starttls.ts';
import type { Dialogue } from './dialogue.ts';
import { failed, READY, type ToTls } from './protocol-module.ts';

/** A command that begins TLS, and where to look whether a server has it. */
export interface TlsCommand {
  readonly command: string;
  readonly offer: (capabilities: readonly string[]) => StarttlsOffer;
}

/** Greeting, EHLO, and the command if the reply to EHLO offers it (RFC 5321, 3207). */
export async function smtpToTls(dialogue: Dialogue, { command, offer }: TlsCommand): Promise<ToTls> {
  const banner = await dialogue.hear(createSmtpReplyReader());
  if (!banner.ok) return { status: 'failed', failure: banner.failure };
  // "Too busy" in its place is no greeting, and says nothing of the one that others get.
  if (banner.reply.code !== 220) return unwelcome(banner.reply);
  dialogue.note({ banner: banner.reply.text });

  dialogue.say(`EHLO ${dialogue.ehlo}`);
  const ehlo = await dialogue.hear(createSmtpReplyReader());
  if (!ehlo.ok) return { status: 'failed', failure: ehlo.failure };
  if (ehlo.reply.code !== 250) return unwelcome(ehlo.reply);
  const { capabilities } = parseEhlo(ehlo.reply);
  dialogue.note({ capabilities });
  const offered = offer(capabilities);
  if (offered !== 'offered') {
    return { status: 'no-tls', reason: offered, detail: capabilities.join(', ') };
  }

  dialogue.say(command);
  const answer = await dialogue.hear(createSmtpReplyReader());
  if (!answer.ok) return { status: 'failed', failure: answer.failure };
  if (answer.reply.code === 220) return READY;
  // 454 is said of TLS itself, and servers without a certificate say it for ever (RFC 3207, 4); the rest will pass.
  if (isPassing(answer.reply) && answer.reply.code !== 454) return unwelcome(answer.reply);
  return { status: 'no-tls', reason: 'refused', detail: quote(answer.reply) };
}

/** 421 and the other 4xx are a state of the server and not a property of it: try later (RFC 5321, 4.2.1). */
function unwelcome(reply: SmtpReply): ToTls {
  return failed(isPassing(reply) ? 'busy' : 'rejected', quote(reply));
}

function isPassing({ code }: SmtpReply): boolean {
  return code >= 400 && code < 500;
}

function quote(reply: SmtpReply): string {
  return `${reply.code} ${reply.text}`;
}
