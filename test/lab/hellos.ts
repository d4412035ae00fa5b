import { buildHello, type HelloSpec } from '../../src/probes/hello-spec.ts';
import { FlightReader, type Flight } from '../../src/wire/flight.ts';
import { keyExchangeForm } from '../../src/probes/key-exchange-form.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { answerHello, type TlsAnswer } from '../../src/lab/tls-responder.ts';
import { RSA_ONLY } from './chains.ts';

/** The same bytes each time. */
export function counted(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7 + 1) % 251);
}

export function helloBytes(spec: Partial<HelloSpec>): Uint8Array {
  const keyShares = (): { group: number; key: Uint8Array }[] => [
    { group: 29, key: counted(32) },
    { group: 23, key: counted(65) },
  ];
  return buildHello(
    {
      maxVersion: 0x0303,
      versions: [],
      suites: [0xc030, 0xc02f, 0x002f],
      compressions: [0],
      groups: [29, 23, 24],
      signatureSchemes: [0x0804, 0x0401, 0x0403],
      keyShares: null,
      sni: 'mail.contoso.com',
      ocsp: false,
      extensions: 'all',
      rung: 'full',
      ...spec,
    },
    { random: counted, keyShares },
  ).bytes;
}

/** What a server like Exchange 2019, changed by `policy`, answers to a hello. */
export function answerTo(spec: Partial<HelloSpec>, policy: Partial<TlsPolicy>): TlsAnswer {
  return answerHello(helloBytes(spec), { ...exchange2019(RSA_ONLY), ...policy }, counted);
}

/** The flight that was sent; fails if something else was. */
export function flightOf(answer: TlsAnswer): Flight {
  if (answer.state !== 'send') throw new Error(`no flight but ${answer.state}`);
  return new FlightReader('done', keyExchangeForm).push(answer.bytes);
}
