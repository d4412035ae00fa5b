import { BROWSER_CLIENTS } from './browsers.ts';
import type { Client } from './client.ts';
import { DEVICE_CLIENTS } from './devices.ts';
import { OUTLOOK_CLIENTS } from './outlook.ts';
import { PROGRAM_CLIENTS } from './programs.ts';
import { SENDER_CLIENTS } from './senders.ts';

/** Day of the table: what was published later is not in it. */
export const CLIENTS_AS_OF = '2026-11-22';

/**
 * The clients of Exchange of which something is known, in the order in which the matrix shows them. Left out for want of
 * a source: Outlook on Windows 8.0, Outlook 2011 for Mac, Apple Mail on macOS 13 and later, Samsung Email, eM Client, Exim.
 */
export const CLIENTS: readonly Client[] = [
  ...OUTLOOK_CLIENTS,
  ...DEVICE_CLIENTS,
  ...PROGRAM_CLIENTS,
  ...BROWSER_CLIENTS,
  ...SENDER_CLIENTS,
];
