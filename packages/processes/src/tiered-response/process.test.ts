import { china } from '@bihuan/calendar';
import { type GivenActor, given, hours, minutes, workingDays } from '@bihuan/core';
import { describe, expect, test } from 'vitest';
import { tieredResponse } from './index.ts';

const calendar = china();
const is = (id: string, ...roles: string[]): GivenActor => ({ id, roles });
const reporter = is('zhou', 'reporter');
const handler = is('chen', 'handler');
const committee = is('zhao', 'partyCommittee');
const party = is('wuye', 'party');
const department = is('chengguan', 'department');
const arbitrator = is('jiedao', 'arbitrator');
const reason = '见说明';
const done = { result: '已处理', evidence: [{ kind: 'photo', reference: 'host://1', hash: 'sha256:0123456789abcdef' }] };

const opened = (level: 1 | 2 | 3 | null = null, urgency: 'simple' | 'complex' | 'emergency' = 'complex') =>
  given(tieredResponse, { by: reporter, input: { matter: '占道经营', kind: 'urban', level, urgency }, calendar });
const onSite = () => opened(3).does('answer', { by: department }).does('arrive', { by: department, payload: {} });
const rating = () => onSite().does('handled', { by: department, payload: done });

describe('three levels, upward only', () => {
  test.each([
    [1, 'immediate'],
    [2, 'jointMeeting'],
    [3, 'whistle.blown'],
  ] as const)('level %i begins at %s', (level, state) => {
    expect(opened(level).case.states).toEqual([state]);
    opened()
      .when('classify', { by: committee, payload: { level } })
      .expectApplied({ states: [state], context: { level } });
  });

  test('what nobody classifies is reminded of, and goes to the joint meeting', () => {
    expect(opened().later(minutes(90)).case).toMatchObject({ states: ['jointMeeting'], context: { level: 2 } });
  });

  test('level 1 is handled at once, and goes up when it is not', () => {
    opened(1)
      .when('handled', { by: handler, payload: done })
      .expectApplied({ states: ['confirming'] });
    expect(opened(1).later(hours(24)).case).toMatchObject({ states: ['jointMeeting'], context: { level: 2 } });
    opened(1)
      .when('raise', { by: handler, payload: { reason } })
      .expectApplied({ states: ['jointMeeting'], messages: ['raised'] });
  });

  test('level 2 assigns its parties, and only they report it as handled', () => {
    const handling = opened(2).does('assignParties', { by: committee, payload: { parties: [{ party: 'wuye', task: '清理' }] } });
    handling.when('handled', { by: is('other', 'party'), payload: done }).expectRefused('isParty');
    handling.when('handled', { by: party, payload: done }).expectApplied({ states: ['confirming'] });
    expect(handling.later(workingDays(5)).case).toMatchObject({ states: ['whistle.blown'], context: { level: 3, whistles: 1 } });
  });

  test('a joint meeting may decide on no action, with a reason', () => {
    opened(2)
      .when('decideNoAction', { by: committee, payload: { reason } })
      .expectApplied({ states: ['noAction'], closed: 'noAction' });
  });
});

describe('the whistle', () => {
  test('is blown, answered, reported to, handled and rated', () => {
    rating()
      .when('rate', { by: committee, payload: { score: 4 } })
      .expectApplied({ states: ['confirming'] });
  });

  test('that nobody answers is reminded of, and goes to arbitration', () => {
    expect(opened(3).later(hours(4)).case).toMatchObject({ states: ['whistle.blown'], context: { reminders: 2 } });
    expect(opened(3).later(hours(6)).case.states).toEqual(['arbitrating']);
  });

  test('that is declined is arbitrated: the department attends, or the meeting has it back', () => {
    const declined = opened(3).does('decline', { by: department, payload: { reason } });
    declined.when('uphold', { by: arbitrator, payload: { reason } }).expectApplied({ states: ['whistle.onSite'] });
    declined.when('overrule', { by: arbitrator, payload: { reason } }).expectApplied({ states: ['jointMeeting'] });
  });

  test('is not blown for ever', () => {
    const blow = { by: committee, payload: { whistleKind: 'enforcement', department: 'chengguan', reason } } as const;
    const back = opened(3)
      .does('decline', { by: department, payload: { reason } })
      .does('overrule', { by: arbitrator, payload: { reason } });
    const twice = back.does('blow', blow).does('decline', { by: department, payload: { reason } });
    twice.when('overrule', { by: arbitrator, payload: { reason } }).expectApplied({ closed: 'closedUnmet' });
  });

  test('a low rating has it done again once, then it is closed unmet', () => {
    const low = { by: committee, payload: { score: 1 } };
    const redone = rating().does('rate', low);
    expect(redone.case).toMatchObject({ states: ['whistle.onSite'], context: { redo: 1 } });
    redone
      .does('handled', { by: department, payload: done })
      .when('rate', low)
      .expectApplied({ closed: 'closedUnmet', messages: ['unmet'] });
  });

  test('a complex matter has ten working days from arrival, an emergency natural hours', () => {
    const dueAt = (from: ReturnType<typeof onSite>) => new Date(from.case.timers['whistle.onSite#finishBy']!.dueAtMs).toISOString();
    expect(dueAt(onSite())).toBe('2026-01-19T01:00:00.000Z'); // Monday 5 January 09:00 + 10 working days
    const emergency = opened(3, 'emergency').does('answer', { by: department }).does('arrive', { by: department, payload: {} });
    expect(dueAt(emergency)).toBe('2026-01-06T01:00:00.000Z');
  });
});

describe('confirmation', () => {
  const handled = () => opened(1).does('handled', { by: handler, payload: done });

  test('is for the reporter side, never for who handled it', () => {
    handled()
      .when('confirm', { by: { ...handler, roles: ['reporter'] }, payload: {} })
      .expectRefused('confirmerIsNotHandler');
    handled()
      .when('confirm', { by: reporter, payload: {} })
      .expectApplied({ closed: 'resolved', context: { confirmedBy: 'reporter' } });
  });

  test('counts silence as consent, and says so', () => {
    expect(handled().later(workingDays(3)).case).toMatchObject({ closed: { outcome: 'resolved' }, context: { confirmedBy: 'silence' } });
  });

  test('not yet: one level up', () => {
    const notYet = { by: reporter, payload: { reason } };
    const second = handled().does('notYet', notYet);
    expect(second.case.states).toEqual(['jointMeeting']);
    const third = second
      .does('assignParties', { by: committee, payload: { parties: [{ party: 'wuye', task: '清理' }] } })
      .does('handled', { by: party, payload: done })
      .does('notYet', notYet);
    expect(third.case.states).toEqual(['whistle.blown']);
    const rated = third
      .does('answer', { by: department })
      .does('arrive', { by: department, payload: {} })
      .does('handled', { by: department, payload: done })
      .does('rate', { by: committee, payload: { score: 5 } });
    const redone = rated.does('notYet', notYet);
    expect(redone.case).toMatchObject({ states: ['whistle.onSite'], context: { redo: 1 } });
  });
});
