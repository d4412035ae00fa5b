import type { EndpointResult, ProductResult } from '../../model/report.ts';
import { groupBy } from './group-by.ts';

/**
 * What the servers of a host say they are, one line; one for each address where they differ. Empty if nothing is known.
 * `Exchange 2019 CU14 Nov24SU (15.2.1544.14), Windows Server 2019, MBX01, contoso.local`
 */
export function productLines(endpoints: readonly EndpointResult[]): readonly string[] {
  const said = [...groupBy(endpoints, ({ address }) => address ?? '')].flatMap(([address, rows]) => {
    const text = productText(rows.flatMap(({ product }) => product ?? []));
    return text === '' ? [] : [{ address, text }];
  });
  const texts = new Set(said.map(({ text }) => text));
  const [first] = texts;
  if (texts.size <= 1) return first === undefined ? [] : [first];
  return said.map(({ address, text }) => `${address}: ${text}`);
}

/** What the services of one server say together: one shows the build, another the names. */
function productText(products: readonly ProductResult[]): string {
  const build = products.find((product) => product.build !== null);
  const name = build?.name ?? products.find((product) => product.name !== null)?.name ?? null;
  const named = (...kinds: readonly string[]): string | null =>
    kinds.flatMap((kind) => products.flatMap(({ names }) => names.filter((one) => one.kind === kind)))[0]
      ?.value ?? null;
  // The version of IIS leaves open what an NTLM challenge says outright.
  const windows = (
    products.find(({ windows_versions: versions }) => versions.length > 0) ??
    products.find((product) => product.windows !== null)
  )?.windows;
  const parts = [
    name === null ? null : `${name}${build?.build == null ? '' : ` (${build.build})`}`,
    windows ?? null,
    named('front-end', 'netbios-computer', 'dns-computer'),
    named('dns-domain', 'netbios-domain'),
    frontText(products),
    products.some(({ modern_auth: auth }) => auth !== null && auth.authorization_uri !== null)
      ? 'hybrid modern authentication'
      : null,
    products.some(({ disagreements }) => disagreements.length > 0) ? 'its answers disagree' : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

const FRONTS = {
  'reverse-proxy': 'behind a reverse proxy',
  'load-balancer': 'behind a load balancer',
  'mail-gateway': 'mail gateway',
} as const;

/** What is in front of the website comes first: the other services may have none, or another. */
function frontText(products: readonly ProductResult[]): string | null {
  for (const { front } of products) {
    if (front.kind === 'exchange' || front.kind === 'unknown') continue;
    return `${FRONTS[front.kind]}${front.product === null ? '' : ` (${front.product})`}`;
  }
  return null;
}
