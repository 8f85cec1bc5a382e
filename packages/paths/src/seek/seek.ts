// What the first tours left open: sought by one criterion after the other, on these tours where that costs least, otherwise on cases of their own.
import type { AnyProcess } from '@bihuan/core';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Criterion } from '../generate/obligations.ts';
import type { Targets } from '../generate/targets.ts';
import { untilDue } from '../tours/guide.ts';
import type { Explored, Tour } from '../tours/tour.ts';
import { seekCombinations } from './seek-combinations.ts';
import { seekDeadlines } from './seek-deadlines.ts';
import { seekLoops } from './seek-loops.ts';
import { seekReasons } from './seek-reasons.ts';
import { seekRefusals } from './seek-refusals.ts';
import { seekTrips } from './seek-trips.ts';
import { seekUpdates } from './seek-updates.ts';

export interface Seeking extends Pick<Targets, 'plain' | 'wanted' | 'trips' | 'loops' | 'combinations'> {
  readonly cover: readonly Criterion[];
  /** Learns of what turns out to be impossible. */
  readonly excluded: Map<string, string>;
  /** Learns of what is found. */
  readonly met: Set<string>;
  /** People under several hats beside others. */
  readonly everybody: () => Explored<Place, ProcessModel>;
  /** A part of the model in which every counter counts. */
  readonly counting: () => Explored<Place, ProcessModel>;
  /** Whether tours may be made longer; other walks are what was asked for. */
  readonly mayGrow: boolean;
}

export function seek(process: AnyProcess, walked: readonly Tour<Place>[], seeking: Seeking): readonly Tour<Place>[] {
  const { plain, wanted, trips, loops, combinations, cover, excluded, met, everybody, counting, mayGrow } = seeking;
  const { model } = plain[0]!;
  const round = trips.length > 0 ? seekTrips(plain, walked, trips, untilDue, excluded, met) : walked;
  const looped = loops.length > 0 ? seekLoops(plain, round, loops, excluded, met) : round;
  const combined = combinations.length > 0 ? seekCombinations(plain, looped, combinations, excluded, met) : looped;
  const [open, closed] = mayGrow ? [combined, []] : [[], combined];
  const inTime = cover.includes('deadlines') ? [...closed, ...seekDeadlines(model, open, combined, wanted, excluded, met)] : combined;
  const refusing = cover.filter((each) => each === 'rules' || each === 'negatives');
  const counted = cover.some((each) => ['rules', 'negatives', 'reasons', 'updates'].includes(each)) ? [...plain, counting()] : plain;
  const withEverybody = refusing.length > 0 || cover.includes('reasons') ? [...counted, everybody()] : counted;
  const reasoned = cover.includes('reasons') ? seekReasons(process, withEverybody, inTime, wanted, excluded, met) : inTime;
  const written = cover.includes('updates') ? seekUpdates(counted, reasoned, wanted, excluded, met) : reasoned;
  return [...written, ...(refusing.length > 0 ? seekRefusals(withEverybody, new Set(refusing), wanted, excluded, met) : [])];
}
