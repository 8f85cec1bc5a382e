// What tours are planned on: one small exploration that tells no counters apart, and one for every set of counters that keeps a transition out of reach.
import type { AnyProcess, Process } from '@bihuan/core';
import { branchList, places, ruleNames } from '@bihuan/core/model';
import type { Hats } from '../explore/cast.ts';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import type { Place } from '../explore/place-key.ts';
import { type ProcessModel, type ProcessModelOptions, processModel } from '../explore/process-model.ts';
import { jsonSchemaOf } from '../explore/schema.ts';
import { scout } from '../explore/scout.ts';
import { exploreThoroughly } from '../explore/thorough.ts';
import { transitionsOf } from '../generate/obligations.ts';
import { groupBy } from '../group-by.ts';
import type { Explored as ExploredAs } from './tour.ts';

type Explored = ExploredAs<Place, ProcessModel> & { readonly counters?: ReadonlySet<string> };

/** Near an opening, exploration is breadth first until this many states brought no new transition, or there are `nearStates`. */
const patience = 700;
const nearStates = 1_500;
const farStates = 4_000;
const broadStates = 12_000;
/** How often an area is looked at when certain transitions are looked for. */
const areaVisits = 20;
const countedVisits = 8;
const mixedStates = 3_000;
const mostRounds = 4;

/**
 * The deepest first. `look` finds what is far from an opening: by default as soon as can be. With `limits.states`, transitions that no small exploration reaches are looked for in the whole model, as far as that.
 */
export function explorations(
  process: AnyProcess,
  options: ProcessModelOptions,
  hats: Hats,
  limits: ExploreLimits = {},
  look: Look = soonest,
): readonly Explored[] {
  const all = transitionsOf(process);
  const found = [near(processModel(process, { ...options, hats, counters: new Set() }))];
  const { model } = found[0]!;
  const tried = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const groups = groupBy(missingIn(found, all), (id) => countersFor(process, found, id));
    const fresh = [...groups].filter(([names, wanted]) => names !== undefined && !tried.has(`${names}: ${wanted}`));
    if (fresh.length === 0) break;
    for (const [names = '', wanted] of fresh) {
      tried.add(`${names}: ${wanted}`);
      const counters = new Set(names.split(' ').filter(Boolean));
      found.unshift(look(processModel(process, { ...options, hats: 'one', counters, learnedFrom: model }), counters, wanted));
    }
  }
  if (limits.states !== undefined && missingIn(found, all).length > 0)
    found.push(wholeModel(process, options, { enough: (taken) => all.every((id) => taken.has(id)), ...limits }));
  return found;
}

const missingIn = (found: readonly Explored[], all: readonly string[]): readonly string[] => {
  const taken = new Set(found.flatMap(({ graph }) => graph.transitions.values.flat()));
  return all.filter((id) => !taken.has(id));
};

/** All that is close to an opening. */
function near(model: ProcessModel): Explored {
  let newest = { transitions: 0, at: 0 };
  const enough = (taken: ReadonlySet<string>, states: number): boolean => {
    if (taken.size > newest.transitions) newest = { transitions: taken.size, at: states };
    return states > patience + 2 * newest.at;
  };
  return { ...explore(model, { states: nearStates, refine: false, enough }), model, wholeModel: false };
}

/** How certain transitions are looked for that are not close to an opening. */
export type Look = (model: ProcessModel, counters: ReadonlySet<string>, wanted: readonly string[]) => Explored;

/** Of a list, how many are on it: votes, say. */
const counted = (value: unknown): unknown => (Array.isArray(value) ? value.length : value);

const soonest: Look = (model, counters, wanted) => {
  const told = [...counters].sort();
  const areaOf = ({ record: { states, context } }: Place) => JSON.stringify([states, told.map((field) => counted(context[field]))]);
  return { ...scout(model, { wanted, areaOf, visits: areaVisits, states: farStates }), model, wholeModel: false, counters };
};

/** Breadth first: takes longer, and finds the shortest way to each. */
export const shortest: Look = (model, counters, wanted) => {
  const enough = (taken: ReadonlySet<string>) => wanted.every((id) => taken.has(id));
  return { ...explore(model, { states: broadStates, refine: false, enough }), model, wholeModel: false, counters };
};

/** A few thousand states of everybody together, for refusals that take somebody under several hats beside others. */
export function everybody(process: AnyProcess, options: ProcessModelOptions): Explored {
  const model = processModel(process, { ...options, hats: 'mixed', counters: new Set() });
  return { ...explore(model, { states: mixedStates, refine: false }), model, wholeModel: false };
}

/** The whole model, as far as limits allow: what cannot happen there cannot happen. */
export function wholeModel(process: AnyProcess, options: ProcessModelOptions, limits: ExploreLimits): Explored {
  return { ...exploreThoroughly(processModel(process, options), limits, options.seed ?? 1), wholeModel: true };
}

/** A part of the model in which every counter counts, looked at wherever one of them is not zero. */
export function counting(process: AnyProcess, options: ProcessModelOptions, learnedFrom: ProcessModel): Explored {
  const { properties = {} } = jsonSchemaOf(process.spec.context);
  const counters = new Set(Object.keys(properties).filter((field) => ['integer', 'number'].includes(String(properties[field]?.type))));
  const model = processModel(process, { ...options, hats: 'one', counters, learnedFrom });
  const areaOf = ({ record: { states, context } }: Place) =>
    JSON.stringify([states, [...counters].map((field) => Number(context[field]) > 0)]);
  return { ...scout(model, { areaOf, visits: countedVisits, states: farStates }), model, wholeModel: false };
}

/** Counters to tell apart for a transition to be found: those its rules read, and those that its source took to be reached. Undefined where that was not. */
function countersFor(process: AnyProcess, found: readonly Explored[], id: string): string | undefined {
  const source = id.slice(0, id.indexOf('|'));
  const reached = found.findLast(({ graph }) =>
    graph.configurations.values.flat().some((path) => source === '' || path === source || path.startsWith(`${source}.`)),
  );
  return reached && [...new Set([...countersOf(process, reached, id), ...(reached.counters ?? [])])].sort().join(' ');
}

/** Counters, and lists, that the rules before a transition read: those of its own guard, and of the branches tried before it. */
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
    rules.flatMap((rule) => model.readBy(rule)).filter((field) => ['integer', 'number', 'array'].includes(String(properties[field]?.type))),
  );
}
