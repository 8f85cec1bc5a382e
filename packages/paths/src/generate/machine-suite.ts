// What was walked on a plain machine, as a suite: its paths in the neutral form, and what they cover of what can be.
import type { Obligation, Step, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import type { MachineModel, MachineState } from '../explore/machine-model.ts';
import { enterable } from '../explore/state-targets.ts';
import type { Tour } from '../tours/tour.ts';
import { notIn } from '../walks/walks-by.ts';
import type { Wanted } from './obligations.ts';
import { idOf } from './path-of.ts';
import { totalsOf } from './totals.ts';

export interface WalkedMachine {
  readonly model: MachineModel;
  readonly cover: readonly string[];
  readonly seed: number;
  readonly wanted: ReadonlyMap<string, Wanted>;
  readonly excluded: ReadonlyMap<string, string>;
  /** Ids of what the paths meet, and of what some move that was explored meets. */
  readonly met: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
  readonly paths: TestPath[];
  readonly lowerBound: number | null;
  readonly resetCost: number;
  /** In words: what was not explored, where walks stopped, what could not be walked on an actor. */
  readonly explored: readonly string[];
  readonly stopped: readonly string[];
  readonly unlike: readonly string[];
}

const impossible = 'cannot happen: the whole model was explored';
const unled = 'cannot happen: no transition leads there';

export function machineSuite({ model, paths, wanted, excluded, met, possible, ...walked }: WalkedMachine): Suite {
  // What is tried more often than it can happen keeps nothing out of sight.
  const whole = walked.explored.every((each) => model.supposed.includes(each));
  const within = enterable(model.machine);
  const obligations = [...wanted.values()].map((each): Obligation => {
    const known = met.has(each.id) || possible.has(each.id) || each.criterion === 'roundTrips';
    const reason = excluded.get(each.id) ?? (known ? undefined : whole ? impossible : isWithin(within, each) ? undefined : unled);
    const { id, criterion, label } = each;
    return { id, criterion, label, ...(reason !== undefined && { excluded: reason }), covered: met.has(id) };
  });
  const missed = obligations.filter((each) => !each.covered && each.excluded === undefined).length;
  return {
    format: 'bihuan-paths/1',
    process: model.id,
    version: model.version,
    hash: model.hash,
    title: model.title,
    cover: [...walked.cover],
    seed: walked.seed,
    cast: [],
    startMs: modelNowMs,
    calendar: 'every-day',
    paths,
    obligations,
    totals: totalsOf({
      ...{ paths, obligations, lowerBound: walked.lowerBound, resetCost: walked.resetCost },
      notExplored: [...walked.explored, ...notIn(walked.stopped, missed), ...walked.unlike],
      gap: 'guards and delays keep the machine from going everywhere the bound supposes, or a shorter suite was not found',
    }),
  };
}

/** Whether some transition leads to a state, or to where a transition begins. Of what is more than one step this says nothing. */
const isWithin = (within: ReadonlySet<string>, { criterion, id }: Wanted): boolean =>
  (criterion !== 'states' && criterion !== 'transitions') || within.has(id.slice(id.indexOf(':') + 1).split('|')[0]!);

export function machinePath(machine: string, { steps, covers }: Tour<MachineState>): TestPath {
  const told = steps.map(({ label, before, transitions, waitMs, refused }, index): Step => {
    const after = steps[index + 1]?.before ?? undefined;
    const name = { zh: label.name, en: label.name };
    const expect = { outcome: refused ?? 'applied', states: [...((after ?? lastOf(steps[index]!)).leaves as string[])] };
    const base = {
      actor: null,
      label: name,
      from: [...(before?.leaves ?? [])],
      transitions: [...transitions],
      ...(refused !== undefined && { negative: true }),
      expect,
    };
    if (label.kind === 'time')
      return { kind: 'time', ...base, time: { state: before!.leaves.join(' '), deadline: label.name, offsetMs: 0, waitMs } };
    return {
      kind: label.kind === 'open' ? 'open' : 'command',
      command: label.name,
      ...base,
      ...(label.payload !== undefined && { payload: label.payload as object }),
    } as Step;
  });
  const names = told.slice(1, 5).map(({ label }) => label.en);
  const title = `${names.join(', ')}${told.length > 5 ? ', …' : ''}: ends in ${told.at(-1)!.expect.states.join(', ')}`;
  return { id: idOf(machine, told), title: { zh: title, en: title }, steps: told, covers: [...covers] };
}

const lastOf = (step: Tour<MachineState>['steps'][number]): MachineState => step.after ?? step.before!;
