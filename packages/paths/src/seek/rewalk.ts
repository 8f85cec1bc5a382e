// The rest of a tour from another place than it was walked from: the same steps, if they still come to the same.
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Walked } from '../tours/tour.ts';

type Step = Walked<Place>;

/** Undefined where a step would take other transitions, be refused otherwise, or wait for what does not run. */
export function rewalk(model: ProcessModel, from: Place, steps: readonly Step[]): readonly Step[] | undefined {
  const again: Step[] = [];
  let place = from;
  for (const step of steps) {
    const next = walkStep(model, place, step);
    if (!next) return undefined;
    again.push(next.step);
    place = next.at;
  }
  return again;
}

function walkStep(model: ProcessModel, place: Place, step: Step): { readonly step: Step; readonly at: Place } | undefined {
  const { label, transitions, refused, manner, offsetMs } = step;
  if (manner === 'again') return { step: { ...step, before: place }, at: place };
  if (refused !== undefined)
    return model.refusal(place, label)?.outcome === refused ? { step: { ...step, before: place }, at: place } : undefined;
  const timer = label.kind === 'time' ? place.record.timers[`${label.state}#${label.name}`] : undefined;
  if (label.kind === 'time' && !timer) return undefined;
  const waitMs = timer ? timer.dueAtMs + offsetMs - place.record.atMs : 0;
  if (timer && transitions.length === 0 && offsetMs !== 0) {
    const reached = model.later(place, waitMs);
    return waitMs > 0 && !isDue(reached.record) ? { step: { ...step, before: place, waitMs }, at: reached } : undefined;
  }
  if (offsetMs !== 0) return undefined;
  const move = model.step(place, label);
  if (!move || `${move.transitions}` !== `${transitions}`) return undefined;
  return { step: { ...step, before: place, after: move.to, waitMs }, at: move.to };
}

/** What of some steps changes the case: the way to begin another with. */
export const bare = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap(({ manner, refused, ...step }) => (refused !== undefined || manner === 'again' ? [] : [step]));
