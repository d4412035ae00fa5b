/**
 * Name and message of whatever was thrown. By its shape: an error of another realm, as those of Node's core are inside of
 * jest, is no instance of this one's Error.
 */
export function thrown(error: unknown): { readonly name: string; readonly message: string } {
  const { name, message } = Object(error) as { readonly name?: unknown; readonly message?: unknown };
  return typeof message === 'string'
    ? { name: typeof name === 'string' ? name : 'Error', message }
    : { name: 'Error', message: String(error) };
}
