import type { Command } from '../command.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { judgeCommand } from './judge.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { schemaCommand } from './schema.ts';

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  scanCommand,
  checkCommand,
  judgeCommand,
  rulesCommand,
  schemaCommand,
  demoCommand,
];
