import type { Finding } from '../model/finding.ts';
import { isSchannelChange } from '../rules/schannel.ts';

/**
 * The order of work on a server: an update first, as older builds lack TLS 1.2 ("Exchange Server TLS guidance"); then
 * certificates, what presents them, other settings, and TLS last, because only that takes a restart of the machine.
 */
export const PHASES = ['know', 'update', 'certificate', 'binding', 'setting', 'protocol'] as const;
export type Phase = (typeof PHASES)[number];

export const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  know: 'To know, nothing to do here',
  update: 'Updates',
  certificate: 'Certificates',
  binding: 'What presents them: services, connectors, POP and IMAP',
  setting: 'Other settings',
  protocol: 'TLS versions and cipher suites',
};

/** When the fix of a finding is due. */
export function phaseOf({ rule, fix }: Pick<Finding, 'rule' | 'fix'>): Phase {
  const commands = fix.filter((line) => !line.startsWith('#'));
  if (UPDATES.includes(rule)) return 'update';
  if (commands.some(isSchannelChange)) return 'protocol';
  if (fix.every((line) => line.startsWith('#')) && rule.startsWith('exchange/')) return 'know';
  if (commands.some((line) => /\b(?:New-ExchangeCertificate|Import-Certificate)\b/.test(line)))
    return 'certificate';
  const [group] = rule.split('/', 1);
  return group === 'http' || group === 'mail' || SETTINGS.has(rule) ? 'setting' : 'binding';
}

/** By rule: an update of the build at hand takes an hour, and what it closes is open until then; a move takes months. */
export function updatesInOrder<T extends { readonly finding: Pick<Finding, 'rule'> }>(
  bodies: readonly T[],
): readonly T[] {
  return bodies.toSorted(
    (one, other) => UPDATES.indexOf(one.finding.rule) - UPDATES.indexOf(other.finding.rule),
  );
}

const SETTINGS: ReadonlySet<string> = new Set(['exchange/banner', 'exchange/disclosed-names']);

const UPDATES: readonly string[] = [
  'exchange/outdated-build',
  'exchange/unsupported-build',
  'exchange/unknown-build',
  'exchange/windows-mismatch',
];
