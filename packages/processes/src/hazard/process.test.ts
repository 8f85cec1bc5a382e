import { china } from '@bihuan/calendar';
import { days, type GivenActor, given, hours, workingDays, workingHours } from '@bihuan/core';
import { describe, expect, test } from 'vitest';
import { hazard, hazardProcess } from './index.ts';

const calendar = china();
const is = (id: string, ...roles: string[]): GivenActor => ({ id, roles });
const finder = is('zhou', 'finder');
const recorder = is('wang', 'recorder');
const owner = is('wuye-7', 'owner');
const verifier = is('li', 'verifier');
const community = is('zhao', 'community');
const system = is('bihuan:system', 'system');
const photo = { kind: 'photo', reference: 'host://1', hash: 'sha256:0123456789abcdef' };
const evidence = [photo];
const reason = '见说明';
const elements = { responsibility: '物业', measures: '更换', funds: '维修基金', timeLimit: '40日', plan: '已备' };

const reported = (input: object = {}, process = hazard) =>
  given(process, { by: finder, input: { place: '3栋2单元', description: '楼道堆物', ...input }, calendar });
const recorded = (input: object = {}, process = hazard) => reported(input, process).does('record', { by: recorder, payload: {} });
const rectifying = (input: object = {}, process = hazard) =>
  recorded(input, process).does('assign', { by: recorder, payload: { owner: 'wuye-7', days: 3, elements } });
const rectified = (process = hazard) => rectifying({}, process).does('submit', { by: owner, payload: { evidence } });
const lookBack = (process = hazard) => rectified(process).does('pass', { by: verifier, payload: {} });
const linked = { case: 'other', outcome: 'resolved', data: {} };

describe('发现—记录—整改—回头看', () => {
  test('goes from a report to strike-off', () => {
    const closed = lookBack().does('clean', { by: verifier, payload: {} });
    expect(closed.case.states).toEqual(['closed']);
    expect(closed.case.closed).toMatchObject({ outcome: 'closed', final: false });
  });

  test('records that something is no hazard, with a reason', () => {
    reported()
      .when('reject', { by: recorder, payload: { reason } })
      .expectApplied({ states: ['rejected'] });
  });

  test('lets only who reported it withdraw it, and only before it is recorded', () => {
    reported()
      .when('withdraw', { by: is('other', 'finder'), payload: { reason } })
      .expectRefused('isOpener');
    reported()
      .when('withdraw', { by: finder, payload: { reason } })
      .expectApplied({ states: ['withdrawn'] });
    recorded().when('withdraw', { by: finder, payload: { reason } }).expectRefused();
  });

  test('lets an administrator void it', () => {
    recorded()
      .when('void', { by: is('a', 'administrator'), payload: { reason } })
      .expectApplied({ states: ['voided'] });
  });

  test('is fixed on site at once where it can be', () => {
    const fixed = recorded().does('fixOnSite', { by: recorder, payload: { evidence } });
    expect(fixed.case.context).toMatchObject({ owner: null, fixedBy: ['wang'] });
    fixed.when('pass', { by: { ...recorder, roles: ['verifier'] }, payload: {} }).expectRefused('verifierIsNotFixer');
  });

  test('fixed on site by a recorder and not passed, it is assigned: rework is never with somebody who may not do it', () => {
    const failed = recorded()
      .does('fixOnSite', { by: recorder, payload: { evidence } })
      .does('fail', { by: verifier, payload: { reason } });
    expect(failed.case).toMatchObject({ states: ['recorded'], context: { owner: null, rework: 1 } });
    expect(failed.case.workItems).toMatchObject({ recorded: { roles: ['recorder'], assignee: null } });
    failed
      .does('assign', { by: recorder, payload: { owner: 'wuye-7', days: 3 } })
      .when('submit', { by: owner, payload: { evidence } })
      .expectApplied({ states: ['rectified'] });
  });

  test('fixed on site by who is responsible, rework is theirs', () => {
    const fixed = recorded().does('fixOnSite', { by: owner, payload: { evidence } });
    expect(fixed.case.context).toMatchObject({ owner: 'wuye-7' });
    const failed = fixed.does('fail', { by: verifier, payload: { reason } });
    expect(failed.case).toMatchObject({ states: ['rectifying'], workItems: { rectifying: { assignee: 'wuye-7' } } });
    failed.when('submit', { by: owner, payload: { evidence } }).expectApplied({ states: ['rectified'] });
  });

  test('needs evidence of the rectification', () => {
    rectifying()
      .when('submit', { by: owner, payload: { evidence: [] } })
      .expectInvalid('payload/evidence');
  });

  test('takes a rectification from its owner only, or from who acts for them', () => {
    rectifying()
      .when('submit', { by: is('wuye-8', 'owner'), payload: { evidence } })
      .expectRefused('isOwner');
    rectifying()
      .when('submit', { by: { id: 'chen', roles: ['owner'], onBehalfOf: 'wuye-7' }, payload: { evidence } })
      .expectApplied({ states: ['rectified'] });
  });
});

describe('separation of duties', () => {
  test.each(['pass', 'fail'] as const)('refuses a check (%s) by the person who fixed it, under any of their hats', (command) => {
    const payload = command === 'pass' ? {} : { reason };
    const fixed = rectifying().does('submit', {
      by: { id: 'chen', person: 'p-1', roles: ['owner'], onBehalfOf: 'wuye-7' },
      payload: { evidence },
    });
    for (const hat of [
      is('chen', 'verifier'),
      is('wuye-7', 'verifier'),
      { id: 'chen-2', person: 'p-1', roles: ['verifier'] },
      { id: 'x', roles: ['verifier'], onBehalfOf: 'chen' },
    ]) {
      fixed.when(command, { by: hat, payload } as never).expectRefused('verifierIsNotFixer');
    }
  });

  test('refuses a clean look-back by the person who fixed it', () => {
    lookBack()
      .when('clean', { by: { ...owner, roles: ['verifier'] }, payload: {} })
      .expectRefused('verifierIsNotFixer');
  });
});

describe('major hazards', () => {
  test('are assigned with 五落实 only', () => {
    const major = recorded({ grade: 'major' });
    major.when('assign', { by: recorder, payload: { owner: 'wuye-7' } }).expectRefused('fiveElements');
    major
      .when('assign', { by: recorder, payload: { owner: 'wuye-7', elements } })
      .expectApplied({ states: ['rectifying'], context: { days: 15 } });
  });

  test('are known as such when they are recorded', () => {
    reported()
      .when('record', { by: recorder, payload: { grade: 'major' } })
      .expectApplied({ context: { grade: 'major', days: 15 } });
  });
});

describe('退单, 返工, 反弹', () => {
  test('a declined case goes back to its sender, and up once it was declined too often', () => {
    const again = (from: ReturnType<typeof recorded>) =>
      from
        .does('assign', { by: recorder, payload: { owner: 'wuye-7', days: 3 } })
        .does('declineOwnership', { by: owner, payload: { reason } });
    const twice = again(again(recorded()));
    expect(twice.case.context).toMatchObject({ owner: null, declines: 2 });
    expect(again(twice).case.states).toEqual(['escalated']);
  });

  test('declining hides no time: the clock runs from the first dispatch', () => {
    const first = rectifying();
    const again = first
      .later(workingDays(1))
      .does('declineOwnership', { by: owner, payload: { reason } })
      .does('assign', { by: recorder, payload: { owner: 'wuye-7', days: 3 } });
    expect(again.case.timers['rectifying#rectify']?.dueAtMs).toBe(first.case.timers['rectifying#rectify']?.dueAtMs);
  });

  test('a failed check is reworked, and goes up after the limit', () => {
    let now = rectified();
    for (let round = 1; round <= 3; round++) {
      now = now.does('fail', { by: verifier, payload: { reason } });
      expect(now.case).toMatchObject({ states: ['rectifying'], context: { rework: round } });
      now = now.does('submit', { by: owner, payload: { evidence } });
    }
    now.when('fail', { by: verifier, payload: { reason } }).expectApplied({ states: ['escalated'] });
  });

  test('a rebound goes back to rectification as the same case, and its look-back starts again', () => {
    const back = lookBack().does('rebound', { by: verifier, payload: { reason, days: 1 } });
    expect(back.case).toMatchObject({ states: ['rectifying'], context: { rebound: 1, days: 1, rectifiedAtMs: null } });
  });
});

describe('time', () => {
  test('the limit is in working days, from the day after dispatch to the end of the last', () => {
    const timer = rectifying().case.timers['rectifying#rectify'];
    expect(new Date(timer!.dueAtMs).toISOString()).toBe('2026-01-08T16:00:00.000Z'); // Monday 5 January + 3 = the end of Thursday 8, in Shanghai
  });

  test('an overdue case is reminded of twice, then goes up', () => {
    const late = rectifying().later(workingDays(4));
    expect(late.case).toMatchObject({ states: ['overdue'], context: { wasLate: true, reminders: 0 } });
    expect(late.later(workingDays(2)).case).toMatchObject({ states: ['overdue'], context: { reminders: 1 } });
    expect(late.later(workingDays(6)).case.states).toEqual(['escalated']);
  });

  test('a report nobody records is reminded of, then goes up', () => {
    expect(reported().later(workingHours(13)).case.states).toEqual(['escalated']);
  });

  test('督办 gives an overdue case a last date, as often as its ladder has rungs', () => {
    const act = { deadline: 'rectify', limit: { workingDays: 2 }, instruction: '限期整改' } as const;
    const supervised = rectifying().later(workingDays(4)).does('supervise', { by: community, payload: act });
    expect(supervised.case).toMatchObject({ states: ['rectifying'], supervisions: 1, context: { wasLate: true } });
    const twice = supervised.later(workingDays(3)).does('supervise', { by: community, payload: act }).later(workingDays(3));
    twice.when('supervise', { by: community, payload: act }).expectForbidden();
    const thrice = twice.does('supervise', { by: is('j', 'subdistrict'), payload: act }).later(workingDays(3));
    thrice.when('supervise', { by: is('j', 'subdistrict'), payload: act }).expectRefused();
  });

  test('延期 needs the next rung each time, and adds working days to the old limit', () => {
    const act = { deadline: 'rectify', limit: { workingDays: 2 }, reason } as const;
    const once = rectifying().does('extend', { by: community, payload: act });
    expect(new Date(once.case.timers['rectifying#rectify']!.dueAtMs).toISOString()).toBe('2026-01-12T16:00:00.000Z'); // the end of Monday 12
    once.when('extend', { by: community, payload: act }).expectForbidden();
    const twice = once.does('extend', { by: is('j', 'subdistrict'), payload: act });
    twice.when('extend', { by: is('j', 'subdistrict'), payload: act }).expectRefused();
  });

  test('缓办 waits until its date behind protective measures, then the clock starts anew', () => {
    const base = rectifying();
    const untilMs = base.nowMs + 86_400_000 * 30;
    base.when('postpone', { by: community, payload: { untilMs: base.nowMs, protection: '围挡', reason } }).expectRefused('untilAhead');
    const postponed = base.does('postpone', { by: community, payload: { untilMs, protection: '围挡', reason } });
    expect(postponed.later(days(29)).case.states).toEqual(['postponed']);
    const back = postponed.later(days(30));
    expect(back.case).toMatchObject({ states: ['rectifying'], context: { dispatchedAtMs: untilMs, postponements: 1 } });
  });

  test('a look-back that is missed can be made up, or goes up after its reminders', () => {
    const missed = lookBack().later(days(7));
    expect(missed.case.states).toEqual(['lookBackMissed']);
    missed.when('clean', { by: verifier, payload: {} }).expectApplied({ states: ['closed'] });
    expect(missed.later(hours(48 * 3)).case.states).toEqual(['escalated']);
  });

  test('a suspended case stands still', () => {
    const suspended = rectifying().does('suspend', { by: community, payload: { reason: '台风' } });
    expect(suspended.later(workingDays(20)).case.states).toEqual(['rectifying']);
  });
});

describe('重点标记', () => {
  test('is worked at jointly, again and again, until it is solved', () => {
    const key = rectifying().does('markKey', { by: community, payload: { reason } });
    const action = { by: community, payload: { parties: ['社区', '消防'], evidence } };
    const worked = key.does('jointAction', action).later(workingDays(6)).does('jointAction', action);
    expect(worked.case).toMatchObject({ states: ['keyMarked'], context: { keyMarked: true, jointActions: 2 } });
    const done = worked.does('submit', { by: owner, payload: { evidence } });
    done.when('pass', { by: { ...community, roles: ['verifier'] }, payload: {} }).expectRefused('verifierIsNotFixer');
  });

  test('may be solved by anybody who is responsible, who then has the rework: one who cannot blocks nobody', () => {
    // Assigned by mistake to a person without the role.
    const key = recorded()
      .does('assign', { by: recorder, payload: { owner: 'wang', days: 3 } })
      .does('markKey', { by: community, payload: { reason } });
    key.when('submit', { by: recorder, payload: { evidence } }).expectForbidden();
    const solved = key.does('submit', { by: owner, payload: { evidence } });
    expect(solved.case).toMatchObject({ states: ['rectified'], context: { owner: 'wuye-7', fixedBy: ['wuye-7'] } });
    const failed = solved.does('fail', { by: verifier, payload: { reason } });
    failed.when('submit', { by: is('wuye-8', 'owner'), payload: { evidence } }).expectRefused('isOwner');
    failed.when('submit', { by: owner, payload: { evidence } }).expectApplied({ states: ['rectified'] });
  });
});

describe('提级', () => {
  const escalated = () => recorded().does('noOwner', { by: recorder, payload: { reason } });

  test('opens a response that waits for the hazard', () => {
    expect(Object.values(escalated().case.links)).toMatchObject([{ type: 'escalatedTo', process: 'tiered-response', status: 'pending' }]);
  });

  test('a concluded response leaves it rectified, and who handled it may not check it', () => {
    const back = escalated().does('concluded', { by: system, payload: { ...linked, data: { handledBy: ['chen'] } } } as never);
    expect(back.case.states).toEqual(['rectified']);
    back.when('pass', { by: is('chen', 'verifier'), payload: {} }).expectRefused('verifierIsNotFixer');
    expect(back.does('fail', { by: verifier, payload: { reason } }).case.states).toEqual(['recorded']); // nobody is responsible yet
  });

  test('an unmet response gives it back to its sender', () => {
    escalated()
      .when('returned', { by: system, payload: { ...linked, outcome: 'closedUnmet' } })
      .expectApplied({ states: ['recorded'] });
  });

  test('people cannot conclude it themselves', () => {
    escalated()
      .when('concluded', { by: { ...community, roles: ['community', 'recorder'] }, payload: linked })
      .expectForbidden();
  });
});

describe('duplicates', () => {
  const duplicate = () => reported().does('duplicate', { by: recorder, payload: { original: 'first' } });

  test('a case is no duplicate of itself', () => {
    reported()
      .when('duplicate', { by: recorder, payload: { original: 'case' } })
      .expectRefused('isAnother');
  });

  test('follow their original: they close and reopen with it', () => {
    const closed = duplicate().does('originalClosed', { by: system, payload: { ...linked, outcome: 'closed' } });
    expect(closed.case.closed?.outcome).toBe('duplicate');
    expect(closed.does('originalReopened', { by: system, payload: { ...linked, outcome: null } }).case.closed).toBe(null);
  });

  test('come back when the original refuses them, or when somebody sees that they are none', () => {
    duplicate()
      .when('originalRefused', { by: system, payload: linked })
      .expectApplied({ states: ['reported'], context: { original: null } });
    duplicate()
      .when('notDuplicate', { by: recorder, payload: { reason } })
      .expectApplied({ states: ['reported'] });
  });
});

describe('options', () => {
  test('several rounds of look-back', () => {
    const three = hazardProcess({ lookBackRounds: 3 }, 2);
    const clean = { by: verifier, payload: {} };
    const twice = lookBack(three).does('clean', clean).does('clean', clean);
    expect(twice.case.states).toEqual(['lookBack']);
    twice.when('clean', clean).expectApplied({ states: ['closed'] });
  });

  test('look-back after strike-off', () => {
    const after = hazardProcess({ lookBackOrder: 'afterClosing' }, 3);
    const watched = lookBack(after);
    expect(watched.case).toMatchObject({ states: ['watched'], closed: { outcome: 'closed' } });
    watched.when('rebound', { by: verifier, payload: { reason } }).expectApplied({ states: ['rectifying'] });
    watched.when('clean', { by: verifier, payload: {} }).expectApplied({ states: ['closed'] });
  });

  test('reopening is a command with a role and a reason', () => {
    const closed = lookBack().does('clean', { by: verifier, payload: {} });
    closed.when('reopen', { by: verifier, payload: { reason } }).expectForbidden();
    closed.when('reopen', { by: community, payload: {} as never }).expectInvalid('payload/reason');
    closed.when('reopen', { by: community, payload: { reason } }).expectApplied({ states: ['rectifying'] });
  });
});
