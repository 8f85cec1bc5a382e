// Cases of a plain XState machine: states, transitions and transitions in a row, in the order its events and delays allow, each walked on a real actor.
import type { AnyStateMachine } from 'xstate';
import type { Obligation, Step, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import { type MachineModelOptions, type MachineState, machineModel } from '../explore/machine-model.ts';
import { bestTours } from './best-tours.ts';
import { boundOf } from './bound-of.ts';
import { checkCover } from './check-cover.ts';
import { controlGraph } from './control-graph.ts';
import { possibleWords, remembering } from './history-graph.ts';
import { machineGuide, machineObligations } from './machine-guide.ts';
import { transitionsOf } from './obligations.ts';
import { idOf } from './path-of.ts';
import { roundTripsOf } from './round-trips.ts';
import { seekTrips } from './seek-trips.ts';
import type { Tour } from './tour.ts';
import { actorAgrees } from './walk-actor.ts';
import { switchesIn } from './words.ts';

export const machineCriteria = ['states', 'transitions', 'pairs', 'triples', 'quadruples', 'roundTrips'] as const;
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
  checkCover(cover, machineCriteria, { zh: '状态机', en: 'A plain machine' });
  const model = machineModel(machine, options);
  const plain = { ...explore(model, { refine: false, ...options.limits }), model, wholeModel: true };
  const inARow = switchesIn(cover);
  const found = inARow.length > 0 ? remembering(plain, inARow) : plain;
  const possible = possibleWords([found]);
  const { trips, left } = cover.includes('roundTrips')
    ? roundTripsOf(controlGraph(model.machine, [plain.graph]), [plain as never])
    : { trips: [], left: undefined };
  const wanted = new Map([...machineObligations(model.machine, cover), ...possible.values(), ...trips].map((each) => [each.id, each]));
  const excluded = new Map(Object.entries(exclude));
  const best = bestTours([found], wanted, resetCost, (each, all, seen) => machineGuide(each, cover, all, excluded, seen));
  const { met } = best;
  const waits = (place: MachineState, { state }: { readonly state?: string }) => place.delays[state!] ?? 0;
  const walked = trips.length === 0 ? best.walked : seekTrips([plain], best.walked, trips, waits, excluded, met);

  const paths = walked.map((tour) => machinePath(machine.id, tour));
  const unlike = walked.filter((tour) => !actorAgrees(model.machine, tour.steps, options.input)).length;
  const whole = found.notExplored.length === 0;
  const obligations = [...wanted.values()].map((each): Obligation => {
    const canHappen = met.has(each.id) || possible.has(each.id) || each.criterion === 'roundTrips';
    const reason = excluded.get(each.id) ?? (canHappen || !whole ? undefined : 'cannot happen: the whole model was explored');
    const { id, criterion, label } = each;
    return { id, criterion, label, ...(reason !== undefined && { excluded: reason }), covered: met.has(each.id) };
  });
  const bound = boundOf([found], cover, transitionsOf(model), met, resetCost);
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
      notExplored: [...found.notExplored, ...disagreements, ...(left === undefined ? [] : [left])],
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
