/**
 * offered: the keyword is there; masked: something in the path wrote over it, as firewalls do that inspect mail
 * (Cisco ASA ESMTP inspection without allow-tls turns STARTTLS into XXXXXXXA); not-offered: neither.
 */
export type StarttlsOffer = 'offered' | 'not-offered' | 'masked';

/** For the capabilities of SMTP (RFC 3207) and IMAP (RFC 9051, 6.2.1). */
export function starttlsOffer(capabilities: readonly string[]): StarttlsOffer {
  return offerOf('STARTTLS', capabilities);
}

/** For the capabilities of POP3, where the command is STLS (RFC 2595, 4). */
export function stlsOffer(capabilities: readonly string[]): StarttlsOffer {
  return offerOf('STLS', capabilities);
}

/** For the capabilities of SMTP, where X-ANONYMOUSTLS is how Exchange servers begin TLS among themselves. */
export function anonymousTlsOffer(capabilities: readonly string[]): StarttlsOffer {
  return offerOf('X-ANONYMOUSTLS', capabilities);
}

function offerOf(keyword: string, capabilities: readonly string[]): StarttlsOffer {
  const words = capabilities.map((line) => (line.trim().split(/\s/, 1)[0] ?? '').toUpperCase());
  if (words.includes(keyword)) return 'offered';
  return words.some((word) => isMasked(word, keyword)) ? 'masked' : 'not-offered';
}

/**
 * Same length, with some letters written over, or all of them and any last letter. Another masked keyword of
 * that length looks the same (CHUNKING): then too, what the server offers has not been seen.
 */
function isMasked(word: string, keyword: string): boolean {
  if (word.length !== keyword.length) return false;
  if (/^(?:X+|\*+|#+)\S$/.test(word)) return true;
  return Array.from(keyword, (letter) => `${letter}X*#`).every((allowed, index) =>
    allowed.includes(word.charAt(index)),
  );
}
