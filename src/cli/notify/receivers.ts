import { dirname, isAbsolute, join } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { readInputFile } from '../../config/input-file.ts';
import {
  type MailReceiver,
  parseNotifyFile,
  type Receiver,
  type WebhookReceiver,
} from '../../config/notify-file.ts';
import { readWebhookUrl, type SecretPlace } from '../../config/notify-values.ts';
import type { Notice, Wish } from '../../model/notification.ts';
import type { Delivery, DeliveryLimits, DeliveryWorld } from '../../net/delivery.ts';
import type { Shell } from '../shell.ts';

/** Somebody who can be told. */
export interface Addressee {
  readonly name: string;
  readonly wish: Wish;
  /** Never to be printed. */
  readonly secrets: readonly string[];
  /** Tries once. Never rejects. @param date milliseconds since 1970 */
  send(notice: Notice, date: number, limits: DeliveryLimits, world: DeliveryWorld): Promise<Delivery>;
}

/**
 * Reads who is to be told, with every secret and certificate that the file names. Files are looked for beside it.
 *
 * @throws ConfigError for faults in the file, and for secrets and certificates that are not there.
 */
export async function readAddressees(path: string, shell: Shell): Promise<readonly Addressee[]> {
  if (/^https?:/i.test(path)) {
    const message = 'expected the name of a file; the address of a webhook is a secret and has another place';
    throw new ConfigError('receivers', [{ path: '', message }]);
  }
  const receivers = parseNotifyFile(await readInputFile(path, shell.readFile), path);
  const addressees: Addressee[] = [];
  for (const [index, receiver] of receivers.entries()) {
    addressees.push(await addresseeOf(receiver, { path, index, shell }));
  }
  return addressees;
}

/** Where in which file a receiver is written. */
interface Place {
  readonly path: string;
  readonly index: number;
  readonly shell: Shell;
}

async function addresseeOf(receiver: Receiver, place: Place): Promise<Addressee> {
  const ca = receiver.ca === null ? [] : [await readCertificates(receiver.ca, place)];
  return receiver.kind === 'mail' ? mailing(receiver, ca, place) : posting(receiver, ca, place);
}

async function mailing(
  { name, on, severity, to, from, server, starttls, login }: MailReceiver,
  ca: readonly string[],
  place: Place,
): Promise<Addressee> {
  const credentials =
    login === null
      ? null
      : { user: login.user, password: await readSecret('password', login.password, place) };
  return {
    name,
    wish: { on, severity },
    secrets:
      credentials === null ? [] : [credentials.password, `\0${credentials.user}\0${credentials.password}`],
    async send(notice, date, limits, world) {
      const [{ mailText }, { sendMail }] = await Promise.all([
        import('../../notify/mail.ts'),
        import('../../net/mail.ts'),
      ]);
      const request = { server: { ...server, starttls, ca, credentials }, from, to, date };
      return sendMail({ ...request, ...mailText(notice), ...limits }, world);
    },
  };
}

async function posting(
  { name, on, severity, shape, url }: WebhookReceiver,
  ca: readonly string[],
  place: Place,
): Promise<Addressee> {
  const written = await readSecret('url', url, place);
  const reading = readWebhookUrl(written, shape === 'generic');
  if (!reading.ok) throw fault('url', `${placeText(url)}: ${reading.fault}`, place);
  return {
    name,
    wish: { on, severity },
    secrets: [written, reading.value],
    async send(notice, _date, limits, world) {
      const [{ payloadOf }, { postWebhook }] = await Promise.all([
        import('../../notify/index.ts'),
        import('../../net/webhook.ts'),
      ]);
      return postWebhook({ url: reading.value, body: payloadOf(shape, notice), ca, ...limits }, world);
    },
  };
}

const MOST_SECRET = 8192;

async function readSecret(key: string, secret: SecretPlace, place: Place): Promise<string> {
  const text =
    'env' in secret ? place.shell.environment[secret.env] : await readBeside(key, secret.file, place);
  const value = text?.replace(/^\uFEFF/, '').replace(/\r?\n$/, '') ?? '';
  const wrong =
    text === undefined
      ? 'is not set'
      : value === ''
        ? 'is empty'
        : value.length > MOST_SECRET || /\p{Cc}/u.test(value)
          ? 'is not one line of text'
          : null;
  if (wrong === null) return value;
  throw fault(key, `${placeText(secret)} ${wrong}`, place);
}

async function readCertificates(file: string, place: Place): Promise<string> {
  const text = await readBeside('ca', file, place);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw fault('ca', `${file} holds no certificate in PEM`, place);
}

async function readBeside(key: string, file: string, place: Place): Promise<string> {
  const folder = place.path === '-' ? '.' : dirname(place.path);
  const path = isAbsolute(file) ? file : join(folder, file);
  try {
    return await readInputFile(path, place.shell.readFile);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw fault(key, error.message, place);
  }
}

function placeText(secret: SecretPlace): string {
  return 'env' in secret ? `the variable ${secret.env} of the environment` : `the file ${secret.file}`;
}

function fault(key: string, message: string, { path, index }: Place): ConfigError {
  return new ConfigError(path, [{ path: `notify[${index}].${key}`, message }]);
}
