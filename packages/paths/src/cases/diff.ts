// What a changed process means for its test cases: which to add, drop, change, repeat. Which path is which is match-paths.ts.
import { type Match, matchPaths, type StepChange } from './match-paths.ts';
import type { Obligation, Suite, TestPath } from './suite.ts';

export interface PathReference {
  readonly id: string;
  readonly title: TestPath['title'];
}

export interface ChangedPath extends PathReference {
  /** Id of the path it was. */
  readonly was: string;
  /** `expectations`: the same is done, and something else has to be seen; `steps`: the nearest path, which does something else from the first such step on. */
  readonly by: 'expectations' | 'steps';
  readonly changes: readonly StepChange[];
}

export interface SuiteDiff {
  readonly before: Pick<Suite, 'process' | 'version' | 'hash'>;
  readonly after: Pick<Suite, 'process' | 'version' | 'hash'>;
  /** The definitions differ: results that were had with the cases before say nothing certain any more. */
  readonly stale: boolean;
  readonly added: readonly PathReference[];
  readonly gone: readonly PathReference[];
  readonly changed: readonly ChangedPath[];
  readonly same: readonly PathReference[];
  /** Same paths that pass something which changed, with the ids of what that is. */
  readonly repeat: readonly (PathReference & { readonly because: readonly string[] })[];
  readonly obligations: {
    readonly added: readonly Obligation[];
    readonly dropped: readonly Obligation[];
    /** Now left out, no longer left out, or for another reason. */
    readonly excludedOtherwise: readonly Obligation[];
  };
  /** The definition changed in a way that neither paths nor obligations show: every path has to be repeated. */
  readonly unexplained: boolean;
}

/** Cases to add, drop, change and repeat between two versions. Suites of two processes have nothing in common but what they happen to share. */
export function diffSuites(before: Suite, after: Suite): SuiteDiff {
  const matches = matchPaths(before.paths, after.paths);
  const obligations = obligationChanges(before, after);
  const touched = touchedBy(matches.changed, [...obligations.added, ...obligations.dropped]);
  const repeat = matches.same.flatMap((path) => {
    const because = [...passedBy(path)].filter((id) => touched.has(id)).sort();
    return because.length > 0 ? [{ ...reference(path), because }] : [];
  });
  const stale = before.process !== after.process || String(before.version) !== String(after.version) || before.hash !== after.hash;
  const quiet = [matches.added, matches.gone, matches.changed, obligations.added, obligations.dropped, obligations.excludedOtherwise];
  return {
    before: definition(before),
    after: definition(after),
    stale,
    added: matches.added.map(reference),
    gone: matches.gone.map(reference),
    changed: matches.changed.map(changedPath),
    same: matches.same.map(reference),
    repeat,
    obligations,
    unexplained: before.hash !== after.hash && quiet.every((list) => list.length === 0),
  };
}

const reference = ({ id, title }: TestPath): PathReference => ({ id, title });
const definition = ({ process, version, hash }: Suite) => ({ process, version, hash });

function changedPath({ before, after, changes }: Match): ChangedPath {
  const by = changes.some(({ what }) => what.includes('request')) ? 'steps' : 'expectations';
  return { ...reference(after), was: before.id, by, changes };
}

function obligationChanges(before: Suite, after: Suite): SuiteDiff['obligations'] {
  const old = new Map(before.obligations.map((each) => [each.id, each]));
  const now = new Set(after.obligations.map(({ id }) => id));
  return {
    added: after.obligations.filter(({ id }) => !old.has(id)),
    dropped: before.obligations.filter(({ id }) => !now.has(id)),
    excludedOtherwise: after.obligations.filter(({ id, excluded }) => old.has(id) && old.get(id)!.excluded !== excluded),
  };
}

/** States, transitions, deadlines and rules at which something is no longer as it was. */
function touchedBy(changed: readonly Match[], obligations: readonly Obligation[]): Set<string> {
  const touched = new Set<string>();
  for (const { before, after, changes } of changed) {
    for (const { step, what } of changes) {
      // Where paths part, the steps that follow say nothing about each other.
      if (what.includes('request')) break;
      for (const each of [before.steps[step - 1]!, after.steps[step - 1]!]) {
        for (const transition of each.transitions) touched.add(`transition:${transition}`);
        if (each.transitions.length === 0) for (const state of each.from) touched.add(`state:${state}`);
        if (what.includes('waitMs') && each.time) touched.add(`deadline:${each.time.state}#${each.time.deadline}`);
        if (what.includes('reasons')) for (const { rule } of each.expect.reasons ?? []) if (rule !== undefined) touched.add(`rule:${rule}`);
      }
    }
  }
  for (const { id, criterion } of obligations) {
    const name = id.slice(criterion.length + 1);
    touched.add(criterion === 'rule' ? `rule:${name.split('=')[0]}` : id);
    // A state that gains or loses a way out is not the state it was.
    if (criterion === 'transition') touched.add(`state:${name.split('|')[0]}`);
  }
  return touched;
}

function passedBy({ steps, covers }: TestPath): Set<string> {
  const passed = new Set<string>(covers.map((id) => (id.startsWith('rule:') ? id.split('=')[0]! : id)));
  for (const { from, transitions, expect, time } of steps) {
    for (const state of [...from, ...expect.states]) passed.add(`state:${state}`);
    for (const transition of transitions) passed.add(`transition:${transition}`);
    for (const { rule } of expect.reasons ?? []) if (rule !== undefined) passed.add(`rule:${rule}`);
    if (time) passed.add(`deadline:${time.state}#${time.deadline}`);
  }
  return passed;
}
