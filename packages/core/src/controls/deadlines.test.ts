import { expect, it } from 'vitest';
import { hour, startMs } from '../desk.fixture.ts';
import { given, hours } from '../index.ts';
import { parcel } from '../parcel.fixture.ts';

const clerk = { id: 'li', roles: ['clerk'] };
const checker = { id: 'wang', roles: ['checker'] };
const chief = { id: 'zhao', roles: ['chief'] };
const received = given(parcel, { input: { weight: 2 }, by: clerk });
const late = received
  .does('check', { by: checker })
  .does('assign', { by: clerk, payload: { handler: 'li', days: 1 } })
  .later(hours(24));

const more = (deadline: string, limit: Record<string, unknown> = hours(6)) => ({ deadline, limit, reason: 'snow' }) as never;

it('an extension counts on from where the deadline stood', () => {
  const extended = received.later(hours(3)).does('extend', { by: clerk, payload: more('search') });
  expect(extended.case.timers['received#search']).toMatchObject({
    dueAtMs: startMs + 78 * hour,
    generation: 2,
    startedAtMs: startMs + 3 * hour,
  });
  expect(extended.case.extensions).toBe(1);
  expect(extended.later(hours(70)).case.states).toEqual(['received']);
  expect(extended.later(hours(75)).case.states).toEqual(['lost']);
});

it('each extension needs the next rung of the ladder, and after the last there is none', () => {
  const once = received.does('extend', { by: clerk, payload: more('search') });
  once.when('extend', { by: clerk, payload: more('search') }).expectForbidden();
  const twice = once.does('extend', { by: chief, payload: more('search') });
  expect(twice.case.timers['received#search']?.dueAtMs).toBe(startMs + 84 * hour);
  twice.when('extend', { by: chief, payload: more('search') }).expectRefused('limit');
  twice.when('extend', { by: clerk, payload: more('search') }).expectForbidden();
});

it('only a deadline that runs is extended, and only to a time ahead', () => {
  received.when('extend', { by: clerk, payload: more('pickUp') }).expectRefused('target');
  received.when('extend', { by: clerk, payload: more('none') }).expectRefused('target');
  received
    .later(hours(2))
    .when('extend', { by: clerk, payload: more('search', { untilMs: startMs + hour }) })
    .expectRefused('target');
  received.does('extend', { by: clerk, payload: more('search', { untilMs: startMs + hour }) });
});

it.each([
  {},
  { ms: -1 },
  { ms: 1, workingDays: 1 },
  { workingDays: 1.5 },
  { ms: 1e300 },
  { untilMs: 8.64e15 },
  { workingDays: 1e9 },
  { ms: '1' },
  { hours: 3 },
])('an extension by %j is invalid', (limit) => {
  received.when('extend', { by: clerk, payload: more('search', limit) }).expectInvalid();
});

it('an extension keeps whether the clock stops', () => {
  const extended = received.does('extend', { by: clerk, payload: more('remind') });
  expect(extended.case.timers['received#remind']?.limit).toEqual({ ms: 6 * hour, fromMs: startMs + 12 * hour, clock: 'runs' });
  const suspended = extended.does('suspend', { by: chief, payload: { reason: 'snow' } });
  expect(suspended.case.timers['received#remind']?.stoppedAtMs).toBeNull();
});

const urged = { deadline: 'pickUp', limit: hours(10), instruction: 'now, please' } as never;

it('supervising moves the statechart where it listens, and counts the deadline anew from now', () => {
  const supervised = late.later(hours(2)).does('supervise', { by: chief, payload: urged });
  expect(supervised.case).toMatchObject({ states: ['waiting'], supervisions: 1 });
  expect(supervised.case.timers).toMatchObject({ 'waiting#pickUp': { dueAtMs: startMs + 36 * hour } });
  expect(Object.keys(supervised.case.timers)).toEqual(['waiting#pickUp']);
  expect(supervised.case.workItems['waiting']?.dueAtMs).toBe(startMs + 36 * hour);
  expect(supervised.later(hours(10)).case.states).toEqual(['late']);
});

it('supervising where the statechart does not listen moves the deadline only', () => {
  const supervised = received.does('supervise', {
    by: chief,
    payload: { deadline: 'search', limit: hours(100), instruction: 'take your time' } as never,
  });
  expect(supervised.case).toMatchObject({ states: ['received'], supervisions: 1, stateRevision: 1 });
  supervised.when('supervise', { by: chief, payload: urged }).expectRefused('limit');
});

it('supervision of a deadline that does not run changes nothing at all', () => {
  const refused = late
    .when('supervise', { by: chief, payload: { deadline: 'search', limit: hours(1), instruction: 'x' } as never })
    .expectRefused('target');
  expect(refused.case).toEqual(late.case);
  late.when('supervise', { by: clerk, payload: urged }).expectForbidden();
});
