import type { Target } from '../model/target.ts';
import type { ConfigFault } from './config-error.ts';
import { pathText } from './schema.ts';

/** A host, protocol and port that is asked for twice: one of the two has settings that would be lost. */
export function duplicateServices(targets: readonly (Target | undefined)[]): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const firstAt = new Map<string, string>();
  for (const [index, target] of targets.entries()) {
    if (target === undefined) continue;
    const repeated = repeatedServices(target, index, firstAt);
    // Of the standard set one is enough to say: the entry as a whole is there twice.
    faults.push(...(target.explicit ? repeated : repeated.slice(0, 1)));
  }
  return faults;
}

function repeatedServices(target: Target, index: number, firstAt: Map<string, string>): ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const [position, { protocol, port }] of target.services.entries()) {
    const key = `${protocol} ${port} ${target.host}`;
    const path = pathText(['targets', index, ...(target.explicit ? ['services', position] : [])]);
    const first = firstAt.get(key);
    if (first === undefined) firstAt.set(key, path);
    else faults.push({ path, message: `${protocol} port ${port} of ${target.host} is already in ${first}` });
  }
  return faults;
}
