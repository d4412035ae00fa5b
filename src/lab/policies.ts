import { SCHANNEL } from '../exchange/schannel.ts';
import type { WindowsId } from '../exchange/windows.ts';
import { SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import type { Chains, TlsPolicy } from './tls-policy.ts';

/**
 * Exchange 2019 as Setup leaves it: the eight suites and their order from Microsoft Learn "Exchange Server TLS
 * configuration best practices"; curves as the same article recommends.
 */
export function exchange2019(chains: Chains): TlsPolicy {
  return {
    versions: [TLS_1_2],
    suites: EXCHANGE_SUITES,
    order: 'server',
    groups: [24, 23],
    dhBits: 2048,
    chains,
    secureRenegotiation: true,
    refusal: 'alert',
  };
}

/** SMTP of Exchange SE on Windows Server 2022: the same suites, and the curves that Windows has (the same article). */
export function exchangeSeMail(chains: Chains): TlsPolicy {
  return { ...exchange2019(chains), groups: [29, 23, 24] };
}

/** Exchange SE on Windows Server 2022 everywhere else, with TLS 1.3 (the same article). */
export function exchangeSe(chains: Chains): TlsPolicy {
  const mail = exchangeSeMail(chains);
  return {
    ...mail,
    versions: [...mail.versions, TLS_1_3],
    suites: { [TLS_1_2]: EXCHANGE_SUITES, [TLS_1_3]: [0x1302, 0x1301] },
  };
}

/**
 * A Windows Server as it comes, server side, with everything that Schannel has enabled; the size of its Diffie-Hellman
 * group grew with Windows Server 2016 (Microsoft Learn "TLS registry settings").
 */
export function plainWindows(windows: WindowsId, chains: Chains): TlsPolicy {
  const found = SCHANNEL.find((row) => row.windows === windows && row.edition === null);
  if (found === undefined) throw new RangeError(`no defaults of Windows ${windows}`);
  const old = found.versions.includes(SSL_3_0);
  return {
    ...exchange2019(chains),
    versions: found.versions.filter((version) => version !== SSL_2_0),
    suites: Object.fromEntries(
      found.versions.map((version) => [version, version === SSL_3_0 ? SSL3_SUITES : found.suites]),
    ),
    groups: found.groups,
    dhBits: old ? 1024 : 2048,
    ...(found.versions.includes(SSL_2_0) ? { ssl2Kinds: SSL2_KINDS } : {}),
  };
}

/** nginx with OpenSSL as it comes: ChaCha20 and curves that no Schannel has, no CBC, and the client decides. */
export function nginx(chains: Chains): TlsPolicy {
  return {
    ...exchange2019(chains),
    versions: [TLS_1_2, TLS_1_3],
    suites: {
      [TLS_1_2]: [0xc030, 0xcca8, 0xc02f],
      [TLS_1_3]: [0x1302, 0x1303, 0x1301],
    },
    order: 'client',
    groups: [29, 23, 30, 25, 24],
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
      [SSL_3_0]: SSL3_SUITES,
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

const EXCHANGE_SUITES = [0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023, 0xc028, 0xc027];
const SSL3_SUITES = [0x000a, 0x0005, 0x0004];
/** RC4 and 3DES of SSL 2.0, with MD5. */
const SSL2_KINDS = [0x010080, 0x0700c0];
const RSA_SUITES = [0x0035, 0x002f, 0x000a, 0x0005, 0x0004];
const OLD_SUITES = [0xc014, 0xc013, 0x0039, 0x0033, ...RSA_SUITES];
