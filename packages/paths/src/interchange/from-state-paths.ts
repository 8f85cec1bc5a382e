// Paths of @xstate/graph as a suite. It ignores time, so that a third of what it gives cannot happen: each is walked before it is taken over.
import type { AnyStateMachine } from 'xstate';
import type { Suite } from '../cases/suite.ts';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import { type MachineModel, type MachineModelOptions, type MachineState, machineModel } from '../explore/machine-model.ts';
import type { Move } from '../explore/model.ts';
import { machinePath, machineSuite } from '../generate/machine-suite.ts';
import { distinct } from '../generate/path-of.ts';
import { machineGuide, machineObligations } from '../tours/machine-guide.ts';
import type { Tour, Walked } from '../tours/tour.ts';
import { actorAgrees } from '../tours/walk-actor.ts';
import { carriedBy, coversInTurn } from '../walks/walks-by.ts';
import { initial } from './state-path.ts';

export interface FromStatePathsOptions extends MachineModelOptions {
  /** Of the exploration that says what could be covered. */
  readonly limits?: ExploreLimits;
}

/** What is read of a path: events, and values of states where they are given. Also of one that was written as JSON and read again. */
export interface StatePathLike {
  readonly state: { readonly value?: unknown };
  readonly steps: readonly { readonly state: { readonly value?: unknown }; readonly event: { readonly type: string } }[];
}

const cover = ['states', 'transitions'] as const;

/**
 * A suite of those paths that happen as they say on an actor under a simulated clock: a delay runs out when it is the next to, and every event leads where
 * the path says. All others are named in `totals.notExplored`, each with the step that it fails at. Events that change nothing become steps that must be ignored.
 */
export function fromStatePaths(machine: AnyStateMachine, paths: readonly StatePathLike[], options: FromStatePathsOptions = {}): Suite {
  const model = machineModel(machine, options);
  const found = { ...explore(model, { refine: false, ...options.limits }), model, wholeModel: true };
  const wanted = new Map(machineObligations(model.machine, cover).map((each) => [each.id, each]));
  const guide = machineGuide(found, cover, wanted, new Map(), new Set());
  const tours: Tour<MachineState>[] = [];
  const unlike: string[] = [];
  for (const [index, path] of paths.entries()) {
    const walked = walk(model, path);
    const steps = typeof walked === 'string' ? [] : walked;
    const why =
      typeof walked === 'string'
        ? walked
        : actorAgrees(model, steps)
          ? undefined
          : 'an actor under a simulated clock comes by other states';
    if (why === undefined) tours.push({ steps, covers: [] });
    else unlike.push(`path ${index + 1} of @xstate/graph is not in (${eventsOf(path).join(', ') || initial}): ${why}`);
  }
  const walked = coversInTurn(tours, (id) => wanted.has(id));
  return machineSuite({
    ...{
      model,
      cover,
      seed: 1,
      wanted,
      excluded: new Map(),
      lowerBound: null,
      resetCost: 1,
      explored: found.notExplored,
      stopped: [],
      unlike,
    },
    met: new Set(walked.flatMap(({ covers }) => covers)),
    possible: carriedBy(found, guide),
    paths: distinct(
      walked.map((tour) => machinePath(machine.id, tour)),
      false,
    ),
  });
}

const begins = ({ steps }: StatePathLike): boolean => steps[0]?.event.type === initial;
const eventsOf = (path: StatePathLike): readonly string[] => path.steps.slice(begins(path) ? 1 : 0).map(({ event }) => event.type);

/** The steps as the model takes them, or why it does not. */
function walk(model: MachineModel, path: StatePathLike): readonly Walked<MachineState>[] | string {
  // Without `xstate.init`, as older versions have it, a step holds the state before its event.
  const [first, ...rest] = begins(path) ? path.steps.map(({ state }) => state) : [...path.steps.map(({ state }) => state), path.state];
  const events = path.steps.slice(begins(path) ? 1 : 0).map(({ event }) => event);
  const start = model.starts().find(({ to }) => leadsTo(to, first));
  if (!start) return 'the machine does not begin there';
  const steps: Walked<MachineState>[] = [stepOf(null, start, 0)];
  let place = start.to;
  for (const [index, event] of events.entries()) {
    const at = `step ${index + 1}, ${event.type}`;
    const said = rest[index];
    const isDelay = event.type in place.delays;
    if (!isDelay && event.type.startsWith('xstate.after.')) return `${at}: that delay does not run`;
    const move = isDelay ? dueNext(model, place, event.type) : sent(model, place, event, said);
    if (!move && isDelay) return `${at}: another delay runs out before`;
    if (!move && !leadsTo(place, said)) return `${at}: nothing happens`;
    if (move && !leadsTo(move.to, said)) return `${at}: leads to ${JSON.stringify(move.to.value)}, not to ${JSON.stringify(said?.value)}`;
    steps.push(move ? stepOf(place, move, isDelay ? place.delays[event.type]! : 0) : ignored(place, event));
    place = move?.to ?? place;
  }
  return steps;
}

const dueNext = (model: MachineModel, place: MachineState, type: string): Move<MachineState> | undefined =>
  model.moves(place).find(({ label }) => label.kind === 'time' && label.state === type);

/** What an event comes to; where that hangs on guards that nobody implemented, what the path says. */
function sent(
  model: MachineModel,
  place: MachineState,
  { type, ...data }: { readonly type: string },
  said: StatePathLike['state'] | undefined,
): Move<MachineState> | undefined {
  const payload = Object.keys(data).length > 0 ? { payload: data as never } : {};
  return (
    model.step(place, { kind: 'command', name: type, actor: null, ...payload }) ??
    model.moves(place).find(({ label, to }) => label.kind === 'command' && label.name === type && leadsTo(to, said))
  );
}

const stepOf = (before: MachineState | null, { label, to, transitions }: Move<MachineState>, waitMs: number): Walked<MachineState> => ({
  ...{ label, before, after: to, transitions, waitMs, offsetMs: 0 },
  meets: [...transitions.map((id) => `transition:${id}`), ...to.leaves.map((path) => `state:${path}`)],
});

const ignored = (place: MachineState, { type, ...data }: { readonly type: string }): Walked<MachineState> => ({
  label: { kind: 'command', name: type, actor: null, ...(Object.keys(data).length > 0 && { payload: data as never }) },
  ...{ before: place, after: place, transitions: [], waitMs: 0, offsetMs: 0, refused: 'ignored' },
});

/** Whether a state is the one that a path says, if it says one. */
const leadsTo = ({ value }: MachineState, said: StatePathLike['state'] | undefined): boolean =>
  said?.value === undefined || sorted(value) === sorted(said.value);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
