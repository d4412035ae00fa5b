import type { Failure, FailureCode } from '../model/failure.ts';

/** What the HTTP library calls a failure, in our words. */
export function httpFailure(error: unknown): Failure {
  const { code, name, message } = error as Readonly<Record<'code' | 'name' | 'message', unknown>>;
  const detail = typeof code === 'string' ? code : String(message);
  // Not every one of its parser's errors bears a code.
  const unreadable = name === 'HTTPParserError' || detail.startsWith('HPE_');
  const known = CODES[detail] ?? (unreadable ? 'request-malformed' : 'request-failed');
  return { code: known, stage: 'request', detail: detail.slice(0, 200) };
}

const CODES: Readonly<Record<string, FailureCode>> = {
  UND_ERR_HEADERS_TIMEOUT: 'request-timeout',
  UND_ERR_BODY_TIMEOUT: 'request-timeout',
  UND_ERR_HEADERS_OVERFLOW: 'request-oversized',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'request-oversized',
  HPE_HEADER_OVERFLOW: 'request-oversized',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'request-malformed',
};
