import { uint, concat, whole } from './bytes.ts';

export interface Alert {
  /** 1 warning, 2 fatal. */
  readonly level: number;
  readonly description: number;
}

/** RFC 8446, 6. */
export function encodeAlert(alert: Alert): Uint8Array {
  return concat([uint(alert.level, 1), uint(alert.description, 1)]);
}

export function decodeAlert(content: Uint8Array): Alert {
  return whole(content, 'alert', (reader) => ({ level: reader.uint(1), description: reader.uint(1) }));
}
