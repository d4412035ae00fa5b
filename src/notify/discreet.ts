/** Fewer characters are in every other sentence. */
const SHORTEST_PIECE = 6;

const WITHHELD = '(what it answered quotes a secret and is not shown)';

/**
 * Text of somebody else, unless it holds one of the secrets or a part of the address that one is: servers like to repeat
 * what they do not understand.
 *
 * @param secrets passwords and addresses of webhooks
 */
export function discreet(text: string, secrets: readonly string[]): string {
  const seen = text.toLowerCase();
  return secrets.flatMap(piecesOf).some((piece) => seen.includes(piece.toLowerCase())) ? WITHHELD : text;
}

function piecesOf(secret: string): readonly string[] {
  const whole = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
  if (!/^https?:\/\//i.test(secret)) return whole.filter((piece) => piece !== '');
  const [, , , ...path] = secret.split(/[/?&=#;]/);
  const long = path.filter(({ length }) => length >= SHORTEST_PIECE);
  return [...whole, ...long, ...long.map(decoded)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
