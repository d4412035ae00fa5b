import * as z from 'zod';
import { SEVERITIES } from '../model/finding.ts';
import { NOTIFY_ON, WEBHOOK_SHAPES, type WebhookShape, type Wish } from '../model/notification.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { parseDocument } from './document.ts';
import {
  MISPLACED,
  readMailAddress,
  readMailServer,
  readSecretPlace,
  type SecretPlace,
} from './notify-values.ts';
import { faultsOf, listOf, pathText, strict, textOf } from './schema.ts';
import { shown } from './shown.ts';

/** Where mail is handed over, and how TLS is started there. */
export interface WrittenMailServer {
  readonly host: string;
  readonly port: number;
  readonly implicit: boolean;
}

interface WrittenReceiver extends Wish {
  /** As the operator calls it, or what it is; unique in its file. */
  readonly name: string;
  /** File with certificates to trust besides, PEM; as written: relative to the folder of the file that names it. */
  readonly ca: string | null;
}

export interface MailReceiver extends WrittenReceiver {
  readonly kind: 'mail';
  readonly to: readonly string[];
  readonly from: string;
  readonly server: WrittenMailServer;
  readonly starttls: 'required' | 'if-offered' | 'never';
  readonly login: { readonly user: string; readonly password: SecretPlace } | null;
}

export interface WebhookReceiver extends WrittenReceiver {
  readonly kind: 'webhook';
  readonly shape: WebhookShape;
  readonly url: SecretPlace;
}

/** Somebody who is told, as the file says; no secret is in it. */
export type Receiver = MailReceiver | WebhookReceiver;

const MOST_RECEIVERS = 20;

const EXAMPLE = '{"notify": [{"kind": "webhook", "shape": "teams", "url": {"env": "TEAMS_WEBHOOK"}}]}';

/**
 * Reads a file that says who is told of what a run finds, JSON or YAML: an object with the list `notify`, or the list
 * alone. Secrets stand elsewhere; one that stands in the file is refused, and no fault quotes it.
 *
 * @param source what to call the file in faults.
 * @throws ConfigError with every fault and its path.
 */
export function parseNotifyFile(text: string, source: string): readonly Receiver[] {
  const value = parseDocument(text, source);
  const whole = Array.isArray(value) ? { notify: value } : value;
  if (typeof whole !== 'object' || whole === null) {
    // It may be the file with the secret that was taken for this one.
    const got = typeof whole === 'string' ? 'text' : shown(whole);
    throw new ConfigError(source, [{ path: '', message: `expected ${EXAMPLE}, got ${got}` }]);
  }
  const misplaced = webAddresses(whole, [], 0);
  if (misplaced.length > 0) throw new ConfigError(source, misplaced);
  const list = strict({ notify: listOf(z.unknown(), 1, MOST_RECEIVERS) });
  const file = list.safeParse(whole, { reportInput: true });
  if (!file.success) throw new ConfigError(source, faultsOf(file.error));
  const entries = file.data.notify.map(readReceiver);
  const faults = entries.flatMap((entry) => entry.faults);
  if (faults.length > 0) throw new ConfigError(source, faults);
  const receivers = entries.flatMap(({ receiver }) => receiver ?? []);
  for (const [index, { name }] of receivers.entries()) {
    if (receivers.findIndex((other) => other.name === name) === index) continue;
    const message = `there is another ${name}; give each a name`;
    throw new ConfigError(source, [{ path: `notify[${index}].name`, message }]);
  }
  return receivers;
}

/** Levels of a file as it should be: itself, the list, a receiver, its values, what is in them. */
const LEVELS = 5;

/** Texts that are the address of a webhook, wherever they stand: other faults would quote them. */
function webAddresses(value: unknown, path: readonly PropertyKey[], level: number): readonly ConfigFault[] {
  // A server has a better fault of its own, and is no secret.
  if (typeof value === 'string' && path.at(-1) !== 'server' && /^\s*https?:/i.test(value)) {
    return [{ path: pathText(path), message: MISPLACED }];
  }
  if (typeof value !== 'object' || value === null || level === LEVELS) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    webAddresses(inner, [...path, isList ? Number(key) : key], level + 1),
  );
}

const secret = z.unknown().transform((value, context): SecretPlace => {
  const reading = readSecretPlace(value);
  if (reading.ok) return reading.value;
  context.addIssue({ code: 'custom', message: reading.fault });
  return z.NEVER;
});

const wish = {
  name: z.string().trim().min(1).max(60).optional(),
  on: z.enum(NOTIFY_ON).default('change'),
  severity: z.enum(SEVERITIES).optional(),
  ca: z.string().min(1).max(4096).optional(),
};

const MAIL = strict({
  kind: z.literal('mail'),
  ...wish,
  to: listOf(textOf(readMailAddress), 1, 50),
  from: textOf(readMailAddress),
  server: textOf(readMailServer),
  starttls: z.enum(['required', 'if-offered', 'never']).optional(),
  user: z.string().min(1).max(320).optional(),
  password: secret.optional(),
}).superRefine(({ server, starttls, user, password }, context) => {
  const fault = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  if (server.implicit && starttls !== undefined) {
    fault('starttls', 'smtps:// begins with TLS, so there is none; leave it out or write smtp://');
  }
  if (user !== undefined && password === undefined) fault('password', 'missing; a user has one');
  if (user === undefined && password !== undefined) fault('user', "missing; the password is somebody's");
  if (password !== undefined && (starttls ?? 'required') !== 'required') {
    fault('starttls', 'a password is only sent over TLS; leave it out, or leave user and password out');
  }
});

const WEBHOOK = strict({
  kind: z.literal('webhook'),
  ...wish,
  shape: z.enum(WEBHOOK_SHAPES).default('generic'),
  url: secret,
});

const KIND = z.looseObject({ kind: z.enum(['mail', 'webhook']) });

interface Entry {
  readonly receiver: Receiver | null;
  readonly faults: readonly ConfigFault[];
}

function readReceiver(value: unknown, index: number): Entry {
  const at = ['notify', index];
  const kind = KIND.safeParse(value, { reportInput: true });
  if (!kind.success) return { receiver: null, faults: faultsOf(kind.error, at) };
  return kind.data.kind === 'mail' ? readMail(value, at) : readWebhook(value, at);
}

function readMail(value: unknown, at: readonly PropertyKey[]): Entry {
  const parsed = MAIL.safeParse(value, { reportInput: true });
  if (!parsed.success) return { receiver: null, faults: faultsOf(parsed.error, at) };
  const { to, from, server, starttls = 'required', user, password, ...rest } = parsed.data;
  const login = user === undefined || password === undefined ? null : { user, password };
  const [first = ''] = to;
  const usual = `mail to ${first}${to.length === 1 ? '' : ` and ${to.length - 1} more`}`;
  return {
    receiver: { ...common(rest, usual), kind: 'mail', to, from, server, starttls, login },
    faults: [],
  };
}

function readWebhook(value: unknown, at: readonly PropertyKey[]): Entry {
  const parsed = WEBHOOK.safeParse(value, { reportInput: true });
  if (!parsed.success) return { receiver: null, faults: faultsOf(parsed.error, at) };
  const { shape, url, ...rest } = parsed.data;
  const usual = shape === 'generic' ? 'webhook' : `${shape} webhook`;
  return { receiver: { ...common(rest, usual), kind: 'webhook', shape, url }, faults: [] };
}

function common(
  { name, on, severity, ca }: z.infer<z.ZodObject<typeof wish>>,
  usual: string,
): WrittenReceiver {
  return { name: name ?? usual, on, severity: severity ?? null, ca: ca ?? null };
}
