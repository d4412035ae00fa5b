import { quote } from '../powershell.ts';
import type { DirectoryFact } from '../../facts/types.ts';
import { LOAD_BALANCING_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { evidenceOf, names, withoutExchange } from '../web.ts';

export const proxiedDifferently = endpointRule({
  id: 'http/proxied-differently',
  title: 'Directories of one website are answered by different servers',
  scope: 'endpoint',
  severity: 'info',
  why:
    'Something before Exchange sends the virtual directories to different places, or keeps some back. That is a sound way ' +
    'to publish Exchange, and it means that what is seen here of one directory says nothing about another: certificate, ' +
    'TLS settings and build of the servers behind have to be looked at one by one.',
  fix: [
    '# Nothing has to be mended. To see each server behind, scan it by its own address:',
    "exchange-tls scan '<name>' --address '<address of the server>'",
  ],
  references: [LOAD_BALANCING_ARTICLE],
  needs: ['directories'],
  check({ directories: fact }, { endpoint }): Verdict {
    const elsewhere = withoutExchange(fact, endpoint);
    if (elsewhere !== null) return elsewhere;
    const answered = fact.directories.filter(({ status }) => status !== null);
    const groups = grouped(answered);
    const front = new Set(answered.flatMap(({ servers }) => servers.slice(0, 1)));
    if (groups.length > 1 || front.size > 1) {
      const who = groups.map(([name, all]) => `${name}: ${names(all)}`).join('; ');
      const servers = front.size > 1 ? `; servers that name themselves: ${[...front].join(', ')}` : '';
      return {
        outcome: 'fail',
        message: `${who}${servers}`,
        fix: [
          '# Nothing has to be mended. To see each server behind, scan it by its own address:',
          `exchange-tls scan ${quote(endpoint.host)} --address '<address of the server>'`,
        ],
        evidence: evidenceOf(answered),
      };
    }
    const open = fact.directories.filter(({ status }) => status === null);
    return open.length > 0
      ? {
          outcome: 'unknown',
          message: `who answers for ${names(open)} is not known`,
          evidence: evidenceOf(open),
        }
      : {
          outcome: 'pass',
          message: `${groups[0]?.[0] ?? 'one server'} answers for all directories`,
          evidence: evidenceOf(answered),
        };
  },
});

/** By what answers, in the order met: a header that a proxy may have let through counts as Exchange. */
function grouped(
  directories: readonly DirectoryFact[],
): readonly (readonly [string, readonly DirectoryFact[]])[] {
  const groups = new Map<string, DirectoryFact[]>();
  for (const one of directories) {
    const name = one.answeredBy === 'other' ? (one.software ?? 'a server without a name') : 'Exchange or IIS';
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups];
}
