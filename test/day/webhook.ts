import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type * as z from 'zod';
import { notificationSchema } from '../../src/config/notification-schema.ts';

type Message = z.infer<typeof notificationSchema>;

export interface Webhook {
  readonly handler: (socket: Socket) => void;
  /** What it answers from now on. */
  answer(status: number): void;
  /** What came since this was asked last. */
  taken(): readonly Message[];
}

/** Takes what is posted, and refuses what does not fit the published schema. */
export function createWebhook(): Webhook {
  let status = 200;
  let messages: Message[] = [];
  const server = createServer((request, response) => {
    void take(request, response);
  });
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    if (status === 200) messages.push(notificationSchema.parse(JSON.parse(body)));
    response.writeHead(status, { connection: 'close' }).end();
  };
  return {
    handler: (socket) => void server.emit('connection', socket),
    answer(next) {
      status = next;
    },
    taken() {
      const taken = messages;
      messages = [];
      return taken;
    },
  };
}

/** The title, and a line for each item. */
export function messageText({ title, run, items }: Message): string {
  const lines = items.map(({ kind, rule, id, endpoints, hosts, seenAt }) => {
    const late = seenAt === run?.startedAt ? '' : `, seen ${seenAt.slice(0, 16).replace('T', ' ')}`;
    const places = endpoints.length > 0 ? endpoints : hosts;
    return `  ${kind}${late}: ${rule ?? ''}${rule === null ? '' : ', '}${places.join(', ') || id}`;
  });
  return [title, ...lines].join('\n');
}
