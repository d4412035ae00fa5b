/** Keeps answers between runs. It may forget any of them at any time, and never rejects. */
export interface AnswerStore {
  /** What was kept under the name; null if nothing is there that can be read. */
  read(name: string): Promise<Uint8Array | null>;
  /** Keeps the bytes, whole or not at all. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}
