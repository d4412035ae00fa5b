import { describe, expect, test } from '@jest/globals';
import { lookOf } from '../../src/cli/look.ts';
import { fakeShell } from './fake-shell.ts';

const TERMINAL = { isTerminal: true, columns: 132 };
const PIPE = { isTerminal: false, columns: null };

describe('colour', () => {
  test.each([
    ['on a terminal', TERMINAL, {}, undefined, true],
    ['not in a pipe', PIPE, {}, undefined, false],
    ['not on a dumb terminal', TERMINAL, { TERM: 'dumb' }, undefined, false],
    ['not with NO_COLOR', TERMINAL, { NO_COLOR: '1' }, undefined, false],
    ['with an empty NO_COLOR', TERMINAL, { NO_COLOR: '' }, undefined, true],
    ['with FORCE_COLOR in a pipe', PIPE, { FORCE_COLOR: '1' }, undefined, true],
    ['not with FORCE_COLOR=0', TERMINAL, { FORCE_COLOR: '0' }, undefined, false],
    ['not with both', PIPE, { FORCE_COLOR: '1', NO_COLOR: '1' }, undefined, false],
    ['with --color whatever the environment says', PIPE, { NO_COLOR: '1' }, true, true],
    ['not with --no-color', TERMINAL, { FORCE_COLOR: '1' }, false, false],
  ])('%s', (_case, stdout, environment, color, expected) => {
    expect(lookOf({ color, ascii: false }, fakeShell({ stdout, environment })).colour).toBe(expected);
  });

  test('is not in a file although standard output is a terminal', () => {
    expect(lookOf({ ascii: false }, fakeShell({ stdout: TERMINAL }), true).colour).toBe(false);
  });
});

describe('width', () => {
  test.each([
    ['that of the terminal', TERMINAL, { COLUMNS: '60' }, 132],
    ['COLUMNS in a pipe', PIPE, { COLUMNS: '60' }, 60],
    ['100 in a pipe', PIPE, {}, 100],
    ['80 on a terminal that does not say', { isTerminal: true, columns: null }, {}, 80],
    ['not a COLUMNS that is no number', PIPE, { COLUMNS: 'wide' }, 100],
  ])('%s', (_case, stdout, environment, width) => {
    expect(lookOf({ ascii: false }, fakeShell({ stdout, environment })).width).toBe(width);
  });

  test('is not that of the terminal for a file', () => {
    expect(lookOf({ ascii: false }, fakeShell({ stdout: TERMINAL }), true).width).toBe(100);
  });
});
