// Cases of a plain XState machine: states, transitions and pairs, in the order its events and delays allow, each walked on a real actor.
import { BihuanError } from '@bihuan/core';
import type { AnyStateMachine } from 'xstate';
import type { Obligation, Step, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import { type MachineModelOptions, type MachineState, machineModel } from '../explore/machine-model.ts';
import { impuritiesOfMachine, otherwise } from '../verify/determinism.ts';
import { bestTours } from './best-tours.ts';
import { lowerBound } from './lower-bound.ts';
import { machineGuide, machineObligations } from './machine-guide.ts';
import { transitionsOf } from './obligations.ts';
import { idOf } from './path-of.ts';
import type { Tour } from './tour.ts';
import { actorAgrees } from './walk-actor.ts';

export const machineCriteria = ['states', 'transitions', 'pairs'] as const;
export type MachineCriterion = (typeof machineCriteria)[number];

export interface GenerateMachineOptions extends MachineModelOptions {
  /** Default: transitions. */
  readonly cover?: readonly MachineCriterion[];
  readonly seed?: number;
  readonly limits?: ExploreLimits;
  readonly resetCost?: number;
  readonly exclude?: Readonly<Record<string, string>>;
}

/** Throws `OPTION_INVALID` for a criterion a plain machine has not: it knows no roles and no rules with reasons. */
export function generateMachine(machine: AnyStateMachine, options: GenerateMachineOptions = {}): Suite {
  const { cover = ['transitions'], seed = 1, resetCost = 1, exclude = {} } = options;
  const unknown = cover.find((each) => !machineCriteria.includes(each));
  if (unknown !== undefined || cover.length === 0) {
    const known = machineCriteria.join(', ');
    const details = { option: 'cover', criterion: unknown ?? null };
    throw new BihuanError(
      'OPTION_INVALID',
      { zh: `状态机没有覆盖准则 ${unknown ?? ''};有 ${known}`, en: `A plain machine has no criterion ${unknown ?? ''}; it has ${known}` },
      details,
    );
  }
  const model = machineModel(machine, options);
  const found = { ...explore(model, { refine: false, ...options.limits }), model, wholeModel: true };
  const wanted = new Map(machineObligations(model.machine, cover).map((each) => [each.id, each]));
  const excluded = new Map(Object.entries(exclude));
  const { walked, met } = bestTours([found], wanted, resetCost, (each, all, seen) => machineGuide(each, cover, all, excluded, seen));

  const paths = walked.map((tour) => machinePath(machine.id, tour));
  const unlike = walked.filter((tour) => !actorAgrees(model.machine, tour.steps, options.input)).length;
  const impure = impuritiesOfMachine(found).map(otherwise);
  const whole = found.notExplored.length === 0 && impure.length === 0;
  const obligations = [...wanted.values()].map((each): Obligation => {
    const reason = excluded.get(each.id) ?? (met.has(each.id) || !whole ? undefined : 'cannot happen: the whole model was explored');
    return { ...each, ...(reason !== undefined && { excluded: reason }), covered: met.has(each.id) };
  });
  const required = new Set(transitionsOf(model).filter((id) => met.has(`transition:${id}`)));
  const bound = cover.includes('transitions') && !cover.includes('pairs') ? lowerBound([found.graph], required, resetCost) : null;
  const steps = paths.flatMap((path) => path.steps).length;
  const cost = steps + (resetCost - 1) * paths.length;
  const disagreements = unlike === 0 ? [] : [`${unlike} paths could not be walked again on an actor with a simulated clock`];
  return {
    format: 'bihuan-paths/1',
    process: machine.id,
    version: model.version,
    hash: model.hash,
    title: model.title,
    cover: [...cover],
    seed,
    cast: [],
    startMs: modelNowMs,
    calendar: 'every-day',
    paths,
    obligations,
    totals: {
      paths: paths.length,
      steps,
      lowerBound: bound,
      covered: obligations.filter((each) => each.covered).length,
      coverable: obligations.filter((each) => each.covered || each.excluded === undefined).length,
      notExplored: [...found.notExplored, ...disagreements, ...impure],
      ...(bound !== null &&
        cost > bound && {
          gap: 'guards and delays keep the machine from going everywhere the bound supposes, or a shorter suite was not found',
        }),
    },
  };
}

export function machinePath(machine: string, { steps, covers }: Tour<MachineState>): TestPath {
  const told = steps.map(({ label, before, transitions, waitMs }, index): Step => {
    const after = steps[index + 1]?.before ?? undefined;
    const name = { zh: label.name, en: label.name };
    const expect = { outcome: 'applied', states: [...((after ?? lastOf(steps[index]!)).leaves as string[])] };
    const base = { actor: null, label: name, from: [...(before?.leaves ?? [])], transitions: [...transitions], expect };
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
