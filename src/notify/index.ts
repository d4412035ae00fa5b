import type { Notice, WebhookShape } from '../model/notification.ts';
import { genericPayload } from './generic.ts';
import { slackPayload } from './slack.ts';
import { teamsPayload } from './teams.ts';

/** The JSON that a webhook is sent. */
export function payloadOf(shape: WebhookShape, notice: Notice): string {
  return PAYLOADS[shape](notice);
}

const PAYLOADS: Readonly<Record<WebhookShape, (notice: Notice) => string>> = {
  generic: genericPayload,
  teams: teamsPayload,
  slack: slackPayload,
};
