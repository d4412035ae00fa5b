import { BUILDS_AS_OF } from '../../exchange/builds.ts';
import { EXCHANGE_BUILDS } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { buildSeen, buildText } from '../seen-build.ts';

export const unknownBuild = endpointRule({
  id: 'exchange/unknown-build',
  title: 'The build of Exchange is not in the table',
  scope: 'endpoint',
  severity: 'info',
  why:
    'A build that Microsoft has not published is an interim update made for one customer, an update that came after this ' +
    'program, or a version that something in front made up. What it contains cannot be told from its number, and what ' +
    'is said here of its age is said of the nearest lower build.',
  fix: [
    '# On the server, see what is really installed:',
    'Get-ExchangeServer | Format-Table Name, AdminDisplayVersion; (Get-Command ExSetup.exe).FileVersionInfo.FileVersion',
    '# If it is newer than the table, update exchange-tls.',
  ],
  references: [EXCHANGE_BUILDS],
  needs: ['product'],
  check({ product }) {
    const seen = buildSeen(product);
    if ('outcome' in seen) return seen;
    const { build, reading } = seen;
    const { evidence } = build;
    if (reading.kind === 'exact' || reading.kind === 'cu') {
      return { outcome: 'pass', message: `the build is known: ${buildText(seen)}`, evidence };
    }
    return {
      outcome: 'fail',
      message: `the build ${build.value} is not in the table of ${BUILDS_AS_OF}: ${buildText(seen).replace(` (${build.value})`, '')}`,
      evidence,
    };
  },
});
