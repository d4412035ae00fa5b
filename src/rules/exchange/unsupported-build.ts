import { isoDay, lastOfLine } from '../../exchange/builds-age.ts';
import type { ExchangeProduct } from '../../exchange/builds.ts';
import { buildName, productName } from '../../exchange/builds.ts';
import { supportAt } from '../../exchange/support.ts';
import { EXCHANGE_BUILDS, EXCHANGE_LIFECYCLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { buildSeen, buildText } from '../seen-build.ts';

/**
 * Started in the folder of the cumulative update or of Exchange SE. A comment, as nobody can take it back: to uninstall
 * an update removes Exchange (Microsoft Learn "Upgrade Exchange to the latest Cumulative Update").
 */
const UPGRADE: readonly string[] = [
  '# It cannot be taken back; have a backup, and put a member of a database availability group into maintenance first.',
  '# .\\Setup.exe /IAcceptExchangeServerLicenseTerms_DiagnosticDataON /Mode:Upgrade',
];

export const unsupportedBuild = endpointRule({
  id: 'exchange/unsupported-build',
  title: 'Microsoft no longer makes updates for this Exchange',
  scope: 'endpoint',
  severity: 'high',
  why:
    'For a product or cumulative update out of support no security updates come, so every hole found from then on stays ' +
    'open, and attackers read the updates of the others to find them. Auditors refuse such servers, and Exchange Online ' +
    'slows down and then blocks the hybrid mail of servers that stay too old.',
  fix: [
    '# A cumulative update that gets no more updates: install the newest one of the product. From its folder:',
    ...UPGRADE,
    '# A product out of support: move to Exchange Server Subscription Edition, for Exchange 2019 by the same command. From',
    '# its CU2 on Setup refuses to work beside Exchange 2016 and 2019, so that move gets harder with waiting.',
  ],
  references: [EXCHANGE_LIFECYCLE, EXCHANGE_BUILDS],
  needs: ['product'],
  check({ product }, { now }) {
    const seen = buildSeen(product);
    if ('outcome' in seen) return seen;
    const { reading } = seen;
    const { evidence } = seen.build;
    if (reading.product === null) {
      return reading.kind === 'older'
        ? { outcome: 'fail', evidence, message: `${buildText(seen)}: out of support for long` }
        : { outcome: 'unknown', evidence, message: `${buildText(seen)}: the table has no such product` };
    }
    return { ...judge(reading.product, reading.line, isoDay(now), buildText(seen)), evidence };
  },
});

function judge(product: ExchangeProduct, line: string | null, at: string, text: string): Verdict {
  const support = supportAt(product, line, at);
  const name = productName(product);
  if (support === null) return { outcome: 'unknown', message: `${text}: nothing is known of its support` };
  const { period } = support;
  if (support.state === 'ended') {
    const paid = period.kind === 'paid' ? `, and paid updates ended with ${period.untilText}` : '';
    const message = `${text}: ${name} has been out of support since ${support.since}${paid}`;
    return { outcome: 'fail', message, fix: moveOn(product) };
  }
  const ended = line === null ? null : lastOfLine(product, line, at);
  if (ended !== null) {
    const { last, passedBy } = ended;
    const message =
      `${text}: the last update for ${line ?? name} is ${last.patch ?? 'its release'} of ${last.date}; ` +
      `${buildName(passedBy)} of ${passedBy.date} came without one for it`;
    const fix = [
      `# ${line ?? name} gets no more updates: install ${passedBy.line} or a newer one. From its folder:`,
      ...UPGRADE,
    ];
    return { outcome: 'fail', message, fix };
  }
  if (support.state === 'paid') {
    const message =
      `${text}: ${name} has been out of support since ${support.since}; until the end of ${period.untilText} only who ` +
      'pays for Extended Security Updates gets any';
    return { outcome: 'fail', severity: 'medium', message, fix: moveOn(product) };
  }
  if (line === null) {
    const message = `${text}: ${name} is supported until ${period.untilText}, but which cumulative update this is, is not known`;
    return { outcome: 'unknown', message };
  }
  return { outcome: 'pass', message: `${text} is supported until ${period.untilText}` };
}

/** Only Exchange 2019 becomes SE in place (EXCHANGE_LIFECYCLE). */
function moveOn(product: ExchangeProduct): readonly string[] {
  return product === '2019'
    ? [
        '# Move to Exchange Server Subscription Edition: from its folder, as an update of Exchange 2019 in its last state',
        ...UPGRADE,
      ]
    : [
        `# ${productName(product)} cannot be updated any further: set up Exchange Server Subscription Edition on new servers,`,
        '# move the mailboxes, names and connectors there, and uninstall this one. The further back a product is, the more',
        '# steps it takes: Exchange SE from its CU2 on does not install beside Exchange 2016 and 2019.',
      ];
}
