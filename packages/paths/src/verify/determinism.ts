// P016: the same state and move twice, under another clock and other chance: what differs, or asks for them, is not deterministic.
import type { Process, Text } from '@bihuan/core';
import type { Exploration } from '../explore/explore.ts';
import type { Label } from '../explore/label.ts';
import type { MachineState } from '../explore/machine-model.ts';
import type { Model } from '../explore/model.ts';
import { type CallLog, observed } from '../explore/observe.ts';
import type { Place } from '../explore/place-key.ts';
import { type ProcessModel, type ProcessModelOptions, processModel } from '../explore/process-model.ts';
import { firstByConfiguration } from './graph-checks.ts';

export interface Impurity {
  readonly what: 'clock' | 'chance' | 'differs';
  readonly state: string;
  /** The function of the process, or the event of a machine; undefined where it cannot be told. */
  readonly by?: string;
}

export const impureWords: Readonly<Record<Impurity['what'], Text>> = {
  clock: { zh: '读取了时钟', en: 'reads the clock' },
  chance: { zh: '用了随机数', en: 'uses chance' },
  differs: { zh: '两次结果不同', en: 'comes out differently the second time' },
};

/** What an impurity means for test cases. */
export const otherwise = ({ what, state, by }: Impurity): string =>
  `${by ?? `a function of ${state}`} ${impureWords[what].en}: cases may come out otherwise elsewhere, or another time`;

/** The most configurations whose functions are tried. Those of a machine have no names, and are tried wherever they may run. */
const mostTried = 200;
const mostOfMachine = 5000;

/** One place of every configuration of a process tried again, every function of it watched: each move from it, and each command as plain as it can be. */
export function impuritiesOf(
  process: Process,
  options: ProcessModelOptions,
  { graph, model }: Pick<Exploration<Place>, 'graph'> & { readonly model: ProcessModel },
): readonly Impurity[] {
  const { process: watched, log } = observed(process);
  const again = processModel(watched, options);
  const places = firstByConfiguration(graph, () => true).slice(0, mostTried);
  // Only what is tried by label is the same twice: which moves a model tries of itself depends on what it has seen.
  const labels = new Map<Place, readonly Label[]>();
  const tried = places.map((node) => {
    const place = model.unpack(graph.packed[node]!);
    labels.set(place, [...model.moves(place).map(({ label }) => label), ...plainRequests(process, model, place)]);
    return place;
  });
  const answers = (place: Place): readonly Answer[] =>
    labels.get(place)!.map((label) => {
      const move = again.step(place, label);
      return { event: label.name, came: move ? `${move.transitions.join(' ')} ${again.pack(move.to)}` : '' };
    });
  return impurities(again, tried, answers, log);
}

function plainRequests({ spec }: Process, model: ProcessModel, { world }: Place): readonly Label[] {
  return Object.entries(spec.commands).flatMap(([name, { by }]) => {
    const payload = model.plainPayload(name);
    const actors = model.cast.worlds[world]!.filter(({ roles }) => roles.some((role) => by.includes(role)));
    return actors.map(({ id }): Label => ({ kind: 'command', name, actor: id, ...(payload !== undefined && { payload }) }));
  });
}

/** The same of a machine, whose functions have no names: every move from a state of every configuration. */
export function impuritiesOfMachine({ graph, model }: Exploration<MachineState>): readonly Impurity[] {
  const places = firstByConfiguration(graph, () => true)
    .slice(0, mostOfMachine)
    .map((node) => model.unpack(graph.packed[node]!));
  const asked = (state: MachineState) => (state === places[0] ? [...model.starts(), ...model.moves(state)] : model.moves(state));
  return impurities(model, places, (state) =>
    asked(state).map(({ label, to, transitions }) => ({
      event: label.name,
      came: `${JSON.stringify(label)} ${transitions.join(' ')} ${model.key(to)}`,
    })),
  );
}

interface Answer {
  readonly event: string;
  readonly came: string;
}

/** Asks twice with `Date.now`, `new Date()` and `Math.random` watched. They are put back before it returns. */
function impurities<State>(
  model: Model<State>,
  states: readonly State[],
  answers: (state: State) => readonly Answer[],
  log?: CallLog,
): readonly Impurity[] {
  const found = new Map<string, Impurity>();
  for (const state of states) {
    const asked: Asked = { clock: undefined, chance: undefined };
    const ask = (turn: number) => watching(asked, turn, () => answers(state), log);
    const [once, twice] = [ask(1), ask(2)];
    const note = (what: Impurity['what'], by: string | undefined) => {
      const at = model.leaves(state).join(' ');
      if (!found.has(`${what} ${by ?? at}`)) found.set(`${what} ${by ?? at}`, { what, state: at, ...(by !== undefined && { by }) });
    };
    const conflicts = log?.conflicts() ?? [];
    if (asked.clock !== undefined) note('clock', asked.clock || undefined);
    if (asked.chance !== undefined) note('chance', asked.chance || undefined);
    // The clock and chance answer otherwise because they are made to.
    if (asked.clock !== undefined || asked.chance !== undefined) continue;
    for (const by of conflicts) note('differs', by);
    const event = conflicts.length === 0 ? differing(once, twice) : undefined;
    if (event !== undefined) note('differs', event);
  }
  return [...found.values()];
}

/** The event that leads elsewhere the second time. */
function differing(once: readonly Answer[], twice: readonly Answer[]): string | undefined {
  const [more, less] = once.length >= twice.length ? [once, twice] : [twice, once];
  return more.find(({ came }) => !less.some((each) => each.came === came))?.event;
}

/** Who asked, where they did; an empty name where that is not known. */
interface Asked {
  clock: string | undefined;
  chance: string | undefined;
}

function watching<Result>(asked: Asked, turn: number, run: () => Result, log: CallLog | undefined): Result {
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  const nowMs = 1_800_000_000_000 + turn * 86_400_000;
  class WatchedDate extends RealDate {
    constructor(...args: unknown[]) {
      if (args.length === 0) asked.clock ??= log?.running() ?? '';
      super(...((args.length === 0 ? [nowMs] : args) as [number]));
    }
    static override now(): number {
      asked.clock ??= log?.running() ?? '';
      return nowMs;
    }
  }
  Math.random = () => {
    asked.chance ??= log?.running() ?? '';
    return turn === 1 ? 0.1 : 0.9;
  };
  globalThis.Date = WatchedDate as DateConstructor;
  try {
    return run();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}
