// Many nodes on one store: leases, watching, and an end that loses nothing.
import { describe, expect, it } from 'vitest';
import { by, desk, hour, li, root, wang } from '../desk.fixture.ts';
import { createEngine, type Message, memoryStore, type Operation } from '../index.ts';

const never = new Promise<void>(() => {});
/** Lets everything that can go on without time go on. */
const rest = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

describe('a subscriber', () => {
  it('law 10: that does not come back loses its message with its lease, and others do not wait for it', async () => {
    const got: string[] = [];
    let hangs = true;
    const subscribers = {
      slow: { handle: ({ attempt }: Message) => (hangs ? never : void got.push(`slow ${attempt}`)) },
      quick: { handle: () => void got.push('quick') },
    };
    const { engine, parcel: open, clock } = desk({ subscribers, leaseMs: 1_000 });
    await open();
    const relaying = engine.relay();
    await rest();
    expect(got).toEqual(['quick']);
    clock.advance(1_000);
    expect(await relaying).toEqual({ delivered: 1, failed: 1 });
    hangs = false;
    clock.advance(1_000);
    expect(await engine.relay()).toEqual({ delivered: 1, failed: 0 });
    expect(got).toEqual(['quick', 'slow 2']);
  });

  it('that hangs at every attempt leaves a dead letter that says so', async () => {
    const { engine, parcel: open, clock } = desk({ subscribers: { slow: { handle: () => never } }, leaseMs: 1_000, attempts: 2 });
    await open();
    for (let attempt = 0; attempt < 2; attempt++) {
      const relaying = engine.relay();
      await rest();
      clock.advance(1_000);
      await relaying;
      clock.advance(hour);
    }
    expect(await engine.deadLetters({ by: root })).toMatchObject([
      { subscriber: 'slow', error: expect.stringContaining('SUBSCRIBER_HANGS') },
    ]);
  });

  it('law 10: a message whose lease another node has taken over is not put off by the first', async () => {
    const store = memoryStore();
    let release = () => {};
    const first = new Promise<void>((resolve) => (release = resolve));
    const slow = desk({ store, subscribers: { s: { handle: () => first.then(() => Promise.reject(new Error('late'))) } }, leaseMs: 1_000 });
    const got: number[] = [];
    await slow.parcel();
    const relaying = slow.engine.relay();
    await rest();
    const other = desk({ ...slow.settings, subscribers: { s: { handle: ({ attempt }: Message) => void got.push(attempt) } } });
    slow.clock.advance(1_000);
    expect(await other.engine.relay()).toEqual({ delivered: 1, failed: 0 });
    release();
    await relaying;
    expect(await slow.engine.deadLetters({ by: root })).toEqual([]);
    slow.clock.advance(hour);
    expect(await other.engine.relay()).toEqual({ delivered: 0, failed: 0 });
    expect(got).toEqual([1]);
  });

  it('that failed is tried again between half of its rest and all of it', async () => {
    for (const [chance, restMs] of [
      [0, 1_000],
      [0.999, 500],
    ] as const) {
      const {
        engine,
        parcel: open,
        store,
      } = desk({ chance: () => chance, subscribers: { s: { handle: () => Promise.reject(new Error('x')) } } });
      const c = await open();
      await engine.relay();
      expect(await store.nextWakeMs({ processes: [] })).toBe(c.atMs + restMs);
    }
  });
});

describe('an observer', () => {
  it('is told of every piece of work, with what it came to and how late it was', async () => {
    const seen: unknown[] = [];
    const observer = {
      async around<Result>(operation: Operation, run: () => Promise<Result>): Promise<Result> {
        const result = await run().catch((error: unknown) => {
          seen.push([operation.kind, operation.name, 'threw']);
          throw error;
        });
        seen.push([operation.kind, operation.name, (result as { outcome?: string } | undefined)?.outcome ?? operation.lagMs]);
        return result;
      },
    };
    const { engine, parcel: open, clock } = desk({ observer, subscribers: { s: { handle: () => {} } } });
    const c = await open();
    await engine.send(c, 'assign', { by: li, payload: { handler: 'x', days: 1 } });
    await engine.claim(c, { by: wang });
    await expect(engine.send(c, 'explode', { by: li })).rejects.toMatchObject({ code: 'RULE_THREW' });
    clock.advance(13 * hour);
    await engine.runDue();
    clock.advance(1);
    await engine.relay();
    expect(seen).toEqual([
      ['open', 'parcel', 'applied'],
      ['command', 'assign', 'refused'],
      ['control', 'claim', 'applied'],
      ['command', 'explode', 'threw'],
      ['timer', 'received#remind', hour],
      ['delivery', 'received', 13 * hour + 1],
      ['delivery', 'overdue', hour + 1],
    ]);
  });
});

describe('drain', () => {
  it('waits for what is under way, gives back what was not begun, and refuses from then on', async () => {
    const store = memoryStore();
    let finish = () => {};
    const busy = new Promise<void>((resolve) => (finish = resolve));
    const subscribers = { s: { handle: () => busy } };
    const { engine, parcel: open, settings } = desk({ store, subscribers });
    for (let index = 0; index < 12; index++) await open();
    engine.start();
    await rest();
    let drained = false;
    const draining = engine.drain().then(() => (drained = true));
    await rest();
    expect(drained).toBe(false);
    await expect(engine.open(settings.processes[0]!, { by: li, unit: '', input: { weight: 1 } })).rejects.toMatchObject({
      code: 'ENGINE_DRAINED',
    });
    await expect(engine.relay()).rejects.toMatchObject({ code: 'ENGINE_DRAINED' });
    finish();
    await draining;
    const next = createEngine({ ...settings, subscribers: { s: { handle: () => {} } } });
    expect(await next.relay()).toEqual({ delivered: 4, failed: 0 });
    expect(await engine.get('case-1', { by: li })).toBeDefined();
  });

  it('lets a request that has begun come to its end', async () => {
    const plain = memoryStore();
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const store = { ...plain, commit: (...args: Parameters<typeof plain.commit>) => gate.then(() => plain.commit(...args)) };
    const { engine, settings } = desk({ store });
    const opening = engine.open(settings.processes[0]!, { by: li, unit: '', input: { weight: 1 }, id: 'last' });
    await rest();
    const draining = engine.drain();
    go();
    expect(await opening).toMatchObject({ outcome: 'applied' });
    await draining;
    expect((await plain.load({ tenant: 't', id: 'last' })).case).toBeDefined();
  });
});

describe('a store that rings', () => {
  it('wakes a worker at once, and is heard no more after the end', async () => {
    const plain = memoryStore();
    const rings = new Set<() => void>();
    const store = {
      ...plain,
      listen: async (ring: () => void) => {
        rings.add(ring);
        return async () => void rings.delete(ring);
      },
    };
    const got: string[] = [];
    const listener = desk({ store, subscribers: { s: { handle: ({ id }: Message) => void got.push(id) } } });
    listener.engine.start();
    await rest();
    const writer = desk({ ...listener.settings, subscribers: { s: { handle: () => {} } } });
    await writer.parcel();
    await rest();
    expect(got).toEqual([]);
    for (const ring of rings) ring();
    await rest();
    expect(got).toEqual(['case-1:1:0']);
    await listener.engine.stop();
    expect(rings.size).toBe(0);
  });
});

it('做完转办: a delegated item goes back to who handed it over, to be completed', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.claim(c, { by: wang });
  expect(await engine.resolve(c, { by: wang })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'target' }] });
  await engine.delegate(c, { by: wang, to: 'li' });
  expect(await engine.resolve(c, { by: wang })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'assignee' }] });
  expect(await engine.resolve(c, { by: li, note: 'weighed twice' })).toMatchObject({
    case: { workItems: { received: { assignee: 'wang', delegatedBy: null } } },
  });
});

it('已办: an actor sees what they did, latest first, and what comes next on the same case', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  clock.advance(1);
  await engine.send(c, 'check', { by: wang });
  clock.advance(1);
  await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 1 } });
  expect((await engine.done({ by: li })).map((entry) => entry.type)).toEqual(['assign', 'parcel']);
  const [latest] = await engine.done({ by: li, limit: 1 });
  expect((await engine.done({ by: li, before: latest! })).map((entry) => entry.type)).toEqual(['parcel']);
  expect(await engine.worklist({ by: li, case: c.id })).toMatchObject([{ state: 'waiting', assignee: 'li' }]);
  expect([await engine.countWork({ by: li }), await engine.countWork({ by: by('nobody') })]).toEqual([1, 0]);
});
