// Takes away from tours what later ones turned out to do as well: whole tours, and ends of them.
import type { Tour, Walked } from './tour.ts';

/** Whatever the tours meet of `wanted`, the shorter ones meet too. The first tours are the longest: they are kept for what they alone do. */
export function shorten<State>(tours: readonly Tour<State>[], wanted: { has(id: string): boolean }): readonly Tour<State>[] {
  const times = new Map<string, number>();
  const idsOf = ({ meets = [] }: Walked<State>) => new Set(meets.filter((id) => wanted.has(id)));
  const count = (step: Walked<State>, by: number) => {
    for (const id of idsOf(step)) times.set(id, (times.get(id) ?? 0) + by);
  };
  for (const { steps } of tours) for (const step of steps) count(step, 1);
  /** Up to the last step that does something no other step does. */
  const cut = (steps: readonly Walked<State>[]): readonly Walked<State>[] => {
    let end = steps.length;
    for (; end > 0; end--) {
      if ([...idsOf(steps[end - 1]!)].some((id) => times.get(id) === 1)) break;
      count(steps[end - 1]!, -1);
    }
    return steps.slice(0, end);
  };
  // The shortest first: they are the likeliest to go.
  const order = [...tours.keys()].sort((a, b) => tours[a]!.steps.length - tours[b]!.steps.length);
  const left = new Map(order.map((index) => [index, cut(tours[index]!.steps)]));
  const met = new Set<string>();
  return tours.flatMap((_, index) => {
    const steps = left.get(index)!;
    if (steps.length === 0) return [];
    const covers: string[] = [];
    for (const step of steps) {
      for (const id of idsOf(step)) {
        if (!met.has(id)) covers.push(id);
        met.add(id);
      }
    }
    return [{ steps, covers }];
  });
}
