import { groupBy } from './group-by.ts';
import type { PolicyOutcome } from './judgement.ts';
import type { PathExtensions, PolicyMapping } from './path-extensions.ts';
import type { PolicySettings } from './request.ts';

export const ANY_POLICY = '2.5.29.32.0';

interface PolicyNode {
  readonly policy: string;
  /** What a policy of the next certificate may be called to follow this one. */
  expected: ReadonlySet<string>;
  readonly parents: ReadonlySet<PolicyNode>;
}

type Level = ReadonlyMap<string, PolicyNode>;

/**
 * The policy part of path validation (RFC 5280, 6.1), with the tree replaced by the graph of RFC 9618: a tree of n
 * certificates that map two policies onto each other has 2^n leaves, the graph two nodes a level.
 */
export class PolicyGraph {
  /** Certificates until a policy must be there, until mapping ends, until any policy ends (RFC 5280, 6.1.2 d to f). */
  private explicit: number;
  private mapping: number;
  private any: number;
  /** By depth; `null`: no policy is left. */
  private levels: Level[] | null;
  private readonly initial: ReadonlySet<string>;

  constructor(certificates: number, settings: PolicySettings) {
    const never = certificates + 1;
    this.explicit = settings.requireExplicit === true ? 0 : never;
    this.mapping = settings.inhibitMapping === true ? 0 : never;
    this.any = settings.inhibitAnyPolicy === true ? 0 : never;
    this.initial = new Set(settings.initial ?? [ANY_POLICY]);
    this.levels = [new Map([[ANY_POLICY, node(ANY_POLICY, new Set())]])];
  }

  /** RFC 5280, 6.1.3 (d) to (f). Says whether a policy is there if one must be. */
  take({ policies }: PathExtensions, last: boolean, selfIssued: boolean): boolean {
    if (policies === null) this.levels = null;
    if (this.levels !== null && policies !== null) {
      const anyCounts = this.any > 0 || (!last && selfIssued);
      const above = this.levels.at(-1) ?? new Map<string, PolicyNode>();
      this.levels = pruned([...this.levels, nextLevel(above, new Set(policies), anyCounts)]);
    }
    return this.explicit > 0 || this.levels !== null;
  }

  /** RFC 5280, 6.1.4 (b): the issuer's policies may go by other names below. */
  map(mappings: readonly PolicyMapping[]): void {
    const level = this.levels?.at(-1);
    if (this.levels === null || level === undefined || mappings.length === 0) return;
    const changed = new Map(level);
    const any = level.get(ANY_POLICY);
    for (const [issuer, entries] of groupBy(mappings, (mapping) => mapping.issuer)) {
      const mapped = changed.get(issuer);
      const subjects = new Set(entries.map(({ subject }) => subject));
      if (this.mapping === 0) changed.delete(issuer);
      else if (mapped !== undefined) mapped.expected = subjects;
      else if (any !== undefined)
        changed.set(issuer, { policy: issuer, expected: subjects, parents: any.parents });
    }
    this.levels = pruned([...this.levels.slice(0, -1), changed]);
  }

  /** RFC 5280, 6.1.4 (h) to (j). */
  count(extensions: PathExtensions, selfIssued: boolean): void {
    if (!selfIssued) {
      this.explicit = Math.max(0, this.explicit - 1);
      this.mapping = Math.max(0, this.mapping - 1);
      this.any = Math.max(0, this.any - 1);
    }
    this.explicit = Math.min(this.explicit, extensions.requireExplicitPolicy ?? this.explicit);
    this.mapping = Math.min(this.mapping, extensions.inhibitPolicyMapping ?? this.mapping);
    this.any = Math.min(this.any, extensions.inhibitAnyPolicy ?? this.any);
  }

  /** RFC 5280, 6.1.5 (a), (b) and (g), in the form of RFC 9618, 5.6. */
  finish(extensions: PathExtensions): PolicyOutcome & { readonly satisfied: boolean } {
    this.explicit = extensions.requireExplicitPolicy === 0 ? 0 : Math.max(0, this.explicit - 1);
    const authorities = this.authorities();
    const user = this.initial.has(ANY_POLICY)
      ? authorities
      : authorities.has(ANY_POLICY)
        ? new Set([...authorities, ...this.initial].filter((policy) => this.initial.has(policy)))
        : new Set([...authorities].filter((policy) => this.initial.has(policy)));
    return {
      authorities: [...authorities].toSorted(),
      user: [...user].toSorted(),
      explicit: this.explicit === 0,
      satisfied: this.explicit > 0 || user.size > 0,
    };
  }

  /** Policies under the names that the anchor knows: those that stem from any policy, and any policy itself. */
  private authorities(): ReadonlySet<string> {
    const nodes = (this.levels ?? []).slice(1).flatMap((level) => [...level.values()]);
    const found = nodes.filter(
      ({ policy, parents }) =>
        policy !== ANY_POLICY && [...parents].some((parent) => parent.policy === ANY_POLICY),
    );
    const open = this.levels?.at(-1)?.has(ANY_POLICY) === true ? [ANY_POLICY] : [];
    return new Set([...found.map(({ policy }) => policy), ...open]);
  }
}

function node(policy: string, parents: ReadonlySet<PolicyNode>): PolicyNode {
  return { policy, expected: new Set([policy]), parents };
}

/** RFC 5280, 6.1.3 (d) (1) and (2). */
function nextLevel(above: Level, policies: ReadonlySet<string>, anyCounts: boolean): Level {
  const expecting = new Map<string, Set<PolicyNode>>();
  for (const parent of above.values()) {
    for (const policy of parent.expected) {
      const parents = expecting.get(policy) ?? new Set();
      expecting.set(policy, parents.add(parent));
    }
  }
  const level = new Map<string, PolicyNode>();
  const any = above.get(ANY_POLICY);
  for (const policy of policies) {
    const parents = expecting.get(policy) ?? (any === undefined ? undefined : new Set([any]));
    if (policy !== ANY_POLICY && parents !== undefined) level.set(policy, node(policy, parents));
  }
  if (!policies.has(ANY_POLICY) || !anyCounts) return level;
  for (const [policy, parents] of expecting) {
    if (!level.has(policy)) level.set(policy, node(policy, parents));
  }
  return level;
}

/** Nodes that lead nowhere go, up to the root; `null` if nothing is left (RFC 5280, 6.1.3 d 3). */
function pruned(levels: readonly Level[]): Level[] | null {
  const kept: Level[] = [];
  let needed: ReadonlySet<PolicyNode> | null = null;
  for (const level of levels.toReversed()) {
    const useful: readonly PolicyNode[] = [...level.values()].filter(
      (entry) => needed === null || needed.has(entry),
    );
    if (useful.length === 0) return null;
    kept.unshift(new Map(useful.map((entry) => [entry.policy, entry])));
    needed = new Set(useful.flatMap(({ parents }) => [...parents]));
  }
  return kept;
}
