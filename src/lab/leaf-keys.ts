import { webcrypto } from 'node:crypto';
import type { SignatureHash } from './issue.ts';
import { makeKeys } from './issue.ts';

/**
 * Hands out a key of its own for every certificate: one of the table while it lasts, and then a new one, which takes some
 * 200 ms to find.
 *
 * @param again those of the table come round again instead: for fleets in which nobody compares the keys
 */
export function leafKeys(again = false): (hash: SignatureHash) => Promise<webcrypto.CryptoKeyPair> {
  let used = 0;
  return (hash) => {
    const primes = PRIMES[again ? used % PRIMES.length : used];
    used += 1;
    return primes === undefined ? makeKeys(hash) : importKeys(primes, hash);
  };
}

const EXPONENT = 65_537n;

/** All that a private key holds follows from its primes (RFC 8017, 3.2). */
async function importKeys(
  [first, second]: readonly [string, string],
  hash: SignatureHash,
): Promise<webcrypto.CryptoKeyPair> {
  const [p, q] = [numberOf(first), numberOf(second)];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const open = { kty: 'RSA', n: textOf(p * q), e: textOf(EXPONENT) };
  const secret = {
    ...open,
    d: textOf(d),
    p: first,
    q: second,
    dp: textOf(d % (p - 1n)),
    dq: textOf(d % (q - 1n)),
    qi: textOf(inverse(q, p)),
  };
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash };
  const [publicKey, privateKey] = await Promise.all([
    webcrypto.subtle.importKey('jwk', open, algorithm, true, ['verify']),
    webcrypto.subtle.importKey('jwk', secret, algorithm, true, ['sign']),
  ]);
  return { publicKey, privateKey };
}

/** By the extended Euclidean algorithm; both have no common divisor. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high] = [modulus, value % modulus];
  let [before, result] = [0n, 1n];
  while (high > 1n) {
    const quotient = low / high;
    [low, high] = [high, low % high];
    [before, result] = [result, before - quotient * result];
  }
  return result < 0n ? result + modulus : result;
}

function numberOf(text: string): bigint {
  return BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
}

function textOf(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex').toString('base64url');
}

/**
 * Primes of 1024 bits in base64url, two for each key. They are no secret: finding them takes longer than all else in
 * the lab, and the authorities, whose keys somebody might come to trust, are made anew each time.
 */
const PRIMES: readonly (readonly [string, string])[] = [
  [
    '4HHIcVgvStOLJ593P4D5yCYZ2teT-hgJ7ossFCSj4R7TBEZisu4PypAki8UZDXVOGrgjN0SWKf-mP9-MZzrHxhM5w91RlnpNpLbkLj7_bpZmWrB9rvW_P4r62ZQJRkH6gNrF84mYlIR2-uzyVc6N8CTMAgb9IkfpzoY_o_qDIA0',
    '1Lz82HWcgXFCNTT-rmBNphXx_wYZSDdoDmGvd1VUXWItA4HjkzwMKNHfWxUcuLcIRV89JoWmSbNKR6S26sI59FKzdFmQQEeqc9iOS6WIxUJmJ2samJUJuKC_3V3PKfMrJ-QqLU7tspccOht2t0syo-iHI8E96KFZ_BQOPRLG-Fk',
  ],
  [
    'yek9Grd2O2Lv7fdl_AgLJ3M4EelkEkKjqhg2d-xbEtpXJfku80aQoUaImR1rCkEqj6wz_4YaEbivj-GNIN1wGEvsA4_1GkrUoG7iCGGByS5gPH8dH7geFvver19tOpUjJ0DsbmTdi6S-PvDP-hK1PzP1SXc-wSMcfDv4cjtsHhU',
    'uWLhePc3A_gf1wHDTR0qbRpqtWzDsIhfpQm2RRUVVgv7ONTYD0aPMQKQmPA-wALKP9wlRROmK98jDBxXH1vh-ej029nK-st2cIEIYO6DWJbGAdG6VLCKJ5wXIZ-mPkJYyBHmDbxHLlwu-rQYZAfJtUVd_Q7eSmQzm1zUkx1Bzg8',
  ],
  [
    'wnWCRyPdEvfnP5LIZe3vnyhf4zP4Bbq8o1Ou3pqN6JhO1ZcVFdCDQz89F8rCxGMFtvpXba6LnIM4MSV8XxZP9sSWMRv82fwhjDwWOO0EZjZcJztfMjRg-c1jvffA6b4c59LNpDrfTO5fikIp5nptCNA_RROllTbCJg5EXk3lmWM',
    'v3eOFN8VLZAPXWt4GkkedQWfHb6haWS7LTsUsn5MGOr49_7pvThuGi9ln9OG6iN3MVZ0dhIRgoGv8aAv13QyzUZwS35rR_4Uq0vpUxKnRRtNxxsBEi_3I7gFN309-XXlKvQXznML8TCT85NJ7ZEo0NnXAA1-T0H8P1frh5V_mGU',
  ],
  [
    'y1pAVcRZdhnQPgwjojKHFxr5ydCMh_NuTQE1FJOOU8PUPeO76nilooOOqVThTKq-4zyGq8dBrhEdw-Qw_4JOkVDtbOUnIe_Y53kvESyV-OvU0cqkAzdayWAQNGMS011atEIFLpfG_R3SXh8v9cELt0y1GV263Td2AjMcblwGeck',
    'uyCmEsOj8CMCX13kYzD_NXHczo8jgSRhmWavCZTU2IyamJ6NMijKaD37tkIcG_tWnjE2iULgJSfYDCiDURCmLDOO2yeek-yReAJVSo3RSwsyp7kPJwwY8VSd-BCg2YQrvrOFGR65i_Je3UrI5hWLpxW_rYw5s6SW0LawyiDbRLs',
  ],
  [
    '82qJEUqLQ1cTil1NQNmuJIPrMTcYsa796Loxzcvcwi0LUO4TGsEcJ6iAXXhXlusldAn28wGILo0emQKHGNuCm_LNYuCL3XlSOnOIkXzXjRnFwLyMyfQOdP4dqHa0mijyFWZqrF7u1TXCV_F3W79lf4Oz8A_6Ra-vVK_ZyAZconU',
    'tig2qfvI4RtUeMepvrzEyVpiDkVAF2WkIdpuAQ23BR-GO1FA0t0N7pgrJj_u999fdP-AZNDk8KyvEpDxBvIwoaGIiLFfaYxFWY4p9lX-9QwqXUhpEHa-WhatpOPwhWOB-LlI001-XB_-nhGZ83mErZrgPh9bHfZN74eIOfjda-E',
  ],
  [
    '9uxyXFdEL4QXwheRQ7-KWyiBHCiW8Vk3X5fiXnhlR9hKT2POEggRxcsEx6rbJJ5b_jjHRQL2FEdJvyBHCso6Hpkt42juGnCkPtkrI57FiGxJnnzU6in_AXfnk73f8jU-KaVyjNLYLj0u7sFM5jcE_F0nHO-4WcF5gXgl0Yui83E',
    '6s1LU5hggp-X_ggvKxSee9pKYghLbE7J2QIg8L6yUEH9_gRnQvUKO4RaMnQ2zHprfJqpLZZRLqSVZFInedvdqPsr2dQgmxXdHAWHqRcEiqKJOoa-5YdSLwUnWwp_eE1FlED8_m_DZYCkzS-Pm7AMKBFbyJUS9jG0vij7JBs9_Ws',
  ],
  [
    'xarX9YA7xFybCULe0CC6PW-fITndkBAZNrFMdWvxHgA0-nzZyVyd2xg_4OPZAz8v9LlW3i6QXd6ph1CZXZ9G5awDFNg9yWbkIeKSvvRZbRlqHWsEHquVc8B8ISkqn9mtOVVVipOXKUaPB8e8uTIyG_pBpvi_Oirlz3mbrXp6Ln8',
    'tg8s2v2wU45E7RHAdp6saPo178uld0GtBHyblWFks3u9rMOMMkBCkSQXMDFhXH1929Kt_S8Ff9R_5lKqZnUp7KPjlZRjm5iELj_tHeJmN6EQUIALmVGkuYqXh5V93jrJ_ikmkWglaJSREr-xPrLe5nL3oBq5tNiFitX6_j56DD8',
  ],
  [
    '_lmyIare_Dbc7jQQrpkv3eJHmO4mxOZqWHOCiE9LnXpYflvvi9Ygcn5362jxxwOXL7IzTOUZyxBf-_W8BcS3H6RjtTp7By7XA1LfKb2Yf5fUvPaa8nNpPX-rXS2hB_6b1voyZf8jpeVuxGMmVG1HwmAbTGOSxDjlVsAfUYqmLJ8',
    '6kJku6t_3uEHmZyoZDKxhGAKtABdC7Ebg0IfdIN_4EmrHPx9JlurufLV0nP43K9GdaZbsnE1n5UXpbzHF1KNYzmtyTEPu2zEuL5jMaQIWO5hwZoLhljhkv52rf4auUyYd0fh5uvF5PLqzz-vhCT-HWw5BAcQW77nKbcDfRcku4s',
  ],
  [
    '_kIsBydvbeHW_HD9ghjHsDlyIlfOa-slq9R7qlPzWxciDrglV7y9QhgCntyzU0fRdQotDZyR2xWfFp2mpU1TXf3MA79oUYR07PbTAq-cVvMOI26uAkes_J8ESO6Z__jA3K0wCz4UC_AFYH2-2uRlAs4TS-bPXiSsxbiAGUFHGqs',
    'v0HlkCau4Fl9PBdCt1qrqbIhjofV8G3e8l84JuPDrRnldhAZjGcBMXgtEn-y3l5d8IfJCTOUvaqJ_WR00PQCxxm17fJvdPkqouakPiBqZzeHTZ1Rst3kXav7aqr84DJ1Q3VcawDu_BkEdWLhGp4evj2TKuBQ45qPlMjcHK2OBZU',
  ],
  [
    '2WxCm4t20e-E3I_UIa9GY3V9okYq45WILbwC8JYVpueGhrkjOnRW7M48Dgh7xdBuPd4Dzc25t2YdDwHl4WqZHEi8Rrj0UfDQiiaKBVMfNxRfWcOUIbLhA8NHJXDCNjx3AAR3pklEGMCOhSBsPLFGqeterNY9ztogNijiT3skjy0',
    'uQrt-aYJY7TtYxABjpYmGbR7L9t05Vfhrg4vYBamjM5Ep4gHZ8LW7hB36ds6h4Q2RpsltLX50nQ39dKsaE1OVTL6EMcN9PxC7k0obSnZXRATD436xzrub_kkLbCxAomNcO4MYr_e2ohK_GwpEWO9HwPN6Pr37t5U9c_p6sviFVc',
  ],
  [
    '1lbaEmzldVd1xkmKlMK_CarCNuEjAWBu72l-R-5C8WLyChwiS_jHsutnDVRtRq3eo81SMr57mzR7inux5rwoRtEhzq3zfBm53Irtj02Tu2yUdUZKDj8P086ZBvJX9_Cvz9kJLSHDAq4vXiWjkV8KwlhdsXgQRqj1pJJHqChgap8',
    'zOOZzHV38l9vczWn_bk90ZF0pSfTvwsNdvIjQMEq029FqgoX8-XFuAPqcxAUuFQjb8w0uPtbjS6_9k3Y0a3sTqR_jXv1y73F6mKeYEpeTeKSBclpdS7zAN3OFwWMb10FvvbwxWX2N7naDNeh6rRlB3X4ekMaoV2FH20zegaheSM',
  ],
  [
    '6WaI7Qy6UlGuXUzeNv4wECqSxdCYyNPW1KPFmr5HpD6FEl4-h_aZDMSYX4Q-mFGOpdQfc_-y3jWlGOdtFK_8L-93VnYFbx1Z9yXq8sHre5q34zFE1QVeVOi8gt_hzAVpWKpG9FRRCeSrY0TIGucWIlmmd9aDxzntR6zr8OvUXl0',
    'w-gmkgKqXOVsFCRcJ-4WCFQzL3bf5HleKhHVpGmUVLi4QRCkkXkMeX9CP-1O-ZSAaDb2XvCURRVMvItm1aZudy8aeYkrpqZb90x8XEfFu_wLEGoYFF-jdXwyeWKuIxIINtBSFf-iXkPvVJVVcERsiO1vzBf5ufcnCwHOqqbKwFE',
  ],
  [
    'wUIbk40UlTr4q57EfRUDrneanxd9jP1TGOPnubV8PZxTGSeKOnl9wDhM3KOB7-_gKdw0VS46D3thApWqCMyVYHuW1Iyjzn1piHwfx9805GMYD175Lco4aJq5RQ-DhIbopQb7DYcyxvpS6vKIKtDOikiqZXxZY-vLZSCQ_qKil2c',
    'ux90675U3fTczxcC1f_YnwuIuoQ4hVNuvAwR-SeV-uVlBrx6KNgi-QA5FPezooh9kcZyTH_txUHI5i9N46T7ksxaLT00QG0HyTIpeLef3sANXs6200AH9vFLW0hhw9F-PGnlaExuQxTQc3iMcocaMMorGN5ccM2w0XK2XSCkxpU',
  ],
  [
    '6fAQ4KAWC-dsD6qcjR10r8jAQv_2-wuwMkfxZ_9_39gYqm7uzmwKBM39QcnVLOCBc5TsqKvI6gHeYVjARgJhqb2BaJv9-WSu0tWETMXBr9SGxaF4cSuhOwVhONYyPg57cIuUlUGMXdBWvwmnqJp7Jvi0foHOgr3Toke4QEu8T3U',
    'uKhT5iDEE2ogFCDxDfQPEJbAhndGy85Xx12q6U_qFH8UFRwgqt5W4yC5XEGU4uWYHBc9YufOdUWn1mgHe7JuqRv54gxHyl4S6E1uHknLl7TE2aP-pDds6s8CRQS1lsv7TxMow2fHP-a5gT8raANNbNY6ZBVdjNTwMt5M8Q2cXQM',
  ],
  [
    '6ybXnpqUTCMDt9I1P7bjNeYpRmytQhO7KSIFWsZynSFhzT2cwYfopiTJhrXh24SHSNbPtSe9ShFVXNAtkFovbXug6DJvdDsaJnLmF3wszcqecW1HUH7zFScsJGDUdKO2DJammgvuQtAr_f6De9bSgVAbHxPhCmu58pmOe_-g_tk',
    '4egwAHHWmvmR45AjQevB5yfmwBMxnE5v98ekOJJd4YgqyEUb15S9wS34PHovTulUG2fDQiyWisMeEsy4nsmpR0OQjqRW7UzoNk5808ohfmXdTZaP_MmUFc1XrMyTKdk4AD6z8238j0gPd36srPbYkVYpXFjfwK2WcP4DCa7FPJs',
  ],
  [
    '515Ngss7-D8HwVAyZaSZou3scye3FTouTkPrsHIa0O5o47-tZw41qcZ1MoXooXVcks9gyiAkMYATCAjYAuJzEbQL3eHxJHL42vKLOmZFvKfDxg5KtCAbrM9jtxENYF_KDXky359nkwx7EJNmHG0AJ--4p0nvSAgS3G6p55IWrVM',
    '2O4kIZd9RNyjAOl_of_pc1vVIQH61lk0bS1Mtz9YDctX39tOXGvzCE1Q07nLw4KPvDNggIGarn5mmtYiW4OtOJkUytMW_i0PuCKeebQy86HMsrq-UO-eGCi-rsJxc81QMGG4N5nkSEAmv3Z97c-BgVYIZKWfyI-wEIG-ud60-y8',
  ],
  [
    '_kDEBCQXkPvMByDKJc6WZxhgJyf8AOFj6P-pKBh5Ro7OWOca3UxbfYNDDRzRBDLS4ahCORv_9_HiSTrX4XLSwLlI44TjITr39Hx5gWVohIsWrMCdfbARKHDqlPe11JSK6b6SlCqxucLLzXVxN2mqi6306cNTciAhrGpRc3oeaV8',
    '2TpBgAbeqmtmCvBI3spwJvPrOOeLzqxATtGQT56CKZ8nvhCNMswxVanLMlFdAcZ1GxSZXvs303wRn1QhOlucZu7IbqIovRnqrZ-vJap4daOkLUJaRrt52nEQrqfE5rL9ZhqDqBKmuru9TbNGVNOTZjMVpT42IKdeTacAKI4ec_0',
  ],
  [
    '5BYsd2_Leof2up2bSRRVc8Y_OYpiQDpd3C2p8P_0JP70IZ39ed0fLoBN-vQt37enaDtkRjZCN2J1E192WqZn3Z25fbboJLK7WZcvd-cBWmGJWixS6jw-sJHocemJ-j4kSEmtIJtf01_lDPaCDnke-1EYNFjMb3CwRcitgiA96dk',
    't0Y2s3QQaqudWzgoPjEDuqVAMTVW-rp3T5Ni7uHqS1wg-PKhK4K1TOGqTuAF984MEVmOxPFzbUvYs4n6Yija-3wbdqlEezOAzZiplMzr95La8o-QVs2nkHh_Olf6kMLq3cW5FRvVmhn80oqg73sAWnPgSy--FJzsvRtJ7wAOT_M',
  ],
  [
    '9zL4u56Pw0FY5pPYERcHY5jclLaJTcdU9huLWKuufF4YxRy2lG6ggP-KPZKdz7_CPU_01Y4ze1-XgfK6LORZXuEA0RjZGPqNS75EhDZSl5P_XZfV7VFLVZ6wJTeJSos8RYrQTzdEZnNccO6W6SyM_CIPYIspHmWRQs9_ougHKgs',
    'y72Of3SQ4PogFPpTTX7ctdDmg8xalDfZsPsZ_GS2E37AET-ZyhoPX21B12uTsvK2KyRa-dw8NCHaN26JnziB1aTWqgIwo-7jGlEx75Rkb8gCfbMxR-Iuz0wgD48RWogh8PSMAU2-s6Esfq5Tpkw2SLj6Mlq8Ucq1sIN2VhfLA0c',
  ],
  [
    '6sFogWoj9OzaQyG433C-wrGAaVG4h5prINkoSlcDZdQui2IslGaBIwXtOCRao9ts5hwJVUIzKBpFFN48-NMfX41eYaZ-n7Yv3q5fskjpcYTqS_LJZKSlGnYzmhwC6KHk9FJqM_2MFTHIR8_DnGVdqWmRqNCMIQem4ZoeziZA8nM',
    'uRsnvLxTbfRJi7NALXrUV48zSmFe8CUF2yqz-drjMgNkDky_xNf4BcB1ZqF6E6oC5nXnKICaj91G0vrThUhr7WR6zpbO-fOUIqlZ8qVASfIrOGyLF495oII7t9QzYihYUisDqsrjoVV3-rSWkKt9YereBNBG7vZdIbne_uLu7Gc',
  ],
];
