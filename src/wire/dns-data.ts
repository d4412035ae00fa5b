/** Records in the form of a zone file, taken apart. All of it is hostile text; null for what is not of the form. */

export interface MxData {
  readonly preference: number;
  /** In lower case, without a final dot; empty for the null MX (RFC 7505, 3). */
  readonly host: string;
}

/** `10 mail.contoso.com` (RFC 1035, 3.3.9). */
export function parseMx(data: string): MxData | null {
  const [, preference, host] = /^(\d{1,5}) (\S{1,255})$/.exec(data) ?? [];
  return preference === undefined || host === undefined
    ? null
    : { preference: Number(preference), host: bareName(host) };
}

export interface SrvData {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** In lower case, without a final dot; empty where the service is said not to be there (RFC 2782). */
  readonly target: string;
}

/** `0 5 443 mail.contoso.com` (RFC 2782). */
export function parseSrv(data: string): SrvData | null {
  const [, priority, weight, port, target] = /^(\d{1,5}) (\d{1,5}) (\d{1,5}) (\S{1,255})$/.exec(data) ?? [];
  if (target === undefined) return null;
  return {
    priority: Number(priority),
    weight: Number(weight),
    port: Number(port),
    target: bareName(target),
  };
}

/** Numbers of RFC 6698, 2.1, as they stand on the wire. */
export interface TlsaData {
  readonly usage: number;
  readonly selector: number;
  readonly matching: number;
  /** Lower-case hex. */
  readonly association: string;
}

/** `3 1 1 0b9fa5...` (RFC 6698, 2.2). */
export function parseTlsa(data: string): TlsaData | null {
  const [, usage, selector, matching, association] =
    /^(\d{1,3}) (\d{1,3}) (\d{1,3}) ((?:[\da-f]{2})+)$/i.exec(data) ?? [];
  if (association === undefined) return null;
  return {
    usage: Number(usage),
    selector: Number(selector),
    matching: Number(matching),
    association: association.toLowerCase(),
  };
}

function bareName(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}
