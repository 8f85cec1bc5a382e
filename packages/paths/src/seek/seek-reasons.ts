// Evaluations for MC/DC: first those that tours make anyway, then refusals on their way, then places of their own.
import { type AnyProcess, systemRole } from '@bihuan/core';
import type { Label } from '../explore/label.ts';
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Wanted } from '../generate/obligations.ts';
import { groupBy } from '../group-by.ts';
import type { Explored, Tour, Walked } from '../tours/tour.ts';
import { decisivePairs, type Witness } from './decisive-pairs.ts';
import { compoundGuards, evaluationsAt, type Guard } from './guards.ts';
import { stepsTo } from './seek-refusals.ts';

/** The most places looked into, of one exploration. */
const mostPlaces = 3_000;

type Step = Walked<Place>;
type Exploration = Explored<Place, ProcessModel>;

/** Where an evaluation is made: by a step of a tour, by a refusal put before that step, or at a place no tour is needed for. */
interface Found extends Witness {
  readonly tour?: number;
  readonly index?: number;
  readonly at?: { readonly each: Exploration; readonly node: number };
  /** What has to be added; absent where a tour makes it. */
  readonly step?: Step;
}

/** The tours with refusals put in, and those to be walked besides. `met` learns what they show; a pair that is masked is said so in its label. */
export function seekReasons(
  process: AnyProcess,
  explored: readonly Exploration[],
  walked: readonly Tour<Place>[],
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): readonly Tour<Place>[] {
  const guards = compoundGuards(process);
  const found = new Map<string, Map<string, Found>>();
  const note = (witness: Found) => {
    const { guard, values } = witness;
    const of = found.get(guard.id) ?? new Map<string, Found>();
    found.set(guard.id, of);
    const key = JSON.stringify(values);
    if ((of.get(key)?.cost ?? Number.POSITIVE_INFINITY) > witness.cost) of.set(key, witness);
  };
  const [first] = explored;
  walked.forEach(({ steps }, tour) => {
    steps.forEach((step, index) => {
      if (!step.before || step.offsetMs !== 0 || step.manner === 'again') return;
      if (step.refused === undefined || step.refused === 'refused')
        for (const each of evaluationsAt(first!.model, guards, step.before, step.label)) note({ ...each, cost: 0, tour, index });
      for (const each of asked(first!.model, guards, step.before))
        if (each.step.refused !== undefined) note({ ...each, cost: 1, tour, index });
    });
  });
  for (const each of explored) {
    for (let node = 1; node < Math.min(each.graph.exploredCount, mostPlaces); node++)
      for (const witness of asked(each.model, guards, each.model.unpack(each.graph.packed[node]!)))
        note({ ...witness, cost: 2 + node, at: { each, node } });
  }

  const needed = new Map<Found, Set<string>>();
  for (const [id, witnesses] of found) {
    for (const { rule, whenTrue, whenFalse, unique } of decisivePairs(guards.get(id)!, [...witnesses.values()])) {
      const ids = [`mcdc:${id}:${rule}=true`, `mcdc:${id}:${rule}=false`] as const;
      if (ids.some((each) => excluded.has(each))) continue;
      if (!unique) for (const each of ids) wanted.set(each, masked(wanted.get(each)!));
      needed.set(whenTrue, (needed.get(whenTrue) ?? new Set()).add(ids[0]));
      needed.set(whenFalse, (needed.get(whenFalse) ?? new Set()).add(ids[1]));
    }
  }
  return withWitnesses(walked, needed, met);
}

const masked = ({ label: { zh, en }, ...rest }: Wanted): Wanted => ({
  ...rest,
  label: { zh: `${zh}(掩蔽形式:其他规则的回答也不同)`, en: `${en} (masking form: other rules answer differently, too)` },
});

/** Every way somebody could ask a compound guard at a place, and the step that does. */
export function* asked(
  model: ProcessModel,
  guards: ReadonlyMap<string, Guard>,
  place: Place,
): Generator<Omit<Found, 'cost' | 'step'> & { readonly step: Step }> {
  const { record, world } = place;
  if (record.suspended || record.closed?.final || isDue(record)) return;
  const here = [...guards.values()].filter(
    ({ source }) => source === '' || record.states.some((path) => path === source || path.startsWith(`${source}.`)),
  );
  const events = new Set(here.map(({ id }) => id.split('|')[1]!));
  for (const event of events) {
    for (const label of labelsFor(model, here, place, world, event)) {
      const evaluations = evaluationsAt(model, guards, place, label);
      if (evaluations.length === 0) continue;
      const step = stepFor(model, place, label);
      if (!step) continue;
      for (const each of evaluations)
        if (step.refused === undefined || isExplained(model, place, label, each.guard)) yield { ...each, step };
    }
  }
}

function labelsFor(model: ProcessModel, here: readonly Guard[], { record }: Place, world: number, event: string): readonly Label[] {
  if (event.startsWith('after ')) {
    const running = Object.values(record.timers).filter(({ stoppedAtMs }) => stoppedAtMs === null);
    const next = running.sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
    return next && next.deadline === event.slice(6) ? [{ kind: 'time', name: next.deadline, state: next.state, actor: null }] : [];
  }
  const { commands, payloadRules = {} } = model.process.spec;
  const command = commands[event];
  if (!command || command.by.every((role: string) => role === systemRole)) return [];
  const people = (model.cast.worlds[world] ?? []).filter(({ roles }) => roles.some((role) => command.by.includes(role)));
  const reading = here.some(({ rules }) => rules.some((rule) => Object.hasOwn(payloadRules[event] ?? {}, rule)));
  const contents =
    command.payload === undefined
      ? [{}]
      : (reading ? model.variants(event) : model.variants(event).slice(0, 1)).map(({ value }) => ({ payload: value }));
  return people.flatMap(({ id }) => contents.map((content): Label => ({ kind: 'command', name: event, actor: id, ...content })));
}

/** The step a request comes to, or its refusal by a rule. */
function stepFor(model: ProcessModel, place: Place, label: Label): Step | undefined {
  const timer = label.kind === 'time' ? place.record.timers[`${label.state}#${label.name}`] : undefined;
  const base = { label, before: place, waitMs: timer ? Math.max(0, timer.dueAtMs - place.record.atMs) : 0, offsetMs: 0 };
  const move = model.step(place, label);
  if (move) return { ...base, after: move.to, transitions: move.transitions };
  if (label.kind !== 'command' || model.refusal(place, label)?.outcome !== 'refused') return undefined;
  return { ...base, transitions: [], refused: 'refused' };
}

/** Whether a refusal names a rule of this guard, as held or as not held. */
function isExplained(model: ProcessModel, place: Place, label: Label, { rules }: Guard): boolean {
  const answer = model.refusal(place, label);
  return (
    answer !== undefined &&
    'reasons' in answer &&
    answer.reasons.some(({ rule }) => rule !== undefined && rules.includes(rule.replace(/^not /, '')))
  );
}

function withWitnesses(
  walked: readonly Tour<Place>[],
  needed: ReadonlyMap<Found, ReadonlySet<string>>,
  met: Set<string>,
): readonly Tour<Place>[] {
  const tours = walked.map(({ steps, covers }) => ({ steps: [...steps], covers: [...covers] }));
  const show = (covers: string[], ids: ReadonlySet<string>) => {
    for (const id of ids) {
      if (met.has(id)) continue;
      met.add(id);
      covers.push(id);
    }
  };
  const onTheWay = [...needed].filter(([{ tour }]) => tour !== undefined).sort(([a], [b]) => b.index! - a.index!);
  for (const [{ tour, index, step }, ids] of onTheWay) {
    show(tours[tour!]!.covers, ids);
    if (step) tours[tour!]!.steps.splice(index!, 0, step);
  }
  const apart = [...needed].filter(([{ at }]) => at !== undefined);
  const byPlace = groupBy(
    apart,
    ([{ at, step }]) => `${at!.each.graph.nodeCount} ${at!.node} ${step!.refused === undefined ? JSON.stringify(step!.label) : ''}`,
  );
  for (const group of byPlace.values()) {
    const { each, node } = group[0]![0].at!;
    const steps = stepsTo(each, node);
    if (!steps) continue;
    const covers: string[] = [];
    for (const [{ step }, ids] of group) {
      if (!steps.some(({ label, refused }) => refused === step!.refused && JSON.stringify(label) === JSON.stringify(step!.label)))
        steps.push(step!);
      show(covers, ids);
    }
    tours.push({ steps, covers });
  }
  return tours;
}
