// The engine on a file, under a clock that the play moves. Closing and opening it again is a restart.
import { china } from '@bihuan/calendar';
import { createEngine, type Engine, type ManualClock, type Message, manualClock } from '@bihuan/core';
import { fourLists, hazard, tieredResponse, wish } from '@bihuan/processes';
import { type SqliteStore, type SqliteTx, sqliteStore } from '@bihuan/sql/sqlite';
import { directory } from './cast.ts';

export interface Stage {
  readonly engine: Engine<SqliteTx>;
  readonly store: SqliteStore;
  readonly clock: ManualClock;
  /** Messages that a subscriber of the host received, by name. */
  readonly received: Map<string, number>;
}

export const clock = manualClock(Date.parse('2026-02-09T09:00:00+08:00'));
const received = new Map<string, number>();
export const calendar = china();
let counted = 0;

export function openStage(file: string): Stage {
  const store = sqliteStore(file);
  const engine = createEngine({
    processes: [hazard, tieredResponse, wish, fourLists],
    store,
    directory,
    calendar,
    clock,
    newId: () => `case-${String(++counted).padStart(3, '0')}`,
    subscribers: {
      notices: {
        handle({ name }: Message) {
          received.set(name, (received.get(name) ?? 0) + 1);
        },
      },
    },
  });
  return { engine, store, clock, received };
}

/** What the engine does by itself once started, step by step to a moment: deadlines in their order, and what they send. */
export async function passTime({ engine, store }: Stage, until: string): Promise<void> {
  const untilMs = Date.parse(`${until}+08:00`);
  for (;;) {
    await engine.runDue();
    await engine.relay();
    const next = await store.nextWakeMs({});
    if (next === null || next > untilMs) break;
    clock.set(Math.max(next, clock.nowMs()));
  }
  clock.set(untilMs);
}
