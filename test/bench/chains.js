import { parseCertificate } from '../../dist/certs/parse.js';
import { judgeChain } from '../../dist/certs/trust/judge-chain.js';
import { listStore } from '../../dist/certs/trust/list-store.js';
import { publicStores } from '../../dist/certs/trust/public-stores.js';
import { issue, makeKeys } from '../../dist/lab/issue.js';
import { line } from './tables.js';

const DAY = 86_400_000;

/**
 * Reads and judges so many chains in this process: a server certificate of its own each, below one intermediate and a root
 * that is the organization's own. Then the same chains again from other objects, as a fleet repeats them.
 */
export async function chains({ count }) {
  line(`\nIssuing ${count} certificates; that is not measured`);
  const presented = await fleetOf(count, Date.now());
  const { root, stores } = presented;
  const request = { stores, pool: [], at: presented.now, purpose: 'serverAuth' };
  // The tables of the root programs are read when the first chain is judged.
  const first = measure(() =>
    judgeChain([parseCertificate(presented.leaves[0]), parseCertificate(root)], request),
  );

  const issuer = parseCertificate(presented.issuer);
  const parsing = measure(() => presented.leaves.map((der) => parseCertificate(der)));
  const judging = measure(() => parsing.result.map((leaf) => judgeChain([leaf, issuer], request)));
  const refused = judging.result.filter(({ classification }) => classification !== 'internal').length;
  if (refused > 0) throw new Error(`${refused} chains were not found valid`);
  const again = presented.leaves.map((der) => parseCertificate(der));
  const repeating = measure(() => again.map((leaf) => judgeChain([leaf, issuer], request)));

  const row = (name, { ms }, each) => [
    name,
    `${ms.toFixed(0)} ms`,
    each === 1 ? '-' : `${((1000 * ms) / each).toFixed(0)} us`,
  ];
  return {
    title: `${count} chains on Node ${process.versions.node}, in one process`,
    head: ['What', 'Time', 'Each'],
    rows: [
      row('the first chain, with the tables of roots', first, 1),
      row('reading the certificates', parsing, count),
      row('judging the chains', judging, count),
      row('judging them again (by fingerprint)', repeating, count),
    ],
    commands: [],
  };
}

async function fleetOf(count, now) {
  const [rootKeys, issuerKeys, leafKeys] = await Promise.all([makeKeys(), makeKeys(), makeKeys()]);
  const root = { name: 'O=Example, CN=Example Root', keys: rootKeys };
  const issuer = { name: 'O=Example, CN=Example Issuing CA', keys: issuerKeys };
  const common = {
    notBefore: now - DAY,
    notAfter: now + 90 * DAY,
    dnsNames: [],
    policies: [],
    keyUsage: 'a0',
    basicConstraints: true,
    timestamps: false,
  };
  const rootDer = await issue({ ...common, subject: root, issuer: root, ca: true });
  const issuerDer = await issue({ ...common, subject: issuer, issuer: root, ca: true });
  const leaves = [];
  for (let at = 0; at < count; at += 1) {
    const name = `mail${at}.example.com`;
    const subject = { name: `O=Example, CN=${name}`, keys: leafKeys };
    const dnsNames = [name, `autodiscover.mail${at}.example.com`];
    leaves.push(
      await issue({ ...common, subject, issuer, ca: false, dnsNames, policies: ['2.23.140.1.2.2'] }),
    );
  }
  const stores = [...publicStores(), listStore('own', 'own list', [parseCertificate(rootDer)])];
  return { root: rootDer, issuer: issuerDer, leaves, stores, now };
}

function measure(work) {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}
