import { isIP } from 'node:net';

/**
 * Whether a dNSName lies in a subtree (RFC 5280, 4.2.1.10): labels may be added on the left. The RFC gives a leading
 * dot no meaning here; OpenSSL, Windows, Go and NSS take `.contoso.com` for the names below contoso.com alone. With
 * `partly`, `*.contoso.com` also counts as lying in mail.contoso.com, because it stands for that name among others:
 * the reading for excluded subtrees.
 */
export function matchesDnsName(name: string, base: string, partly: boolean): boolean {
  const wanted = host(name);
  const tree = host(base);
  if (isBelow(wanted, tree)) return true;
  if (!partly || !wanted.startsWith('*.')) return false;
  const parent = wanted.slice(1);
  return tree.endsWith(parent) && !tree.slice(0, -parent.length).includes('.');
}

/**
 * Whether a mailbox is `base` itself, on the host `base`, or on a host below `.base`. With `doubtful`, what is no
 * mailbox is taken to match, which is the safe reading for excluded subtrees.
 */
export function matchesMailbox(mailbox: string, base: string, doubtful: boolean): boolean {
  const at = mailbox.lastIndexOf('@');
  if (at < 0) return doubtful;
  const wanted = host(mailbox.slice(at + 1));
  const mark = base.lastIndexOf('@');
  if (mark >= 0) return mailbox.slice(0, at) === base.slice(0, mark) && wanted === host(base.slice(mark + 1));
  return matchesHost(wanted, host(base));
}

/** Whether the host of an address is `base`, or lies below `.base`; `null` if it has none that is a name. */
export function matchesUri(uri: string, base: string): boolean | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  if (authority === undefined) return null;
  const name = host(authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, ''));
  if (name === '' || name.startsWith('[') || isIP(name) !== 0) return null;
  return matchesHost(name, host(base));
}

/** Whether an address lies in a range of address and mask, each 4 or 16 bytes. */
export function matchesAddress(address: Uint8Array, range: Uint8Array): boolean {
  if (range.length !== address.length * 2) return false;
  return address.every((byte, index) => {
    const mask = range[address.length + index] ?? 0;
    return (byte & mask) === ((range[index] ?? 0) & mask);
  });
}

function matchesHost(name: string, base: string): boolean {
  return base.startsWith('.') || base === '' ? isBelow(name, base) : name === base;
}

function isBelow(name: string, base: string): boolean {
  if (base === '' || name === base) return true;
  return name.endsWith(base.startsWith('.') ? base : `.${base}`);
}

function host(text: string): string {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  return bare.toLowerCase();
}
