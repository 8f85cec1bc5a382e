// A process whose people may also take their time: from every place, waiting until just before the next deadline, and acting then.
import type { Label } from '../explore/label.ts';
import type { Model, Move } from '../explore/model.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { waitOf } from './waits.ts';

/** Needs a model that tells exact times apart: otherwise places with different times left are one. */
export function lingering(model: ProcessModel): Model<Place> & Pick<ProcessModel, 'cast'> {
  const linger = (place: Place): Move<Place> | undefined => {
    const next = waitOf(place);
    if (next === undefined || next.waitMs < 2) return undefined;
    const label: Label = { kind: 'time', name: next.deadline, state: next.state, actor: null, offsetMs: -1 };
    return { label, to: model.later(place, next.waitMs - 1), transitions: [] };
  };
  return {
    id: model.id,
    version: model.version,
    hash: model.hash,
    title: model.title,
    cast: model.cast,
    get limits() {
      return model.limits;
    },
    starts: () => model.starts(),
    moves(place) {
      const moves = model.moves(place);
      // Where nobody but the clock can move, waiting changes nothing.
      const waits = moves.some(({ label }) => label.kind !== 'time') ? linger(place) : undefined;
      return waits ? [...moves, waits] : moves;
    },
    step: (place, label) => (label.offsetMs === undefined ? model.step(place, label) : linger(place)),
    key: (place) => model.key(place),
    pack: (place) => model.pack(place),
    unpack: (packed) => model.unpack(packed),
    leaves: (place) => model.leaves(place),
    ended: (place) => model.ended(place),
    refine: (one, other) => model.refine(one, other),
    generation: () => model.generation(),
  };
}
