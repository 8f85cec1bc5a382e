import { expect, it } from 'vitest';
import { by, desk, hour, li, root, startMs, wang, zhao } from '../desk.fixture.ts';

const reason = 'entered twice';

it('an operator cancels with a reason that stays in the journal; nothing runs on', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  expect((await engine.cancel(c, { by: zhao, reason })).outcome).toBe('forbidden');
  expect((await engine.cancel(c, { by: root, reason: '' })).outcome).toBe('invalid');
  expect(await engine.cancel(c, { by: root, reason })).toMatchObject({
    case: { closed: { outcome: 'cancelled', final: true, atMs: startMs }, timers: {}, workItems: {} },
  });
  clock.advance(999 * hour);
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  expect((await engine.history(c, { by: root })).at(-1)).toMatchObject({ type: 'cancel', payload: { reason }, by: root });
  expect((await engine.find({ by: root, outcome: 'cancelled', closed: true })).map((each) => each.id)).toEqual([c.id]);
});

it('a repair sets the state: deadlines and work of states newly entered start now, those of states that stay are kept', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  await engine.claim(c, { by: wang });
  clock.advance(hour);
  const kept = await engine.repair(c, { by: root, context: { weight: 9 }, reason });
  expect(kept).toMatchObject({
    case: {
      context: { weight: 9, checks: 0 },
      timers: c.timers,
      workItems: { received: { assignee: 'wang', sinceMs: startMs } },
      stateRevision: 3,
    },
  });
  const moved = await engine.repair(c, { by: root, state: 'waiting', reason });
  expect(moved).toMatchObject({
    case: {
      states: ['waiting'],
      timers: { 'waiting#pickUp': { startedAtMs: startMs + hour } },
      workItems: { waiting: { sinceMs: startMs + hour } },
    },
  });
  expect(Object.keys(moved.outcome === 'applied' ? moved.case.timers : {})).toEqual(['waiting#pickUp']);
});

it('a repair that does not fit the process is refused or invalid, and changes nothing', async () => {
  const { engine, parcel: open, committed } = desk();
  const c = await open();
  for (const change of [{ state: 'nowhere' }, { state: { received: 'x' } }, { context: { weight: 'x' } }, { context: { extra: 1 } }])
    expect(await engine.repair(c, { by: root, reason, ...change })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'target' }] });
  for (const state of ['', '__proto__', 'received.x', 7, null, true, [], {}, ['received'], { received: {} }, { __proto__: 'received' }])
    expect(await engine.repair(c, { by: root, reason, state } as never)).toMatchObject({ outcome: 'invalid' });
  expect((await engine.repair(c, { by: zhao, state: 'waiting', reason })).outcome).toBe('forbidden');
  expect(committed).toHaveLength(1);
});

it('a repair brings a cancelled case back to life', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  await engine.cancel(c, { by: root, reason });
  const back = await engine.repair(c, { by: root, reason });
  expect(back).toMatchObject({ case: { closed: null, states: ['received'], workItems: { received: { assignee: null } } } });
  clock.advance(12 * hour);
  expect((await engine.runDue()).fired).toBe(1);
  expect((await engine.send(c, 'check', { by: by('both') })).outcome).toBe('applied');
});

it('evidence and comments are kept, and evidence is asked for a hash', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  const photo = { kind: 'photo', reference: 's3://a/b', hash: 'sha256:0123456789abcdef' };
  const attached = await engine.attach(c, { by: li, evidence: [photo, { ...photo, kind: 'video' }] });
  expect(attached).toMatchObject({
    case: { evidence: { '2.0': { ...photo, by: 'li', atMs: startMs }, '2.1': { kind: 'video' } }, stateRevision: 1 },
  });
  for (const bad of [
    { ...photo, hash: 'none' },
    { ...photo, bytes: 'AAAA' },
    { ...photo, kind: '' },
  ])
    expect((await engine.attach(c, { by: li, evidence: [bad] })).outcome).toBe('invalid');
  expect((await engine.attach(c, { by: li, evidence: [] })).outcome).toBe('invalid');
  expect((await engine.comment(c, { by: by('nobody'), text: 'x' })).outcome).toBe('forbidden');
  expect((await engine.comment(c, { by: li, text: '' })).outcome).toBe('invalid');
});
