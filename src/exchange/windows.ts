/** The releases of Windows Server that Exchange 2010 and later run on. */
export const WINDOWS_IDS = ['2008r2', '2012', '2012r2', '2016', '2019', '2022', '2025'] as const;
export type WindowsId = (typeof WINDOWS_IDS)[number];

export interface WindowsRelease {
  readonly id: WindowsId;
  /** `Windows Server 2019`. */
  readonly name: string;
  /** Version in an NTLM challenge: `10.0.17763`. */
  readonly ntlm: string;
  /** What IIS of that release writes into `Server`: `Microsoft-IIS/10.0`. */
  readonly iis: string;
}

/**
 * Oldest first. The numbers in NTLM are from Microsoft Learn, "Windows Server release information" (2026-10-01); the versions
 * of IIS are well known, but no one page of Microsoft lists them.
 */
export const WINDOWS: readonly WindowsRelease[] = [
  release('2008r2', 'Windows Server 2008 R2', '6.1.7601', '7.5'),
  release('2012', 'Windows Server 2012', '6.2.9200', '8.0'),
  release('2012r2', 'Windows Server 2012 R2', '6.3.9600', '8.5'),
  release('2016', 'Windows Server 2016', '10.0.14393', '10.0'),
  release('2019', 'Windows Server 2019', '10.0.17763', '10.0'),
  release('2022', 'Windows Server 2022', '10.0.20348', '10.0'),
  release('2025', 'Windows Server 2025', '10.0.26100', '10.0'),
];

/** `Windows Server 2019`. */
export function windowsName(id: WindowsId): string {
  return WINDOWS.find((one) => one.id === id)?.name ?? id;
}

/** The release of an NTLM version, `10.0.17763`; undefined for one that is not in the table. */
export function windowsByNtlm(version: string): WindowsRelease | undefined {
  return WINDOWS.find(({ ntlm }) => ntlm === version.trim());
}

/** The releases that write this `Server` header; none if it is not one of IIS that is known. */
export function windowsByIis(header: string): readonly WindowsRelease[] {
  const text = header.trim().toLowerCase();
  return WINDOWS.filter(({ iis }) => iis.toLowerCase() === text);
}

/** True for Windows Server 2022 and later, whose Schannel has TLS 1.3 on (Microsoft Learn "Protocols in TLS/SSL"). */
export function hasTls13(id: WindowsId): boolean {
  return id === '2022' || id === '2025';
}

function release(id: WindowsId, name: string, ntlm: string, iis: string): WindowsRelease {
  return { id, name, ntlm, iis: `Microsoft-IIS/${iis}` };
}
