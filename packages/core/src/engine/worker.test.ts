import { expect, it } from 'vitest';
import { brittle } from '../brittle.fixture.ts';
import { day, desk, hour, li, root, wang, zhao } from '../desk.fixture.ts';
import type { ManualClock, Subscriber } from '../index.ts';
import { parcel } from '../parcel.fixture.ts';
import { backOffMs } from './back-off.ts';

/** Lets everything that waits for nothing but promises run. */
const settled = async () => {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
};

it('law 9: a timer whose step throws backs off, is listed as stuck, and blocks nobody else', async () => {
  const errors: unknown[] = [];
  const { engine, parcel: open, clock } = desk({ processes: [parcel, brittle], onError: (error) => void errors.push(error) });
  await engine.open(brittle, { by: li, unit: '', input: {}, id: 'bad' });
  const c = await open();
  clock.advance(12 * hour);
  expect(await engine.runDue()).toEqual({ fired: 1, stuck: 1 });
  expect((await engine.get(c, { by: li }))?.revision).toBe(2);
  expect(await engine.stuckTimers({ by: root })).toMatchObject([
    { case: 'bad', timer: 'waiting#fuse', attempts: 1, error: expect.stringContaining('RULE_THREW') },
  ]);
  expect(errors).toHaveLength(1);
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(backOffMs(0));
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 1 });
  clock.advance(backOffMs(0));
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(backOffMs(1));
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 1 });
  await expect(engine.send('bad', 'leave', { by: li })).rejects.toMatchObject({ code: 'RULE_THREW' });
});

it('an operator repairs or cancels a case although a deadline of it cannot be applied', async () => {
  for (const act of ['cancel', 'repair'] as const) {
    const { engine, clock } = desk({ processes: [brittle] });
    await engine.open(brittle, { by: li, unit: '', input: {}, id: 'bad' });
    clock.advance(day);
    await engine.runDue();
    const freed =
      act === 'cancel'
        ? await engine.cancel('bad', { by: root, reason: 'r' })
        : await engine.repair('bad', { by: root, state: 'gone', reason: 'r' });
    expect(freed).toMatchObject({ outcome: 'applied', revision: 2 });
    expect(await engine.stuckTimers({ by: root })).toEqual([]);
    expect(await engine.cancel('bad', { by: li, reason: 'r' })).toMatchObject({ outcome: 'forbidden' });
  }
});

it('back-off doubles from a second, to an hour at most', () => {
  expect([0, 1, 2, 11, 12, 99].map(backOffMs)).toEqual([1000, 2000, 4000, 2_048_000, 3_600_000, 3_600_000]);
});

/** Moves the clock on, and lets the worker do what is due. */
const pass = async (clock: ManualClock, ms: number) => {
  clock.advance(ms);
  await settled();
};

it('a started worker applies deadlines when the clock gets there, and messages at once', async () => {
  const names: string[] = [];
  const all: Subscriber = { handle: (message) => void names.push(message.name) };
  const { engine, parcel: open, clock } = desk({ subscribers: { all }, pollMs: day });
  engine.start();
  engine.start();
  await settled();
  const c = await open();
  await settled();
  expect(names).toEqual(['received']);
  await pass(clock, 12 * hour - 1);
  expect((await engine.get(c, { by: li }))?.revision).toBe(1);
  await pass(clock, 1);
  expect(names).toEqual(['received', 'overdue']);
  await pass(clock, 60 * hour);
  expect((await engine.get(c, { by: zhao }))?.states).toEqual(['lost']);
  await engine.stop();
  await pass(clock, 720 * hour);
  expect((await engine.get(c, { by: zhao }))?.states).toEqual(['lost']);
  engine.start();
  await settled();
  expect((await engine.get(c, { by: zhao }))?.states).toEqual(['gone']);
  await engine.stop();
});

it('stop waits for what is under way, and may be called again', async () => {
  let finish = () => {};
  const order: string[] = [];
  const slow: Subscriber = {
    async handle() {
      await new Promise<void>((resolve) => (finish = resolve));
      order.push('delivered');
    },
  };
  const { engine, parcel: open } = desk({ subscribers: { slow } });
  engine.start();
  await open();
  await settled();
  const stopped = engine.stop().then(() => order.push('stopped'));
  await settled();
  expect(order).toEqual([]);
  finish();
  await stopped;
  expect(order).toEqual(['delivered', 'stopped']);
  await engine.stop();
});

it('a worker outlives a store that fails for a while', async () => {
  const errors: unknown[] = [];
  const one = desk();
  let down = true;
  const store: typeof one.store = {
    ...one.store,
    claimTimers: async (query) => (down ? Promise.reject(new Error('down')) : one.store.claimTimers(query)),
  };
  const { engine, parcel: open, clock } = desk({ store, onError: (error) => void errors.push(error), pollMs: 1_000 });
  const c = await open();
  engine.start();
  await pass(clock, 13 * hour);
  expect(errors.length).toBeGreaterThan(0);
  down = false;
  await pass(clock, 1_000);
  await engine.stop();
  expect((await engine.get(c, { by: wang }))?.revision).toBe(2);
});
