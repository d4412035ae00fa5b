import { alertMeaning } from './iana/alerts.ts';

/**
 * Is this an end that says nothing by itself: of the connection, or by an alert that is not about the offer?
 * OpenSSL answers internal_error where it has no signature for an old version; Windows often just hangs up.
 */
export function isVagueEnd(outcome: {
  readonly status: string;
  readonly alert?: { readonly description: number } | null;
}): boolean {
  if (outcome.status === 'closed') return true;
  if (outcome.status !== 'refused' || outcome.alert === null || outcome.alert === undefined) return false;
  return alertMeaning(outcome.alert.description) !== 'refuses-offer';
}
