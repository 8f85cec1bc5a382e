// How long a place may last: until the deadline that runs out first.
import { modelNowMs } from '../explore/codec.ts';
import type { Place } from '../explore/place-key.ts';

export interface Wait {
  readonly deadline: string;
  readonly state: string;
  readonly waitMs: number;
}

/** The deadline that runs out first; undefined where none runs, or the case is over. */
export function waitOf({ record }: Place): Wait | undefined {
  if (record.closed?.final) return undefined;
  let first: Wait | undefined;
  for (const { deadline, state, dueAtMs, stoppedAtMs } of Object.values(record.timers)) {
    const waitMs = Math.max(0, dueAtMs - modelNowMs);
    if (stoppedAtMs === null && (first === undefined || waitMs < first.waitMs)) first = { deadline, state, waitMs };
  }
  return first;
}

/** Whether deadlines run here that began to count at different moments. */
export const runSideBySide = ({ record }: Place): boolean =>
  new Set(Object.values(record.timers).map(({ limit, startedAtMs }) => limit.fromMs ?? startedAtMs)).size > 1;
