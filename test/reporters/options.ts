import type { RenderOptions } from '../../src/reporters/reporter.ts';

export function renderOptions(changes: Partial<RenderOptions> = {}): RenderOptions {
  return { width: 80, colour: false, verbose: 0, ascii: false, csvExcel: false, ...changes };
}
