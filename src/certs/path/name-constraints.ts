import { elements, expectTag, readElement, TAG } from '../der.ts';
import type { GeneralName, NameForm } from './general-name.ts';
import { generalName } from './general-name.ts';
import { isWithin } from './distinguished-name.ts';
import { groupBy } from './group-by.ts';
import { matchesAddress, matchesDnsName, matchesMailbox, matchesUri } from './name-subtrees.ts';

/** The extension of one authority (RFC 5280, 4.2.1.10). */
export interface NameConstraints {
  readonly permitted: Subtrees;
  readonly excluded: Subtrees;
}

/** By the form of their base, as only names of that form are concerned. */
export type Subtrees = ReadonlyMap<NameForm, readonly Subtree[]>;

export interface Subtree {
  readonly base: GeneralName;
  /** It has another minimum than 0, or a maximum: nobody defines what that means. */
  readonly bounded: boolean;
}

export interface NameConflict {
  readonly code: 'name-constraints' | 'name-constraints-unsupported';
  readonly why: string;
  readonly certain: boolean;
}

/** How many comparisons of a name with a subtree one path may cost. */
export interface ComparisonBudget {
  left: number;
}

/**
 * A certificate of 2,000 names below an authority of 2,000 subtrees asks for 4 million comparisons; honest ones stay
 * below some thousands.
 */
export const MAXIMUM_COMPARISONS = 100_000;

/** Throws a RangeError if it is not one. */
export function readNameConstraints(value: Uint8Array): NameConstraints {
  let permitted: Subtrees = new Map();
  let excluded: Subtrees = new Map();
  for (const { tag, content } of elements(expectTag(readElement(value), TAG.sequence, 'it').content)) {
    if (tag === PERMITTED) permitted = subtrees(content);
    else if (tag === EXCLUDED) excluded = subtrees(content);
    else throw new RangeError('neither permitted nor excluded subtrees');
  }
  return { permitted, excluded };
}

/**
 * The first conflict of these names with the constraints of one authority, or `null` (RFC 5280, 6.1.3 b and c). A form
 * of which no subtree is permitted is free; one that this program cannot compare is refused, as 4.2.1.10 demands,
 * unless the extension is not critical, when clients differ.
 */
export function nameConflict(
  names: readonly GeneralName[],
  constraints: NameConstraints,
  critical: boolean,
  budget: ComparisonBudget,
): NameConflict | null {
  for (const name of names) {
    const permitted = constraints.permitted.get(name.form) ?? [];
    const excluded = constraints.excluded.get(name.form) ?? [];
    const subtreeCount = permitted.length + excluded.length;
    if (subtreeCount === 0) continue;
    budget.left -= subtreeCount;
    if (budget.left < 0) {
      const why = 'it would take too many comparisons of names with constraints to tell';
      return { code: 'name-constraints-unsupported', why, certain: false };
    }
    if (!COMPARABLE.has(name.form) || [...permitted, ...excluded].some(({ bounded }) => bounded)) {
      const why = `a constraint on names of the form ${name.form} cannot be processed, and there is such a name`;
      return { code: 'name-constraints-unsupported', why, certain: critical };
    }
    const found = subtreeConflict(name, permitted, excluded);
    if (found !== null) return { code: 'name-constraints', why: found, certain: true };
  }
  return null;
}

/** For messages. */
function nameInWords(name: GeneralName): string {
  switch (name.form) {
    case 'directoryName':
      return name.name.parts.join(', ');
    case 'iPAddress':
      return Buffer.from(name.bytes).toString('hex');
    case 'rfc822Name':
    case 'dNSName':
    case 'uniformResourceIdentifier':
      return name.text.slice(0, 300);
    default:
      return name.form;
  }
}

const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
const MAXIMUM_SUBTREES = 5000;

const COMPARABLE: ReadonlySet<NameForm> = new Set([
  'rfc822Name',
  'dNSName',
  'uniformResourceIdentifier',
  'directoryName',
  'iPAddress',
]);

function subtrees(content: Uint8Array): Subtrees {
  const list: Subtree[] = [];
  for (const element of elements(content)) {
    if (list.length === MAXIMUM_SUBTREES) throw new RangeError(`more than ${MAXIMUM_SUBTREES} subtrees`);
    const [base, ...bounds] = elements(expectTag(element, TAG.sequence, 'a subtree').content);
    if (base === undefined) throw new RangeError('a subtree without a base');
    const name = generalName(base);
    if (name.form === 'iPAddress' && name.bytes.length !== 8 && name.bytes.length !== 32)
      throw new RangeError('a range of addresses of the wrong length');
    list.push({ base: name, bounded: bounds.some(({ tag, content: at }) => tag !== MINIMUM || !isZero(at)) });
  }
  return groupBy(list, ({ base }) => base.form);
}

const MINIMUM = 0x80;

/** DER leaves out a minimum of 0, but not everybody did. */
function isZero(content: Uint8Array): boolean {
  return content.length === 1 && content[0] === 0;
}

function subtreeConflict(
  name: GeneralName,
  permitted: readonly Subtree[],
  excluded: readonly Subtree[],
): string | null {
  if (name.form === 'uniformResourceIdentifier' && matchesUri(name.text, '') === null)
    return `${nameInWords(name)} has no host name, but addresses are constrained`;
  const outside = excluded.find(({ base }) => matches(name, base, 'excluded'));
  if (outside !== undefined) return `${nameInWords(name)} is excluded by ${nameInWords(outside.base)}`;
  if (permitted.length > 0 && !permitted.some(({ base }) => matches(name, base, 'permitted')))
    return `${nameInWords(name)} is in no permitted subtree`;
  return null;
}

function matches(name: GeneralName, base: GeneralName, side: 'permitted' | 'excluded'): boolean {
  if (name.form === 'directoryName') return base.form === name.form && isWithin(name.name, base.name);
  if (name.form === 'iPAddress') return base.form === name.form && matchesAddress(name.bytes, base.bytes);
  if (!('text' in name) || !('text' in base)) return false;
  if (name.form === 'dNSName') return matchesDnsName(name.text, base.text, side === 'excluded');
  if (name.form === 'rfc822Name') return matchesMailbox(name.text, base.text, side === 'excluded');
  return matchesUri(name.text, base.text) === true;
}
