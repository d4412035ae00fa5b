import { audience } from '../exchange/audience.ts';
import type { ClientService } from '../model/clients.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { serviceFamily } from '../model/protocol.ts';

const WEB: readonly ClientService[] = [
  'owa',
  'mapi-http',
  'outlook-anywhere',
  'ews',
  'autodiscover',
  'oab',
  'activesync',
];

/** What clients use an endpoint for; nothing if only other Exchange servers of the organization connect to it. */
export function servicesAt({
  protocol,
  port,
}: Pick<Endpoint, 'protocol' | 'port'>): readonly ClientService[] {
  const who = audience(protocol, port);
  if (who === 'servers') return [];
  switch (serviceFamily(protocol)) {
    case 'web':
      return WEB;
    case 'smtp':
      return who === 'internet-mail' ? ['smtp'] : ['submission'];
    case 'pop':
      return ['pop'];
    case 'imap':
      return ['imap'];
    case 'other':
      return [];
  }
}
