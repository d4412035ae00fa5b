import type { Command } from '../command.ts';
import { checkCommand } from './check.ts';
import { clientsCommand } from './clients.ts';
import { completionCommand } from './completion.ts';
import { demoCommand } from './demo.ts';
import { diffCommand } from './diff.ts';
import { discoverCommand } from './discover.ts';
import { explainCommand } from './explain.ts';
import { fixCommand } from './fix.ts';
import { historyCommand } from './history.ts';
import { judgeCommand } from './judge.ts';
import { notifyCommand } from './notify.ts';
import { planCommand } from './plan.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { scheduleCommand } from './schedule.ts';
import { schemaCommand } from './schema.ts';
import { whatifCommand } from './whatif.ts';

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  scanCommand,
  checkCommand,
  discoverCommand,
  judgeCommand,
  clientsCommand,
  whatifCommand,
  explainCommand,
  fixCommand,
  planCommand,
  diffCommand,
  historyCommand,
  scheduleCommand,
  notifyCommand,
  rulesCommand,
  schemaCommand,
  completionCommand,
  demoCommand,
];
