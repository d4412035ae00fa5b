import { quote } from '../powershell.ts';
import type { BackEndPort } from '../../exchange/ports.ts';
import { backEndPort } from '../../exchange/ports.ts';
import type { EndpointView } from '../../facts/types.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { byHost } from '../by-host.ts';
import { RECEIVE_CONNECTORS, VIRTUAL_DIRECTORIES_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { isPublic } from '../web.ts';

type View = EndpointView<'reach' | 'knocks'>;

interface Door {
  readonly row: BackEndPort;
  readonly endpoint: Endpoint;
  readonly state: 'open' | 'closed' | 'unknown';
  readonly evidence: readonly string[];
}

export const backEndExposed = organizationRule({
  id: 'http/back-end-exposed',
  title: 'Ports that are for Exchange servers only are reachable',
  scope: 'organization',
  severity: 'medium',
  why:
    'Behind these ports Exchange expects other servers of the organization, or administrators: the back-end website, the ' +
    'connectors between servers, the back ends of POP3 and IMAP4. They are not made for strangers and usually show the ' +
    'self-signed certificate of the server, and with it its name. No client needs them, and nobody on the Internet does.',
  fix: [
    '# In the firewall, let only Exchange servers and administrators reach the ports. In the Windows firewall of a server',
    '# that faces clients directly, put the addresses of the other servers into the rules that open them:',
    ...restrict([444]),
  ],
  references: [
    {
      title: 'Microsoft Learn: Network ports for clients and mail flow in Exchange',
      url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/deployment-ref/network-ports',
    },
    VIRTUAL_DIRECTORIES_ARTICLE,
    RECEIVE_CONNECTORS,
  ],
  needs: ['reach', 'knocks'],
  check(endpoints): readonly Verdict[] {
    return byHost(endpoints).map(([host, views]) => judge(host, views.flatMap(doorsOf)));
  },
});

function judge(host: string, doors: readonly Door[]): Verdict {
  const about = (some: readonly Door[]): Pick<Verdict, 'subject' | 'endpoints' | 'evidence'> => ({
    subject: { host },
    endpoints: [...new Set(some.map(({ endpoint }) => endpoint.id))],
    evidence: [...new Set(some.flatMap(({ evidence }) => evidence))],
  });
  const open = doors.filter(({ state }) => state === 'open');
  if (open.length > 0) {
    const outside = open.some(({ endpoint }) => isPublic(endpoint));
    return {
      ...about(open),
      outcome: 'fail',
      severity: outside ? 'medium' : 'info',
      message: `${host} takes connections at ${listing(open)}, ${outside ? 'from the Internet' : 'from where this scan was made'}`,
      fix: [
        `# In the firewall before ${quote(host)}, let only Exchange servers and administrators reach the ports. In the`,
        '# Windows firewall of a server that faces clients directly, put the addresses of the other servers for LocalSubnet:',
        ...restrict([...new Set(open.map(({ row }) => row.port))]),
      ],
    };
  }
  const silent = doors.filter(({ state }) => state === 'unknown');
  if (silent.length > 0) {
    return {
      ...about(silent),
      outcome: 'unknown',
      message: `whether ${host} takes connections at ${listing(silent)} is not known`,
    };
  }
  return doors.length > 0
    ? { ...about(doors), outcome: 'pass', message: `${host} refuses connections at ${listing(doors)}` }
    : {
        ...about(doors),
        outcome: 'not-applicable',
        message: 'no port of the back end was asked for: --back-end does',
      };
}

function restrict(ports: readonly number[]): readonly string[] {
  return [
    `foreach ($port in ${ports.join(', ')}) { Get-NetFirewallPortFilter -Protocol TCP | Where-Object LocalPort -eq $port | Get-NetFirewallRule | Set-NetFirewallRule -RemoteAddress 'LocalSubnet' }`,
  ];
}

/** `444 (website "Exchange Back End") and 2525 (...)`. */
function listing(doors: readonly Door[]): string {
  const texts = new Set(doors.map(({ row }) => `${row.port} (${row.service})`));
  return [...texts].join(', ');
}

function doorsOf({ endpoint, facts: { reach, knocks } }: View): readonly Door[] {
  const row = backEndPort(endpoint.port);
  const own: readonly Door[] =
    row === undefined ? [] : [{ row, endpoint, state: stateOf(reach), evidence: reach.evidence }];
  const knocked = knocks.known ? knocks.value.ports : [];
  return [
    ...own,
    ...knocked.flatMap(({ port, state, evidence }): readonly Door[] => {
      const other = backEndPort(port);
      return other === undefined ? [] : [{ row: other, endpoint, state, evidence }];
    }),
  ];
}

/** What failed after the connection had been made shows that it could be made. */
function stateOf(reach: View['facts']['reach']): Door['state'] {
  if (!reach.known) return 'unknown';
  const { state, failure } = reach.value;
  if (state === 'answered') return 'open';
  if (failure?.code === 'connection-refused') return 'closed';
  if (failure === null || state !== 'unknown') return 'unknown';
  return ['resolve', 'dial', 'local'].includes(failure.stage) ? 'unknown' : 'open';
}
