// Combined payloads, tried where tours come by: in place of what is sent there if the rest comes to the same, as a refusal, or on a case of its own.
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Explored, Tour, Walked } from '../tours/tour.ts';
import type { Combination } from './combinations.ts';
import { bare, rewalk } from './rewalk.ts';
import { stepsTo } from './seek-refusals.ts';

type Step = Walked<Place>;

/** Adds to `met` what it finds. Refused are those that a rule refuses: what the schema refuses is not combined. */
export function seekCombinations(
  explored: readonly Explored<Place, ProcessModel>[],
  walked: readonly Tour<Place>[],
  combinations: readonly Combination[],
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): readonly Tour<Place>[] {
  const { model } = explored[0]!;
  const tours = [...walked, ...bareTours(explored, walked, combinations)].map(({ steps, covers }) => ({
    steps: [...steps],
    covers: [...covers],
  }));
  const own: Tour<Place>[] = [];
  const used = new Set<Step>();
  for (const { command, payload, ids } of combinations) {
    const open = ids.filter((id) => !met.has(id) && !excluded.has(id));
    if (open.length === 0) continue;
    const places = tours.flatMap((tour) =>
      tour.steps.flatMap((step, index) =>
        step.label.kind === 'command' &&
        step.label.name === command &&
        step.before &&
        step.refused === undefined &&
        step.manner === undefined
          ? [{ tour, step, index }]
          : [],
      ),
    );
    const isShown = places.some(({ tour, step, index }) => {
      const label = { ...step.label, payload };
      const isFree = !used.has(step) && tour.steps[index + 1]?.manner !== 'again';
      const sent = isFree ? rewalk(model, step.before!, [{ ...step, label }, ...tour.steps.slice(index + 1)]) : undefined;
      const refused = sent ? undefined : refusal(model, step.before!, label);
      if (!sent && !refused) return false;
      if (sent) used.add(sent[0]!);
      tour.steps.splice(index, sent ? tour.steps.length : 0, ...(sent ?? [refused!]));
      tour.covers.push(...open);
      return true;
    });
    const apart = isShown ? undefined : ownCase(model, places, payload);
    if (apart) own.push({ steps: apart, covers: open });
    if (isShown || apart) for (const id of open) met.add(id);
  }
  return [...tours, ...own];
}

/** Ways to commands that no tour sends. */
function bareTours(
  explored: readonly Explored<Place, ProcessModel>[],
  walked: readonly Tour<Place>[],
  combinations: readonly Combination[],
): readonly Tour<Place>[] {
  const sent = new Set(walked.flatMap(({ steps }) => steps.map(({ label }) => label.name)));
  const missing = new Set(combinations.map(({ command }) => command).filter((command) => !sent.has(command)));
  const found: Tour<Place>[] = [];
  for (const each of explored) {
    const { graph, model } = each;
    for (let node = 1; node < graph.exploredCount && missing.size > 0; node++) {
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) {
        const label = graph.labelOf(edge);
        const steps = label.kind === 'command' && missing.has(label.name) ? stepsTo(each, node) : undefined;
        const before = steps?.at(-1)?.after;
        const move = before && model.step(before, label);
        if (!steps || !before || !move) continue;
        missing.delete(label.name);
        found.push({
          steps: [...steps, { label, before, after: move.to, transitions: move.transitions, waitMs: 0, offsetMs: 0 }],
          covers: [],
        });
      }
    }
  }
  return found;
}

function refusal(model: ProcessModel, place: Place, label: Step['label']): Step | undefined {
  if (model.refusal(place, label)?.outcome !== 'refused') return undefined;
  return { label, before: place, transitions: [], waitMs: 0, offsetMs: 0, refused: 'refused' };
}

/** A case that ends with it, from the nearest place. */
function ownCase(
  model: ProcessModel,
  places: readonly { readonly tour: { readonly steps: readonly Step[] }; readonly step: Step; readonly index: number }[],
  payload: Combination['payload'],
): readonly Step[] | undefined {
  for (const { tour, step, index } of [...places].sort((a, b) => a.index - b.index)) {
    const label = { ...step.label, payload };
    const move = model.step(step.before!, label);
    if (!move) continue;
    const last: Step = { label, before: step.before, after: move.to, transitions: move.transitions, waitMs: 0, offsetMs: 0 };
    return [...bare(tour.steps.slice(0, index)), last];
  }
  return undefined;
}
