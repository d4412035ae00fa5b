import type { NoticeItem } from '../model/notification.ts';

/** How much a receiver takes. */
export interface Room {
  readonly items: number;
  /** Of the whole text in UTF-8. */
  readonly bytes: number;
}

/**
 * The text with as many items as there is room for, from the first on.
 *
 * @param build makes the text of some items and the number of those that are left out
 */
export function fitting(
  items: readonly NoticeItem[],
  room: Room,
  build: (items: readonly NoticeItem[], more: number) => string,
): string {
  const textOf = (count: number): string => build(items.slice(0, count), items.length - count);
  let fits = 0;
  let tooMany = Math.min(items.length, room.items) + 1;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (Buffer.byteLength(textOf(middle)) <= room.bytes) fits = middle;
    else tooMany = middle;
  }
  return textOf(fits);
}
