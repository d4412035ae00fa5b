import type { NtlmObservation } from '../model/observation.ts';
import { type Protocol, serviceFamily } from '../model/protocol.ts';
import type { Dialogue, Heard } from '../protocols/dialogue.ts';
import { encodeNegotiate } from '../wire/ntlm.ts';
import { createImapReplyReader, imapCapabilities, type ImapReply } from '../wire/reply/imap.ts';
import { createPop3ChallengeReader } from '../wire/reply/pop3-challenge.ts';
import { createPop3ReplyReader, parseCapa } from '../wire/reply/pop3.ts';
import { createSmtpReplyReader, parseEhlo, type SmtpReply } from '../wire/reply/smtp.ts';
import { failedOutcome } from './probe.ts';

type Outcome = NtlmObservation['outcome'];

/** Leads a dialogue up to the challenge and gives it up there, with the `*` that cancels an authentication. */
type NtlmTalk = (dialogue: Dialogue, greeted: boolean) => Promise<Outcome>;

/**
 * How the challenge is asked for in the protocol, or null where there is none to ask for.
 * SMTP: RFC 4954, 4. IMAP: RFC 9051, 6.2.2. POP3: RFC 5034, 4. NTLM in them: MS-SMTPNTLM, MS-OXIMAP, MS-OXPOP3.
 */
export function ntlmTalk(protocol: Protocol): NtlmTalk | null {
  switch (serviceFamily(protocol)) {
    case 'smtp':
      return smtpTalk;
    case 'imap':
      return imapTalk;
    case 'pop':
      return pop3Talk;
    case 'web':
    case 'other':
      return null;
  }
}

/** Does one of these lines of EHLO, CAPA or CAPABILITY offer NTLM? */
export function offersNtlm(capabilities: readonly string[]): boolean {
  return capabilities.some((line) => {
    const [keyword = '', ...mechanisms] = line.toUpperCase().split(/[ =]+/);
    return (keyword === 'AUTH' || keyword === 'SASL') && mechanisms.includes('NTLM');
  });
}

const MESSAGE = Buffer.from(encodeNegotiate()).toString('base64');
const CANCEL = '*';

async function smtpTalk(dialogue: Dialogue, greeted: boolean): Promise<Outcome> {
  const hear = (): Promise<Heard<SmtpReply>> => dialogue.hear(createSmtpReplyReader());
  if (!greeted) {
    const banner = await hear();
    if (!banner.ok) return { status: 'failed', failure: banner.failure };
    dialogue.note({ banner: banner.reply.text });
    if (banner.reply.code !== 220) return smtpRefusal(banner.reply);
  }
  dialogue.say(`EHLO ${dialogue.ehlo}`);
  const ehlo = await hear();
  if (!ehlo.ok) return { status: 'failed', failure: ehlo.failure };
  if (ehlo.reply.code !== 250) return smtpRefusal(ehlo.reply);
  const { capabilities } = parseEhlo(ehlo.reply);
  dialogue.note({ capabilities });
  if (!offersNtlm(capabilities)) return { status: 'not-offered', detail: capabilities.join(', ') };

  dialogue.say('AUTH NTLM');
  const begun = await hear();
  if (!begun.ok) return { status: 'failed', failure: begun.failure };
  if (begun.reply.code !== 334) return declined(quote(begun.reply));
  dialogue.say(MESSAGE);
  const answer = await hear();
  if (!answer.ok) return { status: 'failed', failure: answer.failure };
  if (answer.reply.code !== 334) return declined(quote(answer.reply));
  dialogue.say(CANCEL);
  // What it says to that changes nothing, but it has to be said before QUIT.
  await hear();
  return challenged(answer.reply.text);
}

async function imapTalk(dialogue: Dialogue, greeted: boolean): Promise<Outcome> {
  const hear = (tag: string | null): Promise<Heard<ImapReply>> => dialogue.hear(createImapReplyReader(tag));
  if (!greeted) {
    const greeting = await hear(null);
    if (!greeting.ok) return { status: 'failed', failure: greeting.failure };
    dialogue.note({ banner: greeting.reply.text });
    if (greeting.reply.status !== 'OK') return imapRefusal(greeting.reply);
  }
  dialogue.say('A CAPABILITY');
  const capability = await hear('A');
  if (!capability.ok) return { status: 'failed', failure: capability.failure };
  if (capability.reply.status !== 'OK') return imapRefusal(capability.reply);
  const capabilities = imapCapabilities(capability.reply);
  dialogue.note({ capabilities });
  if (!offersNtlm(capabilities)) return { status: 'not-offered', detail: capabilities.join(' ') };

  dialogue.say('B AUTHENTICATE NTLM');
  const begun = await hear('B');
  if (!begun.ok) return { status: 'failed', failure: begun.failure };
  if (begun.reply.status !== 'continue') return declined(`${begun.reply.status} ${begun.reply.text}`);
  dialogue.say(MESSAGE);
  const answer = await hear('B');
  if (!answer.ok) return { status: 'failed', failure: answer.failure };
  if (answer.reply.status !== 'continue') return declined(`${answer.reply.status} ${answer.reply.text}`);
  dialogue.say(CANCEL);
  await hear('B');
  return challenged(answer.reply.text);
}

async function pop3Talk(dialogue: Dialogue, greeted: boolean): Promise<Outcome> {
  if (!greeted) {
    const banner = await dialogue.hear(createPop3ReplyReader({ multiline: false }));
    if (!banner.ok) return { status: 'failed', failure: banner.failure };
    dialogue.note({ banner: banner.reply.text });
    if (!banner.reply.ok)
      return unwelcome(/^\[(SYS\/TEMP|LOGIN-DELAY)/i.test(banner.reply.text), banner.reply.text);
  }
  dialogue.say('CAPA');
  const capa = await dialogue.hear(createPop3ReplyReader({ multiline: true }));
  if (!capa.ok) return { status: 'failed', failure: capa.failure };
  const capabilities = parseCapa(capa.reply);
  dialogue.note({ capabilities });
  if (!offersNtlm(capabilities)) return { status: 'not-offered', detail: capabilities.join(', ') };

  const hear = () => dialogue.hear(createPop3ChallengeReader());
  dialogue.say('AUTH NTLM');
  const begun = await hear();
  if (!begun.ok) return { status: 'failed', failure: begun.failure };
  if (begun.reply.status !== 'continue') return declined(`${begun.reply.status} ${begun.reply.text}`);
  dialogue.say(MESSAGE);
  const answer = await hear();
  if (!answer.ok) return { status: 'failed', failure: answer.failure };
  if (answer.reply.status !== 'continue') return declined(`${answer.reply.status} ${answer.reply.text}`);
  dialogue.say(CANCEL);
  await hear();
  return challenged(answer.reply.text);
}

function challenged(text: string): Outcome {
  return { status: 'challenged', challenge: text.trim() };
}

function declined(detail: string): Outcome {
  return { status: 'declined', detail };
}

/** 421 and the other 4xx are a state of the server and not a property of it (RFC 5321, 4.2.1). */
function smtpRefusal(reply: SmtpReply): Outcome {
  return unwelcome(reply.code >= 400 && reply.code < 500, quote(reply));
}

/** UNAVAILABLE and LIMIT are the response codes for what will pass (RFC 9051, 7.1). */
function imapRefusal({ status, code, text }: ImapReply): Outcome {
  return unwelcome(/^(UNAVAILABLE|LIMIT)/i.test(code ?? ''), `${status} ${text}`);
}

function unwelcome(passing: boolean, detail: string): Outcome {
  return failedOutcome(passing ? 'busy' : 'rejected', 'preamble', detail);
}

function quote({ code, text }: SmtpReply): string {
  return `${code} ${text}`;
}
