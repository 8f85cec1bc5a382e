// Deadlines met, extended, suspended and looked at late: on the tours that wait for them where these go on as before, otherwise on cases of their own.
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Wanted } from '../generate/obligations.ts';
import type { Tour, Walked } from '../tours/tour.ts';
import { type Detour, detour, detours } from './deadline-detours.ts';
import { bare, rewalk } from './rewalk.ts';

type Step = Walked<Place>;

/** Tours of `into` with what was put in, and those to be walked besides, which begin as one of `walked` does. `excluded` learns of clocks that cannot be stopped. */
export function seekDeadlines(
  model: ProcessModel,
  into: readonly Tour<Place>[],
  walked: readonly Tour<Place>[],
  wanted: ReadonlyMap<string, Wanted>,
  excluded: Map<string, string>,
  met: Set<string>,
): readonly Tour<Place>[] {
  const tours = into.map(({ steps, covers }) => ({ steps: [...steps], covers: [...covers] }));
  const own: Tour<Place>[] = [];
  for (const kind of detours) {
    for (const { id } of wanted.values()) {
      if (!id.startsWith('deadline:') || !id.endsWith(`:${kind}`) || met.has(id) || excluded.has(id)) continue;
      const key = id.slice('deadline:'.length, -kind.length - 1);
      let runsOn = false;
      const found = (among: readonly Tour<Place>[]) =>
        waitsFor(among, key).flatMap(({ tour, index }) => {
          const { before, label } = among[tour]!.steps[index]!;
          const way = detour(model, kind, before!, label);
          if (way === 'runs on') runsOn = true;
          return way === undefined || way === 'runs on' ? [] : [{ tour, index, way }];
        });
      const put = found(tours).some(({ tour, index, way }) => putIn(model, tours[tour]!, index, way, id));
      const apart = put ? undefined : found(walked)[0];
      if (apart) {
        const { tour, index, way } = apart;
        const { steps } = walked[tour]!;
        const fires = way.over ? [] : rewalk(model, way.at, [steps[index]!]);
        if (!fires) continue;
        own.push({ steps: [...bare(steps.slice(0, index)), ...way.steps, ...fires], covers: [id] });
      }
      if (put || apart) met.add(id);
      else if (runsOn) excluded.set(id, 'its clock runs on while the case is suspended');
    }
  }
  return [...tours, ...own];
}

/** Steps that wait for a deadline, the nearest to an opening first. */
function waitsFor(tours: readonly Tour<Place>[], key: string): readonly { readonly tour: number; readonly index: number }[] {
  const all = tours.flatMap(({ steps }, tour) =>
    steps.flatMap(({ label, offsetMs, transitions, before }, index) =>
      before && label.kind === 'time' && offsetMs === 0 && transitions.length > 0 && `${label.state}#${label.name}` === key
        ? [{ tour, index }]
        : [],
    ),
  );
  return all.sort((a, b) => a.index - b.index);
}

/** Puts steps before the one that waits, if everything after comes to the same. What is over with them would lead elsewhere. */
function putIn(
  model: ProcessModel,
  tour: { steps: Step[]; covers: string[] },
  index: number,
  { steps, at, over }: Detour,
  id: string,
): boolean {
  const rest = over ? undefined : rewalk(model, at, tour.steps.slice(index));
  if (!rest) return false;
  tour.steps = [...tour.steps.slice(0, index), ...steps, ...rest];
  tour.covers.push(id);
  return true;
}
