import { expect, it } from 'vitest';
import { hours, type Limit, naturalCalendar, workingDays } from './calendar.ts';
import { given } from './given.ts';
import { parcel } from './parcel.fixture.ts';

const clerk = { id: 'li', roles: ['clerk'] };
const checker = { id: 'wang', roles: ['checker'] };
const chief = { id: 'zhao', roles: ['chief'] };
const received = given(parcel, { by: clerk, input: { weight: 2 } });

const thrownBy = (act: () => unknown): Error & { readonly actual?: unknown; readonly expected?: unknown } => {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

it('tells a case from its opening to its end', () => {
  const handed = received
    .does('check', { by: checker })
    .when('assign', { by: clerk, payload: { handler: 'li', days: 3 } })
    .expectApplied({ states: ['waiting'], context: { handler: 'li', lastDays: 3 }, messages: [], closed: null })
    .when('handOver', { by: clerk })
    .expectApplied({ states: ['handed'], closed: 'handed' });
  expect(handed.case.revision).toBe(4);
  expect(handed.case.context.weight).toBe(2);
});

it('compares only what is named, and context whatever the order of its keys', () => {
  received.when('check', { by: checker }).expectApplied({ context: { checks: 1, weight: 2 } });
  received.when('check', { by: checker }).expectApplied();
});

it('may branch, because every step gives a new scenario', () => {
  const checked = received.does('check', { by: checker });
  checked.when('lose', { by: clerk }).expectApplied({ states: ['lost'] });
  checked.when('assign', { by: clerk, payload: { handler: 'a', days: 1 } }).expectApplied({ states: ['waiting'] });
});

it('lets time pass, and applies what has fallen due', () => {
  expect(received.later(hours(13)).case.revision).toBe(2);
  expect(received.later(hours(72)).case.states).toEqual(['lost']);
  expect(received.later(hours(72)).nowMs - received.nowMs).toBe(72 * 3_600_000);
});

it('counts the messages of deadlines that fell due before a command', () => {
  const waiting = received.does('check', { by: checker }).does('assign', { by: clerk, payload: { handler: 'li', days: 1 } });
  waiting.later(hours(25)).when('handOver', { by: clerk }).expectApplied({ messages: [] });
  expect(waiting.later(hours(25)).case.states).toEqual(['late']);
});

it('counts working time with a calendar', () => {
  const calendar = {
    ...naturalCalendar,
    due: (atMs: number, limit: Limit) => ({ dueAtMs: atMs + Number('ms' in limit ? limit.ms : 7), provisional: false }),
  };
  const opened = given(parcel, { input: { weight: 2 }, calendar, atMs: 100 });
  expect(opened.later(workingDays(3)).nowMs).toBe(107);
});

it('takes built-in acts as it takes commands', () => {
  received
    .does('suspend', { by: chief, payload: { reason: 'snow' } })
    .when('check', { by: checker })
    .expectOutcome('suspended')
    .does('resume', { by: chief })
    .does('check', { by: checker });
});

it('expects refusals by rule, by negated rule, and by code', () => {
  const assign = { by: clerk, payload: { handler: 'li', days: 1 } };
  received.when('assign', assign).expectRefused('checked');
  received.when('assign', assign).expectRefused('rule');
  received.when('assign', assign).expectRefused();
  received.does('check', { by: checker }).when('check', { by: checker }).expectRefused('not checked');
  received.when('handOver', { by: clerk }).expectRefused('state');
});

it('expects the other answers', () => {
  received.when('assign', { by: checker, payload: { handler: 'li', days: 1 } }).expectForbidden();
  received.when('assign', { by: clerk, payload: { handler: 'li', days: 0 } }).expectInvalid('payload/days');
  received.when('check', { by: checker, expectedRevision: 9 }).expectOutcome('conflict');
  received.does('check', { by: checker, key: 'k' }).when('check', { by: checker, key: 'k' }).expectOutcome('replayed');
  received.does('check', { by: checker, key: 'k' }).when('lose', { by: clerk, key: 'k' }).expectOutcome('key-reused');
});

it('knows the persons behind an actor, and where a role holds', () => {
  received.when('check', { by: { id: 'second-account', person: 'li', roles: ['clerk'] } }).expectRefused('notReceiver');
  received.when('check', { by: { id: 'wang', onBehalfOf: 'li', roles: ['checker'] } }).expectRefused('notReceiver');
  const inA = given(parcel, { input: { weight: 2 }, unit: 'a/b' });
  inA.when('check', { by: { ...checker, unit: 'a' } }).expectApplied();
  inA.when('check', { by: { ...checker, unit: 'b' } }).expectForbidden();
});

it('throws when a step that has to be applied is not, and says who, where and why', () => {
  const error = thrownBy(() => received.does('assign', { by: clerk, payload: { handler: 'li', days: 1 } }));
  expect(error.name).toBe('UnexpectedOutcome');
  expect(error.message).toContain('parcel in received: assign by li (clerk)');
  expect(error.message).toContain('not checked yet');
  expect(error.expected).toEqual({ outcome: 'applied' });
  expect(error.actual).toMatchObject({ outcome: 'refused' });
});

it('throws when the case cannot be opened', () => {
  expect(() => given(parcel, { by: chief, input: { weight: 2 } })).toThrow(/opened by zhao \(chief\)[\s\S]*forbidden/);
  expect(() => given(parcel, { input: { weight: -2 } })).toThrow(/payload\/weight/);
});

it('throws when what came is not what was expected, with both', () => {
  const asked = received.when('check', { by: checker });
  expect(thrownBy(() => asked.expectRefused()).actual).toMatchObject({ outcome: 'applied', states: ['received'] });
  expect(thrownBy(() => asked.expectApplied({ states: ['lost'] }))).toMatchObject({
    actual: { states: ['received'] },
    expected: { states: ['lost'] },
  });
  expect(() => asked.expectApplied({ context: { checks: 2 } })).toThrow();
  expect(() => asked.expectApplied({ messages: ['overdue'] })).toThrow();
  expect(() => asked.expectApplied({ closed: 'handed' })).toThrow();
  expect(() => asked.expectForbidden()).toThrow();
  expect(() => received.when('handOver', { by: clerk }).expectRefused('checked')).toThrow(/refused: checked/);
  expect(() => received.when('handOver', { by: clerk }).expectInvalid()).toThrow();
});
