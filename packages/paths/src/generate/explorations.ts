// What tours are planned on: one small exploration that tells no counters apart, and one for every set of counters that keeps a transition out of reach.
import type { AnyProcess, Process } from '@bihuan/core';
import { branchList, places, ruleNames } from '@bihuan/core/model';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import type { Place } from '../explore/place-key.ts';
import { type ProcessModel, type ProcessModelOptions, processModel } from '../explore/process-model.ts';
import { jsonSchemaOf } from '../explore/schema.ts';
import { transitionsOf } from './obligations.ts';
import type { Explored as ExploredAs } from './tour.ts';

type Explored = ExploredAs<Place, ProcessModel>;

/** The most states of one exploration. */
const mostStates = 12_000;
const mixedStates = 3_000;
const mostRounds = 4;
/**
 * A small exploration ends when it has found no transition for this many states, and for twice as many as it had when it
 * found the last; four times that while it looks for a certain one. */
const patience = 700;

/**
 * The deepest first. `hats` adds people under several. With `limits.states`, transitions that no small exploration reaches are looked for in
 * the whole model, as far as that.
 */
export function explorations(
  process: AnyProcess,
  options: ProcessModelOptions,
  hats: boolean,
  limits: ExploreLimits = {},
): readonly Explored[] {
  const all = transitionsOf(process);
  const walk = (
    counters: ReadonlySet<string> | undefined,
    wanted: readonly string[],
    group: Pick<ProcessModelOptions, 'hats'>,
  ): Explored => {
    const model = processModel(process, { ...options, ...group, ...(counters && { counters }) });
    let newest = { transitions: 0, at: 0 };
    const enough = (taken: ReadonlySet<string>, states: number): boolean => {
      if (taken.size > newest.transitions) newest = { transitions: taken.size, at: states };
      if (wanted.length > 0 && wanted.every((id) => taken.has(id))) return true;
      return counters !== undefined && states > (wanted.length > 0 ? 4 : 1) * (patience + 2 * newest.at);
    };
    return {
      ...explore(model, { states: mostStates, ...(counters === undefined && limits), refine: counters === undefined, enough }),
      model,
      wholeModel: counters === undefined,
    };
  };
  const found = [walk(new Set(), [], hats ? {} : { hats: 'one' })];
  const taken = () => new Set(found.flatMap(({ graph }) => graph.transitions.values.flat()));
  const tried = new Set(['']);
  for (let round = 0; round < mostRounds; round++) {
    const before = taken();
    const missing = all.filter((id) => !before.has(id));
    const states = new Set(found.flatMap(({ graph }) => graph.configurations.values.flat()));
    const groups = Map.groupBy(
      missing.filter((id) => isEntered(id, states)),
      (id) => [...countersOf(process, found[0]!, id)].sort().join(' '),
    );
    const fresh = [...groups].filter(([counters]) => !tried.has(counters));
    if (fresh.length === 0) break;
    for (const [counters, wanted] of fresh) {
      tried.add(counters);
      found.unshift(walk(new Set(counters.split(' ')), wanted, { hats: 'one' }));
    }
  }
  const still = all.filter((id) => !taken().has(id));
  if (still.length > 0 && limits.states !== undefined) found.push(walk(undefined, still, {}));
  return found;
}

/** A few thousand states of everybody together, for refusals that take somebody under several hats beside others. */
export function everybody(process: AnyProcess, options: ProcessModelOptions): Explored {
  const model = processModel(process, { ...options, hats: 'mixed', counters: new Set() });
  return { ...explore(model, { states: mixedStates, refine: false }), model, wholeModel: false };
}

/** The whole model, as far as limits allow: what cannot happen there cannot happen. */
export function wholeModel(process: AnyProcess, options: ProcessModelOptions, limits: ExploreLimits): Explored {
  const model = processModel(process, options);
  return { ...explore(model, limits), model, wholeModel: true };
}

const isEntered = (id: string, states: ReadonlySet<string>): boolean => {
  const source = id.slice(0, id.indexOf('|'));
  return source === '' || [...states].some((path) => path === source || path.startsWith(`${source}.`));
};

/** Counters that the rules before a transition read: those of its own guard, and of the branches tried before it. */
function countersOf({ spec, statechart }: Process, { model }: Explored, id: string): ReadonlySet<string> {
  const [source = '', event = '', index = '0'] = id.split('|');
  const config: any =
    source === ''
      ? statechart
      : places({ statechart, machine: model.process.machine } as Process).find(({ path }) => path === source)?.config;
  const branches = event.startsWith('after ')
    ? config?.after?.[event.slice(6)]
    : event === 'always'
      ? config?.always
      : event === 'done'
        ? config?.onDone
        : config?.on?.[event];
  const rules = branchList(branches)
    .slice(0, Number(index) + 1)
    .flatMap(({ guard }) => ruleNames(guard));
  const { properties = {} } = jsonSchemaOf(spec.context);
  return new Set(
    rules.flatMap((rule) => model.readBy(rule)).filter((field) => ['integer', 'number'].includes(String(properties[field]?.type))),
  );
}
