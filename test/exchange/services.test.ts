import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { SERVICE_STATEMENTS, UNSEEN } from '../../src/exchange/services.ts';
import { RULES } from '../../src/rules/index.ts';

const IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));
const GROUPS = [...new Set(RULES.map(({ id }) => id.split('/')[0]))].join('|');
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe.each(SERVICE_STATEMENTS.map((row) => [row.id, row] as const))('the statement %s', (_, row) => {
  test('is judged by rules that there are, or says why it cannot be', () => {
    expect(row.rules.filter((id) => !IDS.has(id))).toEqual([]);
    expect(row.rules.length === 0).toBe(row.look !== null);
    expect(row.articles.length).toBeGreaterThan(0);
  });

  test('is a sentence without its stop', () => {
    expect(row.statement).toMatch(/^\S.{20,140}[^.]$/);
    expect(row.seen).toMatch(/^\S.{3,160}[^.]$/);
  });
});

test('no statement stands there twice', () => {
  expect(new Set(SERVICE_STATEMENTS.map(({ id }) => id)).size).toBe(SERVICE_STATEMENTS.length);
});

test('what cannot be seen is listed', () => {
  expect(UNSEEN.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['federation', 'oauth', 'instant-messaging']),
  );
});

describe('the README', () => {
  test('names no rule that does not exist', () => {
    const named = README.match(new RegExp(`(?<=\`)(?:${GROUPS})/[a-z0-9-]+(?=\`)`, 'g')) ?? [];
    expect(named.filter((id) => !IDS.has(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(SERVICE_STATEMENTS.length);
  });

  test('has a row for each statement of the two articles, with its rules and what is seen of it', () => {
    const lines = README.split('\n').filter((line) => line.startsWith('|'));
    const lost = SERVICE_STATEMENTS.filter(({ statement, rules, seen }) => {
      const parts = [statement, seen, ...rules.map((id) => `\`${id}\``)];
      return !lines.some((line) => parts.every((part) => line.includes(part)));
    });
    expect(lost.map(({ id }) => id)).toEqual([]);
  });
});
