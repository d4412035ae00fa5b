import { NOTIFICATION_VERSION, type Notice } from '../model/notification.ts';
import { forJson } from '../reporters/escape.ts';
import { fitting } from './fitting.ts';

/** Items and bytes that a program is sent at most; it can read the report for the rest. */
const ROOM = { items: 500, bytes: 256 * 1024 };

/** JSON for programs, by the published schema: the same values, with nothing in them that moves a cursor. */
export function genericPayload({ items, ...notice }: Notice): string {
  return fitting(items, ROOM, (some, more) =>
    forJson({ type: 'notification', schemaVersion: NOTIFICATION_VERSION, ...notice, items: some, more }),
  );
}
