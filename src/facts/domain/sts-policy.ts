/** What a policy file of MTA-STS says. */
export interface StsPolicy {
  readonly mode: 'enforce' | 'testing' | 'none';
  /** Seconds. */
  readonly maxAge: number;
  /** Patterns in lower case: `mail.contoso.com`, `*.contoso.com`. */
  readonly mx: readonly string[];
}

export type StsPolicyReading =
  { readonly ok: true; readonly policy: StsPolicy } | { readonly ok: false; readonly why: string };

/** About a year, which RFC 8461, 3.2 has as the most. */
const MOST_AGE = 31_557_600;

/**
 * Reads a policy (RFC 8461, 3.2): a key and a value on each line, in any order; of a key that may not be repeated the
 * first one counts, and keys that are not known are passed over.
 */
export function readStsPolicy(text: string): StsPolicyReading {
  const refuse = (why: string): StsPolicyReading => ({ ok: false, why });
  const fields = new Map<string, string>();
  const mx: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const [, key, value] = /^([A-Za-z\d][\w.-]{0,31}):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (key === undefined || value === undefined)
      return refuse(`a line is no "key: value": ${line.slice(0, 60)}`);
    if (key === 'mx') mx.push(value.toLowerCase());
    else if (!fields.has(key)) fields.set(key, value);
  }
  if (fields.get('version') !== 'STSv1') return refuse('it has no "version: STSv1"');
  const mode = MODES.find((known) => known === fields.get('mode'));
  if (mode === undefined) return refuse('its mode is none of enforce, testing and none');
  const age = fields.get('max_age') ?? '';
  if (!/^\d{1,10}$/.test(age)) return refuse('its max_age is missing or no number of seconds');
  if (Number(age) > MOST_AGE) return refuse(`its max_age is above ${MOST_AGE}`);
  const odd = mx.find((pattern) => !PATTERN.test(pattern));
  if (odd !== undefined) return refuse(`its mx is no host name: ${odd.slice(0, 60)}`);
  if (mx.length === 0 && mode !== 'none') return refuse('it names no mx');
  return { ok: true, policy: { mode, maxAge: Number(age), mx } };
}

const MODES = ['enforce', 'testing', 'none'] as const;
const PATTERN =
  /^(?:\*\.)?(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?)(?:\.[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?)*\.?$/;

/** Whether the policy allows mail to the host: a wildcard stands for exactly one label (RFC 8461, 4.1). */
export function allowsMx({ mx }: StsPolicy, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  const dot = name.indexOf('.');
  return mx.some((written) => {
    const pattern = written.replace(/\.$/, '');
    if (!pattern.startsWith('*.')) return pattern === name;
    return dot > 0 && name.slice(dot) === pattern.slice(1);
  });
}
