import { command } from '../command.ts';
import { REPORTING } from '../options.ts';

export const demoCommand = command({
  usage: 'demo',
  summary: 'Start a small simulated organization on this machine and scan it',
  positionals: {},
  options: REPORTING,
  examples: [
    ['demo', 'what a report looks like'],
    ['demo -v', 'with what mends each finding'],
  ],
  run: async (args, shell) => (await import('../demo.ts')).demo(args, shell),
});
