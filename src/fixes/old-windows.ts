import { WINDOWS, WINDOWS_IDS } from '../exchange/windows.ts';
import type { EndpointResult } from '../model/report.ts';

const LIST = "'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\Local\\SSL\\00010002'";
const OLD = WINDOWS.slice(0, WINDOWS_IDS.indexOf('2016')).map(({ name }) => name);

/** The Windows of a server if it shows one from before the cmdlets for suites and curves, which came with 2016; else null. */
export function oldWindows(endpoints: readonly EndpointResult[]): string | null {
  const shown = endpoints.flatMap(({ product }) => product?.windows ?? []);
  return shown.find((name) => OLD.includes(name)) ?? null;
}

/**
 * What such a Windows has to keep: it has no RSA suite with ECDHE and GCM (Microsoft Learn, TLS Cipher Suites in Windows), and
 * programs of today have neither ECDHE_RSA with CBC and SHA-2 nor DHE.
 */
export function keepForClients(windows: string): string {
  return (
    `# With an RSA certificate ${windows} shares these alone with browsers and phones of today (derived), so leave some on: ` +
    'TLS_ECDHE_RSA_WITH_AES_*_CBC_SHA, TLS_RSA_WITH_AES_*_GCM_*, TLS_RSA_WITH_AES_*_CBC_SHA.'
  );
}

/**
 * The line for such a Windows: the list of suites is a value of the registry there ("Exchange Server TLS configuration best
 * practices"), whose names have a curve at their end, so that it is changed by hand.
 */
export function forOldWindows(line: string, windows: string): string {
  const read = `(Get-ItemProperty ${LIST}).Functions`;
  if (line.startsWith('(Get-TlsCipherSuite).Name')) return line.replace('(Get-TlsCipherSuite).Name', read);
  if (/^# .*Get-Content.*Enable-TlsCipherSuite/.test(line))
    return `# Set-ItemProperty ${LIST} -Name Functions -Value (Get-Content "$env:TEMP\\suites-before.txt")`;
  return !line.startsWith('#') && /-Tls(?:CipherSuite|EccCurve)\b/.test(line)
    ? `# ${windows} has no such command; change the list of suites to the same effect: ${line}`
    : line;
}
