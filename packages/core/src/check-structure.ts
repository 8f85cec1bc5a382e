// The structure of a statechart, checked when it is defined: nothing unreachable, an end in reach, owners, deadlines, labels, no loop without an event.
// What needs data, roles or time is proved later by `verify`.

import { labelFaults, nameFaults } from './check-names.ts';
import { faultError } from './check-statechart.ts';
import { type Fault, lineage, type Place, places } from './places.ts';
import type { Process } from './process.ts';
import { ruleNames } from './rule-expression.ts';
import { list, type StateNodeConfig } from './statechart.ts';

/** Throws `PROCESS_INVALID` for what cannot run and `PROCESS_UNSOUND` for what would strand its cases, with every fault in `details.faults`. */
export function checkStructure(process: Process): void {
  const invalid = labelFaults(process);
  if (invalid.length > 0) throw faultError('PROCESS_INVALID', process, invalid);
  const unsound = [...alwaysFaults(process), ...nameFaults(process), ...reachFaults(process), ...waitFaults(process)];
  if (unsound.length > 0) throw faultError('PROCESS_UNSOUND', process, unsound);
}

const isEnd = (place: Place): boolean =>
  (place.config.type === 'final' && place.parent === undefined) || lineage(place).some((each) => each.config.meta?.closes !== undefined);

/** Eventless transitions that can lead back to where they began hang a process, so any such circle is refused (P020). */
function alwaysFaults(process: Process): readonly Fault[] {
  const all = places(process);
  const nexts = (place: Place): readonly Place[] =>
    lineage(place).flatMap((each) =>
      (each.node.always ?? []).flatMap((branch: any) =>
        branch.target ? branch.target.flatMap((target: any) => entered(all, target)) : [place],
      ),
    );
  return all
    .filter((place) => {
      const seen = new Set<Place>();
      const queue = [...nexts(place)];
      for (let next = queue.pop(); next; next = queue.pop()) {
        if (next === place) return true;
        if (!seen.has(next)) {
          seen.add(next);
          queue.push(...nexts(next));
        }
      }
      return false;
    })
    .map(({ path }) => ({ rule: 'P020', at: path, problem: 'eventless transitions lead in a circle' }));
}

/** The states that are active after a target is entered: its ancestors, and its initial descendants. */
function entered(all: readonly Place[], target: any): readonly Place[] {
  if (target.type === 'history') return all.filter((place) => lineage(place).some((each) => each.node === target.parent));
  const down = (node: any): any[] => [
    node,
    ...(node.type === 'parallel'
      ? Object.values(node.states).flatMap(down)
      : node.type === 'compound'
        ? node.initial.target.flatMap(down)
        : []),
  ];
  const nodes = new Set(down(target));
  for (let node = target.parent; node; node = node.parent) nodes.add(node);
  return all.filter((place) => nodes.has(place.node));
}

function exits(all: readonly Place[], process: Process, place: Place): readonly Place[] {
  const own = [...lineage(place).map((each) => each.node), process.machine.root];
  return own.flatMap((node) =>
    [...[...node.transitions.values()].flat(), ...(node.always ?? [])].flatMap((branch: any) =>
      (branch.target ?? []).flatMap((target: any) => entered(all, target)),
    ),
  );
}

function reachFaults(process: Process): readonly Fault[] {
  const all = places(process).filter((place) => place.config.type !== 'history');
  const next = new Map(all.map((place) => [place, exits(all, process, place)]));
  const reached = spread(entered(all, process.machine.root), (place) => next.get(place)!);
  const before = new Map<Place, Place[]>();
  for (const [place, targets] of next) for (const target of targets) before.set(target, [...(before.get(target) ?? []), place]);
  const ends = all.filter(isEnd);
  const ending = spread(ends, (place) => before.get(place) ?? []);
  const faults: Fault[] = all
    .filter((place) => !reached.has(place))
    .map(({ path }) => ({ rule: 'P001', at: path, problem: 'cannot be reached' }));
  if (process.spec.perpetual) return faults;
  if (ends.length === 0)
    return [...faults, { rule: 'P004', at: process.id, problem: 'has no end: mark one with meta.closes, or say why it is perpetual' }];
  return [
    ...faults,
    ...all
      .filter((place) => place.leaf && !ending.has(place))
      .map(({ path }): Fault => ({ rule: 'P004', at: path, problem: 'no end can be reached from here' })),
  ];
}

function spread(from: readonly Place[], nexts: (place: Place) => readonly Place[]): ReadonlySet<Place> {
  const seen = new Set(from);
  const queue = [...from];
  for (let place = queue.pop(); place; place = queue.pop()) {
    for (const next of nexts(place)) {
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return seen;
}

function waitFaults(process: Process): readonly Fault[] {
  return places(process).flatMap((place): Fault[] => {
    if (!place.leaf || place.config.type === 'history') return [];
    if (place.config.type === 'final' && place.parent === undefined) {
      return place.config.meta?.closes ? [] : [{ rule: 'P018', at: place.path, problem: 'a final state needs meta.closes, its result' }];
    }
    if (place.config.type === 'final' || isEnd(place)) return [];
    if (list(place.config.always as any).some((branch: any) => typeof branch === 'string' || ruleNames(branch.guard).length === 0))
      return [];
    const line = lineage(place).map((each) => each.config);
    const root = process.statechart as StateNodeConfig<any>;
    const timed = [...line, root].some((config) => Object.keys(config.after ?? {}).length > 0 || config.meta?.waits !== undefined);
    return [
      ...(timed
        ? []
        : [{ rule: 'P006' as const, at: place.path, problem: 'waits without a deadline: add `after`, or say why in meta.waits' }]),
      ...(line.some((config) => config.meta?.owner !== undefined)
        ? []
        : [{ rule: 'P007' as const, at: place.path, problem: 'waits without an owner: name a role in meta.owner' }]),
    ];
  });
}
