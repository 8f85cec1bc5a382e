// What a tour is told on the way: which obligations a move meets, when to wait first, and what to try that must be refused.
import type { JsonValue } from '@bihuan/core';
import type { Label } from '../explore/label.ts';
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Criterion, Wanted } from '../generate/obligations.ts';
import { refusalsAt } from '../seek/refusals.ts';
import type { Explored, TourGuide, Walked } from './tour.ts';
import { memoryOf, switchesIn, wordsEnding } from './words.ts';

/** Says of every move what it meets, and adds waiting and refusals where they are wanted. */
export function guideFor(
  { model, graph, history }: Explored<Place, ProcessModel>,
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
  const metByRow: (readonly string[])[] = [];
  const ofEdge = (edge: number): readonly string[] => {
    const words = history?.wordsOf(edge) ?? [];
    if (words.length === 0) return ofStep(edge);
    metByRow[edge] ??= [...ofStep(edge), ...words.flatMap(({ id }) => (open.has(id) ? [id] : []))];
    return metByRow[edge];
  };
  const ofStep = (edge: number): readonly string[] => {
    const key = `${graph.edgeLabel.at(edge)} ${graph.edgeTransitions.at(edge)} ${graph.configuration.at(graph.edgeTo.at(edge))}`;
    const known = metByEdge.get(key);
    if (known) return known;
    const label = graph.labelOf(edge);
    const by: readonly string[] = label.kind === 'command' ? (commands[label.name]?.by ?? []) : [];
    const ids = [
      ...graph.transitionsOf(edge).map((id) => `transition:${id}`),
      ...graph.leavesOf(graph.edgeTo.at(edge)).map((path) => `state:${path}`),
      ...(label.kind === 'time' ? [`deadline:${label.state}#${label.name}:fired`] : []),
      ...(label.kind === 'command' ? boundaries(label.name).map(({ id }) => id) : []),
      // Whoever may: the tour looks for the one that is still wanted.
      ...by.map((role) => `role:${role}:${label.name}:allowed`),
    ].filter((id) => wanted.has(id) && !excluded.has(id));
    metByEdge.set(key, ids);
    return ids;
  };
  const meet = (id: string): boolean => {
    if (!open.delete(id)) return false;
    met.add(id);
    return true;
  };
  const boundaries = (command: string) => (cover.has('payloads') ? boundariesOf(model, command) : []);
  const inARow = switchesIn([...cover]);
  let taken: readonly string[] = [];
  /** Once for every command, where refusals are wanted at all. */
  const wants = (id: string, zh: string, en: string): boolean => {
    if (!cover.has('negatives') || met.has(id) || excluded.has(id)) return false;
    wanted.set(id, { id, criterion: 'negatives', label: { zh, en } });
    open.add(id);
    return true;
  };
  return {
    open,
    ofEdge,
    later: model.later,
    begin: model.begin,
    waitMs: untilDue,
    alternatives(place, planned, count) {
      const { kind, name, actor } = planned;
      if (kind !== 'command' && kind !== 'open') return [];
      const by = kind === 'open' ? model.process.spec.opener : commands[name]!.by;
      const people = model.cast.worlds[place?.world ?? 0]!.filter(({ roles }) => roles.some((role) => by.includes(role)));
      if (kind === 'open') return people.length === 0 ? [] : [{ ...planned, actor: people[count % people.length]!.id }];
      const others = people.filter(({ id, roles }) => id !== actor && roles.length === 1 && open.has(`role:${roles[0]}:${name}:allowed`));
      const contents = boundaries(name).filter(({ id }) => open.has(id));
      return [...others.map(({ id }) => ({ ...planned, actor: id })), ...contents.map(({ value }) => ({ ...planned, payload: value }))];
    },
    meet,
    walked(before, move) {
      const { label, transitions, to } = move;
      if (label.kind === 'command' && label.payload !== undefined) payloads.set(label.name, label.payload);
      model.answers();
      if (before) model.step(before, label);
      else model.begin(label);
      const answers = model.answers();
      const person = model.cast.people.find(({ id }) => id === label.actor);
      const ids = [
        ...transitions.map((id) => `transition:${id}`),
        ...to.record.states.map((path) => `state:${path}`),
        ...answers.map((answer) => `rule:${answer}`),
        ...(label.kind === 'time' ? [`deadline:${label.state}#${label.name}:fired`] : []),
        ...(label.kind === 'command' && person?.roles.length === 1 ? [`role:${person.roles[0]}:${label.name}:allowed`] : []),
        ...(label.kind === 'command'
          ? boundaries(label.name).flatMap(({ id, value }) => (JSON.stringify(value) === JSON.stringify(label.payload) ? [id] : []))
          : []),
      ];
      if (label.kind === 'open') taken = [];
      for (const word of wordsEnding(inARow, taken, transitions)) {
        // Told counters apart, a case may go where the plan does not.
        if (!wanted.has(word.id)) wanted.set(word.id, word);
        if (!met.has(word.id) && !excluded.has(word.id)) open.add(word.id);
        ids.push(word.id);
      }
      taken = [...taken, ...transitions].slice(-memoryOf(inARow) || undefined);
      const wait = before && label.kind === 'command' ? waitBefore(before, to, open) : undefined;
      const twice = `negative:${label.name}:twice`;
      const again = `negative:${label.name}:again`;
      const isTwice =
        label.kind === 'command' &&
        before !== null &&
        isMoved(before, to) &&
        wants(twice, `两人同时${label.name}`, `${label.name} twice at once`);
      const isAgain = label.kind === 'command' && !isTwice && wants(again, `重试${label.name}`, `${label.name} again with its key`);
      return {
        before: wait ? [wait] : [],
        met: [...ids, ...(isTwice ? [twice] : [])],
        metByWaiting: wait ? [`deadline:${wait.label.state}#${wait.label.name}:met`] : [],
        twice: isTwice,
        ...(isAgain && { again }),
      };
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
          return fresh.length > 0 ? [{ ...step, meets: fresh.map(({ id }) => id) }] : [];
        },
      );
    },
  };
}

/** What changes nothing that a revision counts may be done twice at once: both are applied. */
const isMoved = ({ record: before }: Place, { record: after }: Place): boolean =>
  JSON.stringify([before.state, before.context, before.closed]) !== JSON.stringify([after.state, after.context, after.closed]);

/** Content at the edge of what a schema allows, and the id of trying it. */
export const boundariesOf = (model: ProcessModel, command: string): readonly { readonly id: string; readonly value: JsonValue }[] =>
  model.variants(command).flatMap(({ value, what, boundary }) => (boundary ? [{ id: `payload:${command}:${what}`, value }] : []));

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

export const untilDue = ({ record }: Place, { name, state }: Label): number => {
  const timer = record.timers[`${state}#${name}`];
  return timer ? Math.max(0, timer.dueAtMs - record.atMs) : 0;
};
