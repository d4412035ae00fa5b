import { SSL_3_0, TLS_1_0, TLS_1_1, TLS_1_2 } from '../wire/iana/versions.ts';
import type { Chains, TlsPolicy } from './tls-policy.ts';

/**
 * Exchange 2019 as Setup leaves it: the eight suites and their order from Microsoft Learn "Exchange Server TLS
 * configuration best practices"; curves as the same article recommends.
 */
export function exchange2019(chains: Chains): TlsPolicy {
  return {
    versions: [TLS_1_2],
    suites: [0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023, 0xc028, 0xc027],
    order: 'server',
    groups: [24, 23],
    dhBits: 2048,
    chains,
    secureRenegotiation: true,
    refusal: 'alert',
  };
}

/**
 * Windows Server 2012 R2 that nobody has hardened: the versions and suites that Schannel enables by default (Microsoft
 * Learn "TLS Cipher Suites in Windows 8.1" and "Protocols in TLS/SSL"), with a small Diffie-Hellman group, behind a
 * device that leaves the order to the client.
 */
export function windows2012(chains: Chains): TlsPolicy {
  return {
    ...exchange2019(chains),
    versions: [SSL_3_0, TLS_1_0, TLS_1_1, TLS_1_2],
    suites: {
      [SSL_3_0]: [0x000a, 0x0005, 0x0004],
      [TLS_1_0]: OLD_SUITES,
      [TLS_1_1]: OLD_SUITES,
      [TLS_1_2]: [
        0xc028,
        0xc027,
        0xc014,
        0xc013,
        0x009f,
        0x009e,
        0x0039,
        0x0033,
        0x009d,
        0x009c,
        0x003d,
        0x003c,
        ...RSA_SUITES,
      ],
    },
    order: 'client',
    groups: [23, 24],
    dhBits: 1024,
  };
}

/** 2019's suites with TLS 1.0 and 1.1 left on. */
export function halfHardened(chains: Chains): TlsPolicy {
  return {
    ...exchange2019(chains),
    versions: [TLS_1_0, TLS_1_1, TLS_1_2],
    suites: [0xc030, 0xc02f, 0xc028, 0xc027, 0xc014, 0xc013],
  };
}

const RSA_SUITES = [0x0035, 0x002f, 0x000a, 0x0005, 0x0004];
const OLD_SUITES = [0xc014, 0xc013, 0x0039, 0x0033, ...RSA_SUITES];
