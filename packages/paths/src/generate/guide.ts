// What a tour is told on the way: which obligations a move meets, when to wait first, and what to try that must be refused.
import type { JsonValue } from '@bihuan/core';
import type { Label } from '../explore/label.ts';
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Criterion, Wanted } from './obligations.ts';
import { refusalsAt } from './refusals.ts';
import type { Explored, TourGuide, Walked } from './tour.ts';

/** Says of every move what it meets, and adds waiting and refusals where they are wanted. */
export function guideFor(
  { model, graph }: Explored<Place, ProcessModel>,
  cover: ReadonlySet<Criterion>,
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): TourGuide<Place> {
  const open = new Set([...wanted.keys()].filter((id) => !excluded.has(id) && !met.has(id)));
  const payloads = new Map<string, JsonValue>();
  const probed = new Set<string>();
  const { commands } = model.process.spec;
  const metByEdge = new Map<string, readonly string[]>();
  const ofEdge = (edge: number): readonly string[] => {
    const key = `${graph.edgeLabel.at(edge)} ${graph.edgeTransitions.at(edge)} ${graph.configuration.at(graph.edgeTo.at(edge))}`;
    const known = metByEdge.get(key);
    if (known) return known;
    const label = graph.labelOf(edge);
    const by: readonly string[] = label.kind === 'command' ? (commands[label.name]?.by ?? []) : [];
    const ids = [
      ...graph.transitionsOf(edge).map((id) => `transition:${id}`),
      ...graph.leavesOf(graph.edgeTo.at(edge)).map((path) => `state:${path}`),
      ...(label.kind === 'time' ? [`deadline:${label.state}#${label.name}:fired`] : []),
      // Whoever may: the tour looks for the one that is still wanted.
      ...by.map((role) => `role:${role}:${label.name}:allowed`),
    ].filter((id) => open.has(id));
    metByEdge.set(key, ids);
    return ids;
  };
  const meet = (id: string): boolean => {
    if (!open.delete(id)) return false;
    met.add(id);
    return true;
  };
  let previous: string | undefined;
  return {
    open,
    ofEdge,
    later: model.later,
    begin: model.begin,
    waitMs: untilDue,
    actors(place, { kind, name, actor }, count) {
      if (kind !== 'command' && kind !== 'open') return [];
      const by = kind === 'open' ? model.process.spec.opener : commands[name]!.by;
      const people = model.cast.worlds[place?.world ?? 0]!.filter(({ roles }) => roles.some((role) => by.includes(role)));
      if (kind === 'open') return people.length === 0 ? [] : [people[count % people.length]!.id];
      return people
        .filter(({ id, roles }) => id !== actor && roles.length === 1 && open.has(`role:${roles[0]}:${name}:allowed`))
        .map(({ id }) => id);
    },
    meet,
    walked(before, move) {
      const { label, transitions, to } = move;
      if (label.kind === 'command' && label.payload !== undefined) payloads.set(label.name, label.payload);
      model.answers();
      if (before && label.kind !== 'open') model.step(before, label);
      const answers = model.answers();
      const person = model.cast.people.find(({ id }) => id === label.actor);
      const ids = [
        ...transitions.map((id) => `transition:${id}`),
        ...to.record.states.map((path) => `state:${path}`),
        ...answers.map((answer) => `rule:${answer}`),
        ...(label.kind === 'time' ? [`deadline:${label.state}#${label.name}:fired`] : []),
        ...(label.kind === 'command' && person?.roles.length === 1 ? [`role:${person.roles[0]}:${label.name}:allowed`] : []),
      ];
      if (label.kind === 'open') previous = undefined;
      if (cover.has('pairs')) {
        for (const id of transitions) {
          if (previous !== undefined) {
            const pair = `pair:${previous}>${id}`;
            if (!wanted.has(pair))
              wanted.set(pair, { id: pair, criterion: 'pairs', label: { zh: `${previous} → ${id}`, en: `${previous} → ${id}` } });
            open.add(pair);
            ids.push(pair);
          }
          previous = id;
        }
      }
      const wait = before && label.kind === 'command' ? waitBefore(before, to, open) : undefined;
      return { before: wait ? [wait] : [], met: wait ? [...ids, `deadline:${wait.label.state}#${wait.label.name}:met`] : ids };
    },
    probes(place) {
      if (!['rules', 'roles', 'negatives', 'payloads'].some((each) => cover.has(each as Criterion))) return [];
      const key = `${place.record.states} ${place.world} ${cover.has('rules') ? JSON.stringify(place.record.context) : ''}`;
      if (probed.has(key) || place.record.suspended || isDue(place.record)) return [];
      probed.add(key);
      return refusalsAt(model, place, cover, (command) => payloads.get(command) ?? model.plainPayload(command)).flatMap(
        ({ step, met: shows }) => {
          const fresh = shows.filter((each) => !met.has(each.id) && !excluded.has(each.id));
          for (const each of fresh) {
            if (!wanted.has(each.id)) wanted.set(each.id, each);
            open.delete(each.id);
            met.add(each.id);
          }
          return fresh.length > 0 ? [step] : [];
        },
      );
    },
  };
}

/** A step that waits until 1 ms before the first deadline that a move leaves behind, where that is still wanted. */
function waitBefore({ record }: Place, to: Place, open: ReadonlySet<string>): Walked<Place> | undefined {
  const running = Object.values(record.timers).filter(({ stoppedAtMs }) => stoppedAtMs === null);
  const first = running.sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
  if (!first || !open.has(`deadline:${first.state}#${first.deadline}:met`)) return undefined;
  const waitMs = first.dueAtMs - record.atMs - 1;
  const goesOn = to.record.timers[`${first.state}#${first.deadline}`]?.dueAtMs === first.dueAtMs;
  if (waitMs <= 0 || goesOn) return undefined;
  return {
    label: { kind: 'time', name: first.deadline, state: first.state, actor: null },
    before: { world: 0, record },
    transitions: [],
    waitMs,
    offsetMs: -1,
  };
}

const untilDue = ({ record }: Place, { name, state }: Label): number => {
  const timer = record.timers[`${state}#${name}`];
  return timer ? Math.max(0, timer.dueAtMs - record.atMs) : 0;
};
