/** An example as a reader of the README writes it: with the package instead of the sources. */
export function forReaders(example: string): string {
  return example.replaceAll(`'../../../src/index.ts'`, `'exchange-tls'`);
}
