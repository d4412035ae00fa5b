import { quoteList } from './powershell.ts';

/**
 * PowerShell that changes what Schannel accepts, as the Exchange TLS article and "TLS registry settings" name
 * the values. CreateSubKey of .NET opens a key that exists without emptying it, and takes the "/" in the names
 * of ciphers, both of which New-Item does not.
 */
const SCHANNEL = 'SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL';
const MACHINE = '[Microsoft.Win32.Registry]::LocalMachine';

/** The last lines of every change of Schannel. */
export const AFTERWARDS: readonly string[] = [
  '# Do the same on every Exchange server, then restart each of them: Schannel reads its settings at the start.',
  '# If a load balancer, proxy or mail gateway answers on this port, change its settings instead.',
];

/** Turns a protocol version, named as in the registry (`TLS 1.0`), on or off for both sides. */
export function setProtocol(name: string, state: 'on' | 'off'): string {
  const [enabled, disabledByDefault] = state === 'on' ? [1, 0] : [0, 1];
  return (
    `foreach ($side in 'Server', 'Client') { ` +
    `$key = ${MACHINE}.CreateSubKey("${SCHANNEL}\\Protocols\\${name}\\$side"); ` +
    `$key.SetValue('Enabled', ${enabled}, 'DWord'); ` +
    `$key.SetValue('DisabledByDefault', ${disabledByDefault}, 'DWord') }`
  );
}

/** Lets .NET, and with it Exchange, follow Schannel: without it a server can be left without a common version. */
export const FOLLOW_SCHANNEL =
  `foreach ($root in 'SOFTWARE\\Microsoft', 'SOFTWARE\\Wow6432Node\\Microsoft') { ` +
  `foreach ($net in 'v4.0.30319', 'v2.0.50727') { ` +
  `$key = ${MACHINE}.CreateSubKey("$root\\.NETFramework\\$net"); ` +
  `$key.SetValue('SystemDefaultTlsVersions', 1, 'DWord'); $key.SetValue('SchUseStrongCrypto', 1, 'DWord') } }`;

/** Turns off entries of `Ciphers` or `Hashes`, such as `Triple DES 168`. */
export function turnOff(kind: 'Ciphers' | 'Hashes', names: readonly string[]): string {
  return (
    `foreach ($name in ${quoteList(names)}) { ` +
    `${MACHINE}.CreateSubKey("${SCHANNEL}\\${kind}\\$name").SetValue('Enabled', 0, 'DWord') }`
  );
}

/** Sets a DWORD directly below SCHANNEL or below one of its keys. */
export function setValue(key: string, name: string, value: number): string {
  const path = key === '' ? SCHANNEL : `${SCHANNEL}\\${key}`;
  return `${MACHINE}.CreateSubKey('${path}').SetValue('${name}', ${value}, 'DWord')`;
}

/** Takes suites out of the list of Windows Server 2016 and later. */
export function disableSuites(names: readonly string[]): readonly string[] {
  return names.length === 0
    ? []
    : [`foreach ($suite in ${quoteList(names)}) { Disable-TlsCipherSuite -Name $suite }`, POLICY_WINS];
}

/** Puts suites first, in this order, in the list of Windows Server 2016 and later. */
export function orderSuites(names: readonly string[]): readonly string[] {
  return [
    `$position = 0; foreach ($suite in ${quoteList(names)}) ` +
      `{ Enable-TlsCipherSuite -Name $suite -Position $position; $position++ }`,
    POLICY_WINS,
  ];
}

const POLICY_WINS =
  '# On Windows Server 2012 R2 and older, and where Group Policy sets the list, edit the list of suites there: ' +
  'a policy (HKLM\\SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002) wins over these commands.';

/** Whether the command changes what TLS the machine speaks, which takes a restart. */
export function isSchannelChange(command: string): boolean {
  return /LocalMachine\.CreateSubKey|(?:Enable|Disable)-TlsCipherSuite|(?:Enable|Disable)-TlsEccCurve/.test(
    command,
  );
}

/** The suites that such a line of ours takes out of the list; null for any other line. */
export function disabledSuites(command: string): readonly string[] | null {
  const [, list] = /^foreach \(\$suite in (.*?)\) \{ Disable-TlsCipherSuite/.exec(command) ?? [];
  return list === undefined ? null : [...list.matchAll(/'([^']*)'/g)].map(([, name = '']) => name);
}
