import { UNSEEN } from '../../exchange/services.ts';
import { CERTIFICATE_ARTICLE, CERTIFICATE_ARTICLE_2010 } from '../references.ts';
import { organizationRule } from '../rule.ts';

export const unseenSetting = organizationRule({
  id: 'exchange/unseen-setting',
  title: 'What the articles of Microsoft ask for and nobody can see from outside',
  scope: 'organization',
  severity: 'info',
  why:
    'These statements on certificates in Exchange concern what a server keeps to itself or shows to other servers alone. A ' +
    'report without them would look as if they had been checked. They are listed as not applicable, each with the reason ' +
    'and with the command that shows it on a server.',
  fix: UNSEEN.flatMap(({ statement, look }) => [`# ${statement}:`, look ?? '']),
  references: [CERTIFICATE_ARTICLE, CERTIFICATE_ARTICLE_2010],
  needs: [],
  check() {
    return UNSEEN.map(({ id, statement, seen, look }) => ({
      subject: { name: id },
      outcome: 'not-applicable' as const,
      message: `${statement}. ${seen}. On a server: ${look ?? ''}`,
    }));
  },
});
