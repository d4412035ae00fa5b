import { TLS_1_3 } from '../wire/iana/versions.ts';
import { type Interview, together } from './interview.ts';
import { LADDER } from './ladder.ts';
import { only13Hello } from './questions.ts';
import { RANK } from './rank.ts';
import { removeUntilRefused } from './removal.ts';

/**
 * Suites and groups of TLS 1.3, each in its own lane. A HelloRetryRequest to an empty key_share names both (RFC 8446,
 * 4.1.4); where that is not understood, real shares are sent.
 */
export async function inventory13(interview: Interview): Promise<void> {
  for (const shares of ['empty', 'real'] as const) {
    const spec = only13Hello(interview.endpoint, shares);
    const name = shares === 'empty' ? '' : '/share';
    const question = { question: `suites/0304${name}#0`, spec, end: 'server-hello' } as const;
    const { outcome } = await interview.hello(question);
    if (outcome.status !== 'accepted' || outcome.version !== TLS_1_3) continue;
    const common = { rung: LADDER[0], end: 'server-hello', spec, version: TLS_1_3, ahead: true } as const;
    await together([
      () =>
        removeUntilRefused(interview, {
          ...common,
          name: `suites/0304${name}`,
          from: 'suites',
          rank: RANK.chain,
          known: [outcome.suite],
        }),
      () =>
        removeUntilRefused(interview, {
          ...common,
          name: `groups/0304${name}`,
          from: 'groups',
          rank: RANK.group,
          known: outcome.group === null ? [] : [outcome.group],
        }),
    ]);
    return;
  }
}
