import { expect, it } from 'vitest';
import { by, desk, hour, li, root, startMs, wang, zhao } from '../desk.fixture.ts';
import { given, hours, naturalCalendar } from '../index.ts';
import { parcel } from '../parcel.fixture.ts';

const reason = 'snow';

it('a suspended case answers suspended to commands, with the reason and since when', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.suspend(c, { by: zhao, reason });
  expect(await engine.send(c, 'check', { by: wang })).toEqual({ outcome: 'suspended', reason, sinceMs: startMs });
  expect((await engine.suspend(c, { by: zhao, reason })).outcome).toBe('suspended');
  expect((await engine.extend(c, { by: li, deadline: 'search', limit: hours(1), reason })).outcome).toBe('suspended');
  expect((await engine.comment(c, { by: li, text: 'still snow' })).outcome).toBe('applied');
  expect((await engine.claim(c, { by: wang })).outcome).toBe('applied');
});

it('suspending stops the deadlines that stop, by exactly the time it lasted; those that run go on', async () => {
  const { engine, parcel: open, clock, store } = desk();
  const c = await open();
  clock.advance(2 * hour);
  const suspended = await engine.suspend(c, { by: zhao, reason });
  expect(suspended).toMatchObject({
    case: {
      timers: {
        'received#remind': { stoppedAtMs: null, dueAtMs: startMs + 12 * hour, generation: 1 },
        'received#search': { stoppedAtMs: startMs + 2 * hour, dueAtMs: startMs + 72 * hour, generation: 1 },
      },
      workItems: { received: { dueAtMs: startMs + 12 * hour } },
    },
  });
  clock.advance(200 * hour);
  expect(await engine.runDue()).toEqual({ fired: 1, stuck: 0 });
  expect((await engine.get(c, { by: li }))?.workItems['received']?.dueAtMs).toBeNull();
  expect(await store.nextWakeMs({})).not.toBe(startMs + 72 * hour);
  const resumed = await engine.resume(c, { by: zhao });
  expect(resumed).toMatchObject({
    case: {
      suspended: null,
      timers: { 'received#search': { stoppedAtMs: null, dueAtMs: startMs + 272 * hour, generation: 4 } },
      workItems: { received: { dueAtMs: startMs + 272 * hour } },
    },
  });
  clock.set(startMs + 272 * hour - 1);
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(1);
  expect(await engine.runDue()).toEqual({ fired: 1, stuck: 0 });
});

it('a deadline that was due the moment a case is suspended takes effect before', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  clock.advance(72 * hour);
  expect(await engine.suspend(c, { by: zhao, reason })).toMatchObject({ case: { states: ['lost'], revision: 4 } });
});

it('a deadline set while the case is suspended stands still until it is resumed', () => {
  const chief = { id: 'zhao', roles: ['chief'] };
  const set = given(parcel, { input: { weight: 2 } })
    .does('suspend', { by: chief, payload: { reason } })
    .later(hours(3))
    .does('repair', { by: { id: 'r', roles: ['operator'] }, payload: { state: 'waiting', reason } });
  expect(set.case.timers).toMatchObject({ 'waiting#pickUp': { stoppedAtMs: startMs + 3 * hour, dueAtMs: startMs + 27 * hour } });
  expect(set.case.workItems['waiting']?.dueAtMs).toBeNull();
  const resumed = set.later(hours(97)).does('resume', { by: chief });
  expect(resumed.case.timers['waiting#pickUp']).toMatchObject({ stoppedAtMs: null, dueAtMs: startMs + 124 * hour });
});

it('only who may suspends and resumes, and only what is suspended is resumed', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  expect((await engine.suspend(c, { by: li, reason })).outcome).toBe('forbidden');
  expect(await engine.suspend(c, { by: zhao, reason: '' })).toMatchObject({ outcome: 'invalid', issues: [{ path: 'payload/reason' }] });
  expect(await engine.resume(c, { by: zhao })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'state' }] });
  await engine.suspend(c, { by: zhao, reason });
  expect((await engine.resume(c, { by: li })).outcome).toBe('forbidden');
});

it('a clock that was stopped twice has lost both stretches', () => {
  const chief = { id: 'zhao', roles: ['chief'] };
  const twice = given(parcel, { input: { weight: 2 } })
    .later(hours(1))
    .does('suspend', { by: chief, payload: { reason } })
    .later(hours(5))
    .does('resume', { by: chief })
    .later(hours(1))
    .does('suspend', { by: chief, payload: { reason } })
    .later(hours(7))
    .does('resume', { by: chief });
  expect(twice.case.timers['received#search']?.dueAtMs).toBe(startMs + 84 * hour);
});

it('the calendar moves a stopped deadline, from when it stopped to when it runs again', async () => {
  const asked: unknown[] = [];
  const calendar = {
    ...naturalCalendar,
    shift: (...args: Parameters<typeof naturalCalendar.shift>) => {
      asked.push(args);
      return { dueAtMs: startMs + 99.5 * hour + 0.5, provisional: true };
    },
  };
  const { engine, parcel: open, clock } = desk({ calendar });
  const c = await open();
  await engine.suspend(c, { by: zhao, reason });
  clock.advance(hour);
  const resumed = await engine.resume(c, { by: zhao });
  expect(asked).toEqual([[startMs + 72 * hour, startMs, startMs + hour, hours(72)]]);
  expect(resumed).toMatchObject({ case: { timers: { 'received#search': { dueAtMs: startMs + 99.5 * hour + 1, provisional: true } } } });
});

it('an end for good ends the suspension too', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.suspend(c, { by: zhao, reason });
  expect(await engine.cancel(c, { by: root, reason })).toMatchObject({
    case: { suspended: null, closed: { outcome: 'cancelled', final: true }, timers: {} },
  });
  expect(await engine.send(c, 'check', { by: by('both') })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'closed' }] });
});

it('a state that is an end for good leaves nothing to resume', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.suspend(c, { by: zhao, reason });
  expect(await engine.repair(c, { by: root, state: 'gone', reason })).toMatchObject({
    case: { suspended: null, closed: { outcome: 'gone', final: true } },
  });
  expect(await engine.send(c, 'check', { by: by('both') })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'closed' }] });
});

it('a case that an operator closed while it was suspended can be resumed, and then reopened', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.suspend(c, { by: zhao, reason });
  expect(await engine.repair(c, { by: root, state: 'handed', reason })).toMatchObject({
    case: { states: ['handed'], closed: { outcome: 'handed', final: false }, suspended: { reason } },
  });
  expect((await engine.send(c, 'reopen', { by: zhao, payload: { reason } })).outcome).toBe('suspended');
  expect((await engine.resume(c, { by: zhao })).outcome).toBe('applied');
  expect((await engine.send(c, 'reopen', { by: zhao, payload: { reason } })).outcome).toBe('applied');
});
