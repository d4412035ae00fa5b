import { SSL_3_0, TLS_1_0, TLS_1_2 } from '../../wire/iana/versions.ts';
import {
  always,
  type Cell,
  type Client,
  confirmed,
  type Identity,
  type OfferRef,
  offers,
  type Opportunity,
  unconfirmed,
} from './client.ts';
import { NOT_KNOWN, WINDOWS } from './identities.ts';

const SUITES_OF_ONLINE: Cell<readonly OfferRef[]> = unconfirmed('which suites it offers');

/** Nobody has written down whether Exchange tries again in clear text when a handshake has failed. */
const EXCHANGE_OPPORTUNITY: Opportunity = {
  withoutStarttls: confirmed('clear-text', 'documented', 'send-connector'),
  handshakeFails: unconfirmed('whether it goes on in clear text after a handshake that failed'),
};

const FORCED: Opportunity = {
  withoutStarttls: confirmed('fails', 'documented', 'send-connector'),
  handshakeFails: confirmed('fails', 'documented', 'send-connector'),
};

const POSTFIX_OPPORTUNITY: Opportunity = {
  withoutStarttls: confirmed('clear-text', 'documented', 'postfix'),
  handshakeFails: confirmed('clear-text', 'documented', 'postfix'),
};

const ONLINE_OPPORTUNITY: Opportunity = {
  withoutStarttls: confirmed('clear-text', 'documented', 'exo-tls'),
  handshakeFails: unconfirmed('whether it goes on in clear text after a handshake that failed'),
};

/** RFC 8461, 4.2 and 5: the certificate has to be trusted and to have the name of the MX host. */
const STRICT_TRANSPORT: Identity = {
  ...NOT_KNOWN,
  roots: confirmed('unlisted', 'derived', 'mta-sts'),
  privateRoots: confirmed(false, 'derived', 'mta-sts'),
  names: {
    entries: confirmed('all', 'documented', 'mta-sts'),
    commonName: confirmed(false, 'documented', 'mta-sts'),
    wildcard: confirmed(true, 'documented', 'mta-sts'),
  },
  incomplete: unconfirmed('how it takes a missing intermediate certificate'),
  faults: always(confirmed('fails', 'documented', 'mta-sts')),
};

const STRICT: Opportunity = {
  withoutStarttls: confirmed('fails', 'documented', 'mta-sts'),
  handshakeFails: confirmed('fails', 'documented', 'mta-sts'),
};

/** RFC 7672: what counts is in TLSA records, which are judged by rules of their own. */
const BY_TLSA: Identity = {
  ...NOT_KNOWN,
  roots: unconfirmed('what its TLSA records say'),
  faults: always(unconfirmed('what its TLSA records say')),
};

const BY_TLSA_ALONE: Opportunity = {
  withoutStarttls: confirmed('fails', 'documented', 'dane'),
  handshakeFails: confirmed('fails', 'documented', 'dane'),
};

const SERVER_2016 = offers('derived', 'schannel', 'win10-1607-list');

/** Setup of Exchange 2019 leaves its eight suites and TLS 1.2 to all of Schannel, on what it sends, too. */
const EXCHANGE_2019 = offers('derived', 'exchange-tls', 'exchange-2019');

/** Exchange as the sender, Exchange Online, and other mail servers. */
export const SENDER_CLIENTS: readonly Client[] = [
  exchange(
    'exchange-2010',
    'Exchange 2010 before RU9',
    offers('derived', 'send-connector', {
      offer: 'ie8-10-win7',
      versions: [SSL_3_0, TLS_1_0],
    }),
  ),
  exchange('exchange-2016', 'Exchange 2016', SERVER_2016),
  exchange('exchange-2019', 'Exchange 2019 and SE', EXCHANGE_2019),
  forced('exchange-2016-forced', 'Exchange 2016, forced TLS', SERVER_2016),
  forced('exchange-2019-forced', 'Exchange 2019, forced TLS', EXCHANGE_2019),
  {
    id: 'exchange-online',
    title: 'Exchange Online',
    uses: [
      {
        services: ['smtp'],
        offers: SUITES_OF_ONLINE,
        identity: null,
        opportunity: ONLINE_OPPORTUNITY,
        leastVersion: confirmed(TLS_1_2, 'documented', 'exo-tls'),
      },
    ],
  },
  {
    id: 'exchange-online-hybrid',
    title: 'Exchange Online, hybrid',
    uses: [
      {
        services: ['smtp'],
        offers: SUITES_OF_ONLINE,
        identity: {
          ...NOT_KNOWN,
          roots: confirmed('microsoft', 'derived', 'outbound-connector'),
          privateRoots: confirmed(false, 'derived', 'outbound-connector'),
          faults: always(confirmed('fails', 'documented', 'outbound-connector')),
        },
        opportunity: {
          withoutStarttls: confirmed('fails', 'documented', 'outbound-connector'),
          handshakeFails: confirmed('fails', 'documented', 'outbound-connector'),
        },
        leastVersion: confirmed(TLS_1_2, 'documented', 'exo-tls'),
      },
    ],
  },
  postfix('postfix-openssl-098', 'Postfix, OpenSSL 0.9.8', 'openssl098y'),
  postfix('postfix-openssl-101', 'Postfix, OpenSSL 1.0.1', 'openssl101l', 'openssl101h'),
  postfix('postfix-openssl-102', 'Postfix, OpenSSL 1.0.2', 'openssl102e'),
  postfix('postfix-openssl-110', 'Postfix, OpenSSL 1.1.0', 'openssl110l'),
  postfix('postfix-openssl-111', 'Postfix, OpenSSL 1.1.1', 'openssl111d'),
  postfix('postfix-openssl-30', 'Postfix, OpenSSL 3.0', 'openssl3015'),
  postfix('postfix-openssl-35', 'Postfix, OpenSSL 3.5', 'openssl350'),
  {
    id: 'sender-mta-sts',
    title: 'Sender with MTA-STS',
    uses: [
      {
        services: ['smtp'],
        offers: offers('derived', 'hello', 'openssl3015', 'openssl350', 'openssl111d'),
        identity: STRICT_TRANSPORT,
        opportunity: STRICT,
      },
    ],
  },
  {
    id: 'sender-dane',
    title: 'Sender with DANE',
    uses: [
      {
        services: ['smtp'],
        offers: offers('derived', 'hello', 'openssl3015', 'openssl350', 'openssl111d'),
        identity: BY_TLSA,
        opportunity: BY_TLSA_ALONE,
      },
    ],
  },
];

function exchange(id: string, title: string, offered: Cell<readonly OfferRef[]>): Client {
  return {
    id,
    title,
    uses: [{ services: ['smtp'], offers: offered, identity: null, opportunity: EXCHANGE_OPPORTUNITY }],
  };
}

/** `TlsAuthLevel DomainValidation`: the chain, its revocation and the name. */
function forced(id: string, title: string, offered: Cell<readonly OfferRef[]>): Client {
  const identity: Identity = {
    ...WINDOWS,
    faults: always(confirmed('fails', 'documented', 'send-connector')),
  };
  return { id, title, uses: [{ services: ['smtp'], offers: offered, identity, opportunity: FORCED }] };
}

function postfix(id: string, title: string, ...ids: readonly string[]): Client {
  return {
    id,
    title,
    uses: [
      {
        services: ['smtp'],
        offers: offers('recorded', 'hello', ...ids),
        identity: null,
        opportunity: POSTFIX_OPPORTUNITY,
      },
    ],
  };
}
