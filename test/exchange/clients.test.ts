import { describe, expect, test } from '@jest/globals';
import { type Cell, type Client, isConfirmed } from '../../src/exchange/clients/client.ts';
import { CLIENTS, CLIENTS_AS_OF } from '../../src/exchange/clients/index.ts';
import { CLIENT_SOURCES } from '../../src/exchange/clients/sources.ts';
import { OFFER_SOURCES, OFFERS, offer } from '../../src/exchange/offers/index.ts';
import { CLIENT_MARKS, CLIENT_SERVICES } from '../../src/model/clients.ts';
import { suite } from '../../src/wire/iana/suites.ts';
import { VERSIONS } from '../../src/wire/iana/versions.ts';

const EVERY = CLIENTS.map((client): [string, Client] => [client.id, client]);

/** Every cell of a client, wherever it stands. */
function cellsOf(value: unknown): Cell<unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('unconfirmed' in value || ('value' in value && 'mark' in value)) return [value as Cell<unknown>];
  return Object.values(value).flatMap(cellsOf);
}

describe('the table of clients', () => {
  test('has each id once, and says of which day it is', () => {
    const ids = CLIENTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(CLIENTS_AS_OF).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test.each(EVERY)('says of %s where each confirmed thing was read, and how sure it is', (_id, client) => {
    const confirmed = client.uses.flatMap(cellsOf).filter(isConfirmed);
    for (const { mark, source } of confirmed) {
      expect(CLIENT_MARKS).toContain(mark);
      expect(mark).not.toBe('operator');
      expect(CLIENT_SOURCES[source].url).toMatch(/^https?:\/\//);
    }
  });

  test.each(EVERY)('gives what is not confirmed of %s no value', (_id, client) => {
    const open = client.uses.flatMap(cellsOf).filter((cell) => !isConfirmed(cell));
    for (const cell of open) expect(Object.keys(cell)).toEqual(['unconfirmed']);
  });

  test.each(EVERY)('has something confirmed about %s', (_id, client) => {
    const open = client.uses.every(({ offers, identity, unsupported, opportunity }) =>
      [offers, identity, unsupported, opportunity].flatMap(cellsOf).every((cell) => !isConfirmed(cell)),
    );
    // Its connection comes from elsewhere, which is worth saying; nothing is concluded from it.
    expect(open).toBe(client.id === 'outlook-mobile');
  });

  test.each(EVERY)('names services and records of %s that there are, each service once', (_id, client) => {
    const services = client.uses.flatMap((use) => use.services);
    expect(new Set(services).size).toBe(services.length);
    for (const service of services) expect(CLIENT_SERVICES).toContain(service);
    for (const { offers } of client.uses) {
      for (const ref of isConfirmed(offers) ? offers.value : []) expect(offer(ref.offer)?.id).toBe(ref.offer);
    }
  });

  test.each(EVERY)('has a title for %s that fits a column', (_id, { title }) => {
    expect(title.length).toBeLessThanOrEqual(28);
  });
});

describe('the table of offers', () => {
  test('has the 107 records and the list of Exchange 2019, each once', () => {
    expect(OFFERS).toHaveLength(108);
    expect(new Set(OFFERS.map(({ id }) => id)).size).toBe(108);
  });

  test.each(OFFERS.map((row) => [row.id, row] as const))('%s has a source and can be sent', (_id, row) => {
    expect(OFFER_SOURCES[row.source].url).toMatch(/^https:\/\//);
    expect(row.evidence === 'documented').toBe(row.extensions === null);
    expect(VERSIONS).toContain(row.versions[1]);
    expect(row.suites.some((code) => suite(code) !== undefined)).toBe(true);
  });
});
