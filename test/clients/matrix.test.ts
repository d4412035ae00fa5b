import { describe, expect, test } from '@jest/globals';
import type { ChainTrust } from '../../src/certs/trust/chain-trust.ts';
import { clientMatrix } from '../../src/clients/matrix.ts';
import type { DirectoryFact } from '../../src/facts/types.ts';
import { endpoint, known, NOW, soundFacts, target } from '../fixtures/facts.ts';

const TRUSTED = {
  classification: 'commercial',
  stores: [],
  path: null,
  anchor: null,
  faults: [],
  why: '',
  facts: { completeness: 'complete', missing: null },
} as unknown as ChainTrust;

/** Services of a website of which the directory for MAPI over HTTP is in this state. */
function servicesWith(state: DirectoryFact['state']): readonly string[] {
  const place = endpoint('https');
  const mapi = { id: 'mapi', state } as DirectoryFact;
  const facts = soundFacts(place, { directories: known({ state: 'answered', directories: [mapi] }) });
  const { results } = clientMatrix({
    endpoints: [{ endpoint: place, facts, target: target(place.host) }],
    observations: [],
    trustOf: () => TRUSTED,
    isRevoked: () => false,
    now: NOW,
  });
  return [...new Set(results.map(({ service }) => service))];
}

describe('services in the matrix of clients', () => {
  test('are not those whose directory the website does not have, as MAPI over HTTP with Exchange 2010', () => {
    expect(servicesWith('absent')).not.toContain('mapi-http');
    expect(servicesWith('absent')).toContain('outlook-anywhere');
  });

  test.each(['present', 'unknown'] as const)('are those whose directory is %s', (state) => {
    expect(servicesWith(state)).toContain('mapi-http');
  });
});
