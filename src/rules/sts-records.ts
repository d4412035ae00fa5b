/** The record and the file that MTA-STS needs (RFC 8461, 3.1 and 3.2), as comments: neither belongs on an Exchange server. */
export function stsRecords(
  domain: string,
  hosts: readonly string[],
  mode: 'testing' | 'enforce',
): readonly string[] {
  const named = hosts.length === 0 ? ['each MX host'] : hosts;
  return [
    `# In DNS, one record, with another id at each change of the policy: _mta-sts.${domain} TXT "v=STSv1; id=1"`,
    `# At https://mta-sts.${domain}/.well-known/mta-sts.txt, which answers 200 itself, as text/plain, without a redirect:`,
    '#   version: STSv1',
    `#   mode: ${mode}`,
    ...named.map((host) => `#   mx: ${host}`),
    '#   max_age: 604800',
    ...(mode === 'testing' ? ['# When the reports show nothing amiss, set "mode: enforce".'] : []),
  ];
}
