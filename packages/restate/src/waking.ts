// When a case wakes by itself: one delayed call at a time, at its earliest deadline or before. A deadline that moves later sends nothing.
import type { TimerRow } from '@bihuan/core';
import { type ObjectContext, rpc } from '@restatedev/restate-sdk';
import type { Kept } from './keeping.ts';
import type { Objects } from './objects.ts';

/** A running timer of a case, and when to try it: when it is due, or its rest is over. */
export interface Next {
  readonly timer: TimerRow & { readonly dueAtMs: number };
  readonly atMs: number;
}

type Held = Readonly<Record<string, { readonly generation: number; readonly dueAtMs: number; readonly stoppedAtMs: number | null }>>;

const timersOf = ({ row }: Kept): Held => (JSON.parse(row.record) as { readonly timers: Held }).timers;

/** The timer to try next; null when none runs. */
export function nextTimer(kept: Kept): Next | null {
  const { tenant, id, process, version } = kept.row;
  const running = Object.entries(timersOf(kept)).filter(([, { stoppedAtMs }]) => stoppedAtMs === null);
  const all = running.map(([timer, { generation, dueAtMs }]) => {
    const rest = kept.stuck[timer];
    const atMs = Math.max(dueAtMs, rest?.generation === generation ? rest.retryAtMs : dueAtMs);
    return { timer: { tenant, case: id, process, version, timer, generation, dueAtMs }, atMs };
  });
  return all.reduce<Next | null>((first, each) => (first === null || each.atMs < first.atMs ? each : first), null);
}

/** Whether a timer stands as it did when it was asked for. */
export function isStill(kept: Kept, { timer, generation, dueAtMs }: TimerRow): boolean {
  const held = timersOf(kept)[timer];
  return held?.generation === generation && held.dueAtMs === dueAtMs && held.stoppedAtMs === null;
}

/** The case with a call under way that comes in time: one is sent only where none is, or it would be too late. */
export function awake(ctx: ObjectContext, objects: Objects, kept: Kept, nowMs: number): Kept {
  // Its column holds the same, and need not be parsed, while no timer rests.
  const atMs = Object.keys(kept.stuck).length === 0 ? kept.row.dueAtMs : (nextTimer(kept)?.atMs ?? null);
  if (atMs === null || (kept.wakeAtMs !== null && kept.wakeAtMs <= atMs)) return kept;
  wakeAt(ctx, objects, atMs, nowMs);
  return { ...kept, wakeAtMs: atMs };
}

export function wakeAt(ctx: ObjectContext, objects: Objects, atMs: number, nowMs: number): void {
  ctx.objectSendClient(objects.case, ctx.key).wake({ atMs }, rpc.sendOpts({ delay: Math.max(atMs - nowMs, 0) }));
}
