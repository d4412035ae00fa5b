import { rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const maskedStarttls = endpointRule({
  id: 'tls/masked-starttls',
  title: 'A device on the way hides STARTTLS',
  scope: 'endpoint',
  severity: 'high',
  why:
    'The server offers STARTTLS, but something between it and the scanner writes over the word, so that all mail on ' +
    'this way goes in clear text and senders that force TLS give up. Firewalls that inspect mail do this (Cisco ASA ' +
    'and PIX by default), and so does an attacker.',
  fix: [
    '# Compare with a scan from inside the network to find the device. On a Cisco ASA, turn the inspection off:',
    '#   policy-map global_policy',
    '#    class inspection_default',
    '#     no inspect esmtp',
    '# or keep it and let TLS through: in the map of "policy-map type inspect esmtp", below "parameters", write allow-tls.',
  ],
  references: [
    rfc(3207, '6'),
    {
      title: 'Cisco ASA Series Firewall CLI Configuration Guide: SMTP and Extended SMTP Inspection',
      url: 'https://www.manualslib.com/manual/1531207/Cisco-Asa-Series.html?page=315',
    },
  ],
  needs: ['reach', 'starttls'],
  check({ reach, starttls }): Verdict {
    switch (starttls.state) {
      case 'implicit':
        return { outcome: 'not-applicable', message: 'TLS begins with the connection here' };
      case 'offered':
        return { outcome: 'pass', message: 'STARTTLS arrives unmasked' };
      case 'masked':
        return { outcome: 'fail', message: `STARTTLS is written over on the way: ${starttls.detail}` };
      case 'not-offered':
      case 'refused': {
        const banner = reach.preamble?.banner ?? '';
        if (MASKED_BANNER.test(banner)) {
          return {
            outcome: 'fail',
            message: `STARTTLS is missing and the greeting is written over on the way: ${banner}`,
          };
        }
        return {
          outcome: 'not-applicable',
          message: 'STARTTLS is missing without a sign of masking: see tls/missing-starttls',
        };
      }
    }
  },
});

/** Cisco's ESMTP inspection replaces the characters of the greeting by asterisks; some keep `2`, `0` and spaces. */
const MASKED_BANNER = /^(220[ -])?[*20 ]*\*{4}/;
