import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { smtpServer } from '../../src/lab/mail-servers.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { pem } from '../fixtures/certificates.ts';
import type { Site } from './site.ts';
import type { Stage } from './stage.ts';

export const MAIL = 'mail.contoso.com';
export const EDGE = 'edge.contoso.com';
export const HOOK = 'hooks.contoso.com:80';
export const NAMES = { [MAIL]: '192.0.2.10', [EDGE]: '192.0.2.20', 'hooks.contoso.com': '192.0.2.30' };
export const SERVICES = [`${MAIL}:443`, `${MAIL}:993`, `${EDGE}:25`, HOOK];

/** What an administrator can do to the servers. */
export interface Contoso {
  /** Another certificate on the ports of mail. */
  renew(): Promise<void>;
  /** 3DES on or off on 993. */
  tripleDes(on: boolean): Promise<void>;
  /** The gateway off or on. */
  edge(on: boolean): Promise<void>;
  /** Lets whoever comes to 443 wait from now on, but for the first few. */
  hold(served?: number): Hold;
  writeTargets(waivers?: readonly object[]): Promise<void>;
}

export interface Hold {
  /** Resolves when somebody waits. */
  readonly reached: Promise<void>;
  /** Serves those who wait, and all others as before. */
  release(): void;
}

const RENEWED = 6;

/** @param sixtyDaysLeft when the certificate of the gateway has 60 days left, ms since 1970 */
export async function openContoso(site: Site, stage: Stage, sixtyDaysLeft: number): Promise<Contoso> {
  const pki: Pki = await createPki(sixtyDaysLeft);
  const edgeChain = await pki.commercial([EDGE], { issued: 30, valid: 90 });
  /** A new key takes long to find, so they come round again. */
  const renewed: (readonly Uint8Array[])[] = [];
  let renewals = 0;
  let mailChain = await pki.commercial([MAIL], { issued: 20, valid: 99 });
  let old: readonly number[] = [];
  await writeFile(join(stage.folder, 'roots.pem'), pki.authorities.map(pem).join(''));

  let onHeld: ((socket: Socket) => void) | null = null;

  const serveMail = async (): Promise<void> => {
    const policy: TlsPolicy = exchange2019({ rsa: mailChain });
    const suites = [...Object.values(policy.suites).flat(), ...old];
    const https = tlsServer(policy, randomBytes);
    const imaps = tlsServer({ ...policy, suites }, randomBytes);
    await site.places[`${MAIL}:443`]?.serve((socket) => (onHeld ?? https)(socket));
    await site.places[`${MAIL}:993`]?.serve(imaps);
  };
  const edgeTls = tlsServer(exchange2019({ rsa: edgeChain }), randomBytes);
  const contoso: Contoso = {
    async renew() {
      const at = renewals % RENEWED;
      renewals += 1;
      mailChain = renewed[at] ??= await pki.commercial([MAIL], { issued: 15, valid: 115 });
      await serveMail();
    },
    async tripleDes(on) {
      old = on ? [0xc012] : [];
      await serveMail();
    },
    async edge(on) {
      const handler = smtpServer({ host: EDGE, now: () => stage.now(), banner: 'ESMTP', tls: edgeTls });
      await site.places[`${EDGE}:25`]?.serve(on ? handler : null);
    },
    hold(served = 0) {
      let left = served;
      const waiting: Socket[] = [];
      let reach = (): void => undefined;
      const reached = new Promise<void>((resolve) => {
        reach = resolve;
      });
      onHeld = (socket) => {
        left -= 1;
        if (left >= 0) {
          tlsServer(exchange2019({ rsa: mailChain }), randomBytes)(socket);
          return;
        }
        waiting.push(socket);
        reach();
      };
      return {
        reached,
        release() {
          onHeld = null;
          const https = tlsServer(exchange2019({ rsa: mailChain }), randomBytes);
          for (const socket of waiting) https(socket);
        },
      };
    },
    async writeTargets(waivers = []) {
      const targets = [
        { host: MAIL, services: ['https', 'imaps'] },
        { host: EDGE, services: ['smtp'] },
      ];
      const text = JSON.stringify({ organization: 'Contoso', cas: ['roots.pem'], targets, waivers });
      await writeFile(join(stage.folder, 'targets.json'), text);
    },
  };
  await serveMail();
  await contoso.edge(true);
  await contoso.writeTargets();
  return contoso;
}
