// The desk at which the laws are tried: errands, people with roles, a clock that stands still, and subscribers that remember what they got.
import { type Actor, type Capabilities, directoryOf, type Engine, type ManualClock, type Message, manualClock } from '@bihuan/core';
import { LawBroken } from '../check.ts';
import { hourMs, startMs } from '../store/engines.ts';
import { errand } from '../store/errand.ts';
import type { EngineHarness, GivenOptions } from './engine-law.ts';

export const clerk = { tenant: 'north', id: 'u1' };
/** A second clerk, at unit `a` only. */
export const colleague = { tenant: 'north', id: 'u2' };
/** A clerk at unit `b`, who sees nothing of `a`. */
export const elsewhere = { tenant: 'north', id: 'u3' };
export const chief = { tenant: 'north', id: 'boss' };
/** A clerk of another tenant, with the same id. */
export const stranger = { tenant: 'south', id: 'u1' };
export const nobody = { tenant: 'north', id: 'nobody' };

const directory = directoryOf({
  u1: [{ role: 'clerk', unit: '' }],
  u2: [{ role: 'clerk', unit: 'a' }],
  u3: [{ role: 'clerk', unit: 'b' }],
  boss: [
    { role: 'chief', unit: '' },
    { role: 'operator', unit: '' },
  ],
});

export type DeskOptions = Partial<Pick<GivenOptions, 'attempts' | 'leaseMs' | 'processes'>> & {
  /** What a subscriber does with a message before it counts as arrived; throwing fails the attempt. By name of subscriber. */
  readonly subscribers?: Readonly<Record<string, { readonly messages?: readonly string[]; readonly handle?: (message: Message) => void }>>;
};

export interface Arrived extends Message {
  readonly subscriber: string;
}

/** `any`, where the outcome is one of many: laws compare what they name. */
export interface Desk {
  readonly engine: Engine<any>;
  readonly capabilities: Capabilities;
  readonly clock: ManualClock;
  /** Opens an errand at unit `a`, as the clerk. */
  readonly open: (more?: object) => Promise<any>;
  /** Sends a command, as the clerk. */
  readonly send: (id: string, command: string, more?: object) => Promise<any>;
  readonly note: (id: string, text: string, more?: object) => Promise<any>;
  /** What arrived, in order. */
  readonly arrived: readonly Arrived[];
  /** Until nothing is left to deliver now, and queries have caught up. */
  readonly calm: () => Promise<void>;
  /** Moves the clock, applies what fell due, and calms down. */
  readonly later: (ms: number) => Promise<void>;
  readonly statesOf: (id: string) => Promise<readonly string[] | undefined>;
  readonly close: () => Promise<void>;
}

export async function deskAt(harness: EngineHarness, { subscribers = {}, ...more }: DeskOptions = {}): Promise<Desk> {
  const clock = manualClock(startMs);
  const arrived: Arrived[] = [];
  let count = 0;
  const listening = Object.entries(subscribers).map(([subscriber, { messages, handle }]) => [
    subscriber,
    {
      ...(messages && { messages }),
      handle(message: Message) {
        handle?.(message);
        arrived.push({ ...message, subscriber });
      },
    },
  ]);
  const { engine, capabilities, settled, close } = await harness.create({
    processes: [errand],
    directory,
    clock,
    newId: () => `e${++count}`,
    chance: () => 0,
    subscribers: Object.fromEntries(listening),
    ...more,
  });
  const calm = async () => {
    await settled();
    for (let round = 0; round < mostRounds; round++) {
      const { delivered, failed } = await engine.relay();
      await settled();
      if (delivered + failed === 0) return;
    }
    throw new LawBroken('the engine does not come to rest');
  };
  const send: Desk['send'] = (id, command, options = {}) => engine.send(id, command as never, { by: clerk, ...options } as never);
  return {
    engine,
    capabilities,
    clock,
    open: (options = {}) => engine.open(errand, { by: clerk, unit: 'a', input: { title: 'post' }, ...options }),
    send,
    note: (id, text, options = {}) => send(id, 'note', { payload: { text }, ...options }),
    arrived,
    calm,
    async later(ms) {
      await calm();
      clock.advance(ms);
      await engine.runDue();
      await calm();
    },
    statesOf: async (id) => (await engine.get(id, { by: clerk }))?.states,
    close,
  };
}

const mostRounds = 50;

/** The part of a journal that a law speaks of: kind, type, revision, effective time from the start in hours. */
export async function journalOf({ engine }: Desk, id: string, by: Actor = clerk): Promise<readonly unknown[]> {
  const entries = await engine.history(id, { by });
  return entries.map(({ kind, type, revision, atMs }) => [kind, type, revision, (atMs - startMs) / hourMs]);
}

/** Everything that can be seen of some cases, to be compared before and after. */
export const seen = async ({ engine }: Desk, ...ids: readonly string[]): Promise<unknown> =>
  Promise.all(ids.map(async (id) => [await engine.get(id, { by: chief }), await engine.history(id, { by: chief })]));
