// Everything that commands and deadlines write down, each once where it was something else before: a counter that is to be reset has to have counted.
import { isInstant, type Label } from '../explore/label.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Wanted } from '../generate/obligations.ts';
import type { Explored, Tour } from '../tours/tour.ts';
import { stepOf, stepsTo } from './seek-refusals.ts';

/** How often something is tried that turns out to write nothing. */
const mostInVain = 30;

type Exploration = Explored<Place, ProcessModel>;

/** The tours, and those to be walked besides. `wanted` learns of every field that was seen to be written, `met` of what is in. */
export function seekUpdates(
  explored: readonly Exploration[],
  walked: readonly Tour<Place>[],
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): readonly Tour<Place>[] {
  const told = walked.map(({ steps, covers }) => {
    const fresh = steps
      .flatMap(({ label, before, after }) => (before && after ? writtenBy(label, before, after) : []))
      .filter((id) => !met.has(id));
    for (const id of fresh) note(wanted, id);
    for (const id of fresh) met.add(id);
    return { steps, covers: [...covers, ...new Set(fresh)] };
  });
  const besides: Tour<Place>[] = [];
  /** Merged with another, the state an edge leads to may look changed though it is not. */
  const inVain = new Map<string, number>();
  const promised = (id: string) => !met.has(id) && !excluded.has(id) && (inVain.get(id) ?? 0) < mostInVain;
  for (const each of explored) {
    const { model, graph } = each;
    for (let node = 1; node < graph.exploredCount; node++) {
      const place = model.unpack(graph.packed[node]!);
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) {
        const label = graph.labelOf(edge);
        const ids = writtenBy(label, place, model.unpack(graph.packed[graph.edgeTo.at(edge)]!)).filter(promised);
        if (ids.length === 0) continue;
        for (const id of ids) inVain.set(id, (inVain.get(id) ?? 0) + 1);
        const move = model.step(place, label);
        const covers = move ? writtenBy(label, place, move.to).filter((id) => !met.has(id) && !excluded.has(id)) : [];
        const steps = covers.length > 0 ? stepsTo(each, node) : undefined;
        if (!move || !steps) continue;
        for (const id of covers) note(wanted, id);
        for (const id of covers) met.add(id);
        besides.push({ steps: [...steps, stepOf(steps.at(-1)!.after ?? place, move)], covers });
      }
    }
  }
  return [...told, ...besides];
}

const note = (wanted: Map<string, Wanted>, id: string): void => {
  if (wanted.has(id)) return;
  const [, act, field] = id.split(':');
  wanted.set(id, { id, criterion: 'updates', label: { zh: `“${act}”写下 ${field}`, en: `${act} writes down ${field}` } });
};

/** Ids of the fields that a move changes. Instants move with the model when time passes, so that they are left out there. */
function writtenBy({ kind, name, state }: Label, before: Place, after: Place): readonly string[] {
  const [old, now] = [before.record.context, after.record.context];
  const moves = (value: unknown) => isInstant(value) || (typeof value === 'object' && /\d{12}/.test(JSON.stringify(value)));
  return Object.keys(now)
    .filter(
      (field) =>
        JSON.stringify(old[field]) !== JSON.stringify(now[field]) && !(kind === 'time' && (moves(old[field]) || moves(now[field]))),
    )
    .map((field) => `update:${kind === 'time' ? `${state}#${name}` : name}:${field}`);
}
