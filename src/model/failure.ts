/** Where in a conversation something went wrong. */
export type Stage = 'resolve' | 'dial' | 'preamble' | 'tls' | 'request' | 'local';

/**
 * Every way in which a question can stay unanswered. The list is closed: a new way of failing is a new
 * code here, so that no report ever says "error".
 */
export const FAILURE_CODES = {
  'name-not-found': 'the name does not exist in DNS',
  'no-address': 'the name exists but has no address',
  'resolver-failed': 'the resolver did not give an answer',
  'connection-refused': 'the port is closed: the connection was refused',
  'connect-timeout': 'no answer to the connection attempt',
  unreachable: 'the network or host is unreachable',
  'dial-failed': 'the connection could not be opened',
  busy: 'the server says that it is too busy or has too many connections',
  rejected: 'the server refused to talk to us',
  'preamble-timeout': 'the server stopped answering before TLS began',
  'preamble-closed': 'the server closed the connection before TLS began',
  'preamble-malformed': 'the answer before TLS is not of the protocol',
  'preamble-oversized': 'the answer before TLS is larger than any honest one',
  'tls-timeout': 'no answer to the TLS hello',
  'tls-closed': 'the connection ended in the middle of a TLS answer',
  'tls-malformed': 'the answer to the TLS hello cannot be read',
  'tls-oversized': 'the answer to the TLS hello is larger than any honest one',
  'not-tls': 'the answer to the TLS hello is not TLS',
  contradiction: 'the server chose something that was not offered',
  'session-failed': 'the full TLS session could not be completed',
  'url-refused': 'the address that a certificate names may not be fetched from',
  'private-address': 'the address is in a private network, and fetching from those was not allowed',
  'too-many-redirects': 'the answer leads on and on to other addresses',
  'http-status': 'the answer to the request is an HTTP error',
  'request-timeout': 'no whole answer to the request',
  'request-failed': 'the connection broke before the answer to the request was whole',
  'request-malformed': 'the answer to the request is not plain HTTP',
  'request-oversized': 'the answer to the request is larger than any honest one',
  'fetch-budget': 'the requests that the run may make to certification authorities were used up',
  'issuer-unknown': 'the issuer is not known, so nobody can be asked about the certificate',
  aborted: 'the run was stopped before the answer came',
  budget: 'the connection budget of the endpoint was used up',
  deadline: 'the time allowed for the run was used up',
  'local-limit': 'this machine or its TLS library cannot ask the question',
} as const;

export type FailureCode = keyof typeof FAILURE_CODES;

export interface Failure {
  readonly code: FailureCode;
  readonly stage: Stage;
  /** What was seen, in a few words; may quote the server, so it is hostile text. */
  readonly detail: string;
}
