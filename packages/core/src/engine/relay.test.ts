import fc from 'fast-check';
import { expect, it } from 'vitest';
import { by, desk, hour, li, root, startMs } from '../desk.fixture.ts';
import { createEngine, type Message, type Subscriber } from '../index.ts';
import { backOffMs } from './back-off.ts';

const collecting = () => {
  const got: Message[] = [];
  return { got, handle: (message: Message) => void got.push(message) };
};

it('law 10: a message has the id caseId:revision:index, and the body the process gave it', async () => {
  const desk_ = collecting();
  const { engine, parcel: open, clock } = desk({ subscribers: { desk: desk_ } });
  const c = await open();
  clock.advance(12 * hour);
  await engine.runDue();
  expect(await engine.relay()).toEqual({ delivered: 2, failed: 0 });
  expect(desk_.got).toEqual([
    {
      id: `${c.id}:1:0`,
      tenant: 't',
      case: c.id,
      process: 'parcel',
      revision: 1,
      index: 0,
      name: 'received',
      body: { weight: 2 },
      atMs: startMs,
      attempt: 1,
    },
    {
      id: `${c.id}:2:0`,
      tenant: 't',
      case: c.id,
      process: 'parcel',
      revision: 2,
      index: 0,
      name: 'overdue',
      body: { handler: null, atMs: startMs + 12 * hour },
      atMs: startMs + 12 * hour,
      attempt: 1,
    },
  ]);
  expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
});

it('law 10: subscribers get what they asked for, each on its own', async () => {
  const [all, some] = [collecting(), { ...collecting(), messages: ['overdue'] }];
  const { engine, parcel: open, clock } = desk({ subscribers: { all, some } });
  await open();
  clock.advance(12 * hour);
  await engine.runDue();
  await engine.relay();
  expect(all.got.map((message) => message.name)).toEqual(['received', 'overdue']);
  expect(some.got.map((message) => message.name)).toEqual(['overdue']);
});

it('law 10: what is not committed sends nothing', async () => {
  const all = collecting();
  const { engine, parcel: open, clock } = desk({ subscribers: { all } });
  const c = await open();
  clock.advance(12 * hour);
  await engine.send(c, 'handOver', { by: li });
  await engine.relay();
  expect(all.got.map((message) => message.name)).toEqual(['received']);
});

it('law 10: a failing subscriber gets its messages again, later, in order; other lanes go on', async () => {
  let broken = true;
  const seen: string[] = [];
  const shaky: Subscriber = {
    handle(message) {
      seen.push(`${message.id} ${message.attempt}`);
      if (broken && message.case === 'case-1') throw new Error('no line');
    },
  };
  const { engine, parcel: open, clock } = desk({ subscribers: { shaky, steady: collecting() } });
  const c = await open();
  await open();
  clock.advance(12 * hour);
  await engine.runDue();
  expect(await engine.relay()).toEqual({ delivered: 2 + 4, failed: 1 });
  expect(seen).toEqual(['case-1:1:0 1', 'case-2:1:0 1', 'case-2:2:0 1']);
  clock.advance(999);
  expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
  clock.advance(1);
  expect(await engine.relay()).toEqual({ delivered: 0, failed: 1 });
  broken = false;
  clock.advance(backOffMs(1));
  await engine.relay();
  expect(seen.slice(3)).toEqual(['case-1:1:0 2', 'case-1:1:0 3', 'case-1:2:0 1']);
  expect(c.id).toBe('case-1');
});

it('law 10: a message that keeps failing becomes a dead letter, holds its lane, and goes on when an operator says so', async () => {
  let broken = true;
  const all = collecting();
  const shaky: Subscriber = {
    handle(message) {
      if (broken) throw new Error('no line');
      all.handle(message);
    },
  };
  const { engine, parcel: open, clock, store } = desk({ subscribers: { shaky }, attempts: 3 });
  await open();
  clock.advance(12 * hour);
  await engine.runDue();
  for (let attempt = 0; attempt < 5; attempt++) {
    await engine.relay();
    clock.advance(hour);
  }
  const letters = await engine.deadLetters({ by: root });
  expect(letters).toMatchObject([{ id: 'case-1:1:0', subscriber: 'shaky', attempts: 3, error: 'no line' }]);
  broken = false;
  expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
  expect(await store.nextWakeMs({})).toBe(startMs + 72 * hour);
  await engine.redeliver(letters[0]!, { by: root });
  await engine.relay();
  expect(all.got.map((message) => message.id)).toEqual(['case-1:1:0', 'case-1:2:0']);
  expect(await engine.deadLetters({ by: root })).toEqual([]);
});

it('law 10: an operator may skip a dead letter', async () => {
  let broken = true;
  const all = collecting();
  const {
    engine,
    parcel: open,
    clock,
  } = desk({
    attempts: 1,
    subscribers: {
      shaky: {
        handle(message) {
          if (broken) throw new Error('no line');
          all.handle(message);
        },
      },
    },
  });
  await open();
  clock.advance(12 * hour);
  await engine.runDue();
  await engine.relay();
  broken = false;
  await engine.skip((await engine.deadLetters({ by: root }))[0]!, { by: root });
  await engine.relay();
  expect(all.got.map((message) => message.name)).toEqual(['overdue']);
});

it('law 13: dead letters and stuck timers are for operators of that whole tenant, in their term', async () => {
  const people = {
    past: [{ role: 'operator', unit: '', untilMs: startMs - 1 }],
    partly: [{ role: 'operator', unit: 'a' }],
    single: [{ role: 'operator', unit: '', process: 'parcel' }],
  };
  const { engine, parcel: open } = desk({
    attempts: 1,
    people,
    subscribers: { shaky: { handle: () => Promise.reject(new Error('no line')) } },
  });
  await open();
  await engine.relay();
  const letter = (await engine.deadLetters({ by: root }))[0]!;
  for (const person of [li, by('past'), by('partly'), by('single'), by('root', 'elsewhere')]) {
    await expect(engine.redeliver(letter, { by: person })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    await expect(engine.skip(letter, { by: person })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    if (person.tenant === 't') await expect(engine.deadLetters({ by: person })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    if (person.tenant === 't') await expect(engine.stuckTimers({ by: person })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
  }
  expect(await engine.deadLetters({ by: by('root', 'elsewhere') })).toEqual([]);
});

it('law 10: delivered at least once, in order, whatever fails and whoever delivers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), async (failures, nodes) => {
      const fails = [...failures];
      const arrived: Message[] = [];
      const flaky: Subscriber = {
        handle(message) {
          arrived.push(message);
          if (fails.pop()) throw new Error('lost on the way');
        },
      };
      const first = desk({ subscribers: { flaky }, attempts: 100 });
      const engines = [first.engine, ...Array.from({ length: nodes - 1 }, () => createEngine(first.settings))];
      await first.parcel();
      await first.parcel();
      for (let round = 0; round < 60; round++) {
        first.clock.advance(6 * hour);
        await Promise.all(engines.flatMap((engine) => [engine.runDue(), engine.relay()]));
      }
      const sent = first.committed.flatMap((commit) =>
        commit.deliveries.filter((each) => each.subscriber === 'flaky').map((each) => each.id),
      );
      for (const c of ['case-1', 'case-2']) {
        const firsts = [...new Set(arrived.filter((message) => message.case === c).map((message) => message.id))];
        expect(firsts).toEqual(sent.filter((id) => id.startsWith(`${c}:`)));
      }
    }),
    { numRuns: 25, seed: 10 },
  );
});

it('law 10: a message that was leased by a node that died is delivered by another, once the lease is over', async () => {
  const all = collecting();
  const { engine, parcel: open, clock, store } = desk({ subscribers: { all }, leaseMs: 5_000 });
  await open();
  await store.claim({ nowMs: startMs, leaseUntilMs: startMs + 5_000, limit: 9 });
  expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
  clock.advance(5_000);
  expect(await engine.relay()).toEqual({ delivered: 1, failed: 0 });
});
