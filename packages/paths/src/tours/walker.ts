// Walks one case after the other on the model itself, step by step, and notes what each step meets: what all ways to generate have in common.
import type { Label } from '../explore/label.ts';
import type { Model, Move } from '../explore/model.ts';
import type { Tour, TourGuide, Walked } from './tour.ts';

export interface Walker<State> {
  /** Where the case is; null before it is open. */
  readonly place: State | null;
  /** Transitions taken by this case so far. */
  readonly taken: readonly string[];
  /** Moves so far, of all cases. */
  readonly moves: number;
  /** What the last move met, and refusals tried after it, whether or not for the first time. */
  readonly met: readonly string[];
  /** One move as planned, or by another person or with other content where that meets more. False where none takes the transitions expected. */
  readonly take: (planned: Label, expected: readonly string[]) => boolean;
  /** The same, by nobody else and with nothing else. */
  readonly takeAsPlanned: (planned: Label, expected: readonly string[]) => boolean;
  /** Ends the case and gives back what was walked; undefined where nothing was. */
  readonly finish: () => Tour<State> | undefined;
}

export function walkerOf<State>(model: Model<State>, guide: TourGuide<State>): Walker<State> {
  const starts = model.starts();
  let steps: Walked<State>[] = [];
  let covers: string[] = [];
  let place: State | null = null;
  let taken: readonly string[] = [];
  let moves = 0;
  let seen: readonly string[] = [];
  let finished = 0;

  const step = (planned: Label) =>
    place ? model.step(place, planned) : starts.find((each) => JSON.stringify(each.label) === JSON.stringify(planned));
  const moveFor = (planned: Label, expected: readonly string[], others: readonly Label[]): Move<State> | undefined => {
    const alike = (move: Move<State> | undefined) => (move && `${move.transitions}` === `${expected}` ? move : undefined);
    for (const label of others) {
      const move = alike(place ? model.step(place, label) : guide.begin(label));
      if (move) return move;
    }
    return alike(step(planned));
  };
  const walk = (expected: readonly string[], move: Move<State> | undefined): boolean => {
    if (!move) return false;
    const { label } = move;
    const { before, met, metByWaiting, twice, again: retry } = guide.walked(place, move);
    const waited = before.reduce((sum, each) => sum + each.waitMs, 0);
    const at: State | null = waited > 0 ? guide.later(place!, waited) : place;
    const later = waited > 0 ? model.step(at!, label) : move;
    const waits = later !== undefined && `${later.transitions}` === `${expected}`;
    const meets = waits ? [...met, ...metByWaiting] : met;
    if (waits) steps.push(...before);
    const from = waits ? at : place;
    const after = waits ? later.to : move.to;
    steps.push({
      label,
      before: from,
      after,
      transitions: move.transitions,
      waitMs: label.kind === 'time' ? guide.waitMs(from!, label) : 0,
      offsetMs: 0,
      meets,
      ...(twice && { manner: 'twice' as const }),
    });
    const again = retry === undefined ? [] : [retry];
    if (retry !== undefined)
      steps.push({ label, before: after, transitions: [], waitMs: 0, offsetMs: 0, manner: 'again', refused: 'replayed', meets: again });
    for (const id of [...meets, ...again]) if (guide.meet(id)) covers.push(id);
    place = after;
    taken = label.kind === 'open' ? move.transitions : [...taken, ...move.transitions];
    const probes = guide.probes(place);
    steps.push(...probes);
    const refused = probes.flatMap((probe) => probe.meets ?? []);
    covers.push(...refused);
    seen = [...meets, ...again, ...refused];
    moves += 1;
    return true;
  };

  return {
    get place() {
      return place;
    },
    get taken() {
      return taken;
    },
    get moves() {
      return moves;
    },
    get met() {
      return seen;
    },
    take: (planned, expected) => walk(expected, moveFor(planned, expected, guide.alternatives(place, planned, finished))),
    takeAsPlanned: (planned, expected) => walk(expected, moveFor(planned, expected, [])),
    finish() {
      const tour = steps.length > 0 ? { steps, covers } : undefined;
      if (covers.length > 0) finished += 1;
      steps = [];
      covers = [];
      place = null;
      return tour;
    },
  };
}
