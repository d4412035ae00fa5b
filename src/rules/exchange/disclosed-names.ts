import type { NameKind, SeenName } from '../../facts/types.ts';
import { NTLM_CHALLENGE, RECEIVE_CONNECTORS } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { isPublic } from '../web.ts';

/** What a stranger is told about the inside; the name in a greeting is meant for everybody. */
const INSIDE: Readonly<Partial<Record<NameKind, string>>> = {
  'netbios-computer': 'computer',
  'dns-computer': 'computer in DNS',
  'netbios-domain': 'domain',
  'dns-domain': 'domain in DNS',
  'dns-forest': 'forest',
  'front-end': 'front-end server',
  'back-end': 'back-end server',
};

/** As many as one sentence can hold. */
const MOST_SHOWN = 6;

export const disclosedNames = endpointRule({
  id: 'exchange/disclosed-names',
  title: 'Internal names are told to anybody who asks',
  scope: 'endpoint',
  severity: 'info',
  why:
    'Who begins an NTLM logon is told the names of the server, its domain and its forest before any password, and some ' +
    'headers name the server as well. That is how Windows and Exchange work and no fault of the administrator; it saves ' +
    'an attacker some guessing, above all where the names of accounts follow from the domain.',
  fix: [
    '# There is no switch for it in Exchange. Where it matters, let a reverse proxy sign users in before it passes them on,',
    '# and let it take the headers X-FEServer, X-BEServer and X-DiagInfo out of what it hands back.',
    '# On Receive connectors that strangers reach, NTLM can be turned off where no client needs it; name all that stays:',
    'Get-ReceiveConnector | Format-Table Identity, AuthMechanism',
  ],
  references: [NTLM_CHALLENGE, RECEIVE_CONNECTORS],
  needs: ['product'],
  check({ product }, { endpoint }) {
    if (product.state === 'not-asked') {
      return { outcome: 'not-applicable', message: 'nothing was asked that tells names' };
    }
    if (product.state === 'unanswered') {
      return { outcome: 'unknown', message: 'what was asked about the product got no answer' };
    }
    const told = product.names.filter(({ kind }) => INSIDE[kind] !== undefined);
    if (told.length === 0) return { outcome: 'pass', message: 'no internal name was told' };
    return {
      outcome: 'fail',
      severity: isPublic(endpoint) ? 'low' : 'info',
      message: `told without a login: ${sentence(told)}`,
      evidence: [...new Set(told.flatMap(({ evidence }) => evidence))],
    };
  },
});

function sentence(told: readonly SeenName[]): string {
  const all = [
    ...new Set(told.map(({ kind, value, source }) => `${INSIDE[kind] ?? kind} ${value} (${source})`)),
  ];
  const more = all.length - MOST_SHOWN;
  return [...all.slice(0, MOST_SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
