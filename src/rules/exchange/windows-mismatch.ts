import { hostRow, runsOn } from '../../exchange/windows-hosts.ts';
import { windowsName } from '../../exchange/windows.ts';
import { windowsNames, windowsSeen } from '../../exchange/windows-seen.ts';
import { SUPPORTABILITY_MATRIX, TLS_ARTICLE } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { buildSeen, buildText } from '../seen-build.ts';

export const windowsMismatch = endpointRule({
  id: 'exchange/windows-mismatch',
  title: 'This Exchange does not belong on that Windows',
  scope: 'endpoint',
  severity: 'low',
  why:
    'Exchange is supported on few releases of Windows Server. If the two do not go together, one of them is not what it ' +
    'seems: a proxy of another Windows answers in front, a header was changed to mislead, or the server runs in a state ' +
    'that Microsoft does not support.',
  fix: [
    '# On the server, see what is really there:',
    '(Get-CimInstance Win32_OperatingSystem).Caption; Get-ExchangeServer | Format-Table Name, AdminDisplayVersion',
  ],
  references: [SUPPORTABILITY_MATRIX, TLS_ARTICLE],
  needs: ['product'],
  check({ product }) {
    const seen = buildSeen(product);
    if ('outcome' in seen) return seen;
    const { ids, by, value } = windowsSeen(product);
    if (by === null) return { outcome: 'not-applicable', message: 'nothing known of its Windows is shown' };
    const clue = by === 'ntlm' ? `its NTLM challenge has ${value}` : `its header has ${value}`;
    const evidence = [
      ...seen.build.evidence,
      ...(by === 'ntlm' ? product.windows : product.iis)
        .filter((one) => one.value === value)
        .flatMap((one) => one.evidence),
    ];
    const answers = ids.map((id) => runsOn(seen.reading, id));
    const text = `${buildText(seen)} on ${windowsNames(ids)} (${clue})`;
    if (answers.includes('yes')) return { outcome: 'pass', message: text, evidence };
    if (answers.includes('unknown')) {
      const message = `${text}: whether that is supported is not known here`;
      return { outcome: 'not-applicable', message, evidence };
    }
    const hosts = hostRow(seen.reading)?.windows.map(windowsName).join(', ') ?? '';
    return {
      outcome: 'fail',
      // That each release has its own version of IIS is well known, but no page of Microsoft says so.
      severity: by === 'ntlm' ? 'low' : 'info',
      message: `${text}: it is supported on ${hosts} only, so one of the two is not what it seems`,
      evidence,
    };
  },
});
