import { china } from '@bihuan/calendar';
import { days, type GivenActor, given, workingDays } from '@bihuan/core';
import { describe, expect, test } from 'vitest';
import { wish } from './index.ts';

const calendar = china();
const is = (id: string, ...roles: string[]): GivenActor => ({ id, roles });
const collector = is('wang', 'collector');
const meeting = is('zhao', 'jointMeeting');
const council = is('yi', 'council');
const society = is('xiaoci', 'undertaker');
const resident = (n: number) => is(`r${n}`, 'resident');
const system = is('bihuan:system', 'system');
const evidence = [{ kind: 'photo', reference: 'host://1', hash: 'sha256:0123456789abcdef' }];
const reason = '见说明';
const linked = { case: 'other', outcome: null, data: {} };

const collected = (input: object = {}) => given(wish, { by: collector, input: { wish: '多功能活动室', ...input }, calendar });
const tasked = (input: object = {}) =>
  collected(input).does('task', { by: meeting, payload: { parties: [{ party: '物业', task: '场地' }] } });
const published = () => tasked().does('microProject', { by: meeting, payload: { project: '学堂' } });
const claimed = () => published().does('claimProject', { by: society, payload: { undertaker: 'xiaoci' } });
const evaluating = (input: object = {}) =>
  tasked(input)
    .does('byDuty', { by: meeting, payload: { undertaker: 'xiaoci' } })
    .does('deliver', { by: society, payload: { evidence } });
const rated = (votes: readonly boolean[], input: object = {}) =>
  votes.reduce((now, met, index) => now.does('rate', { by: resident(index), payload: { met } }), evaluating(input));

describe('what becomes of a wish', () => {
  test('it is declined with a reason, and the resident is answered', () => {
    collected()
      .when('decline', { by: meeting, payload: { reason } })
      .expectApplied({ closed: 'declined', messages: ['answered'], context: { declinedFor: reason } });
  });

  test('it is merged once the other wish has registered it, or comes back', () => {
    collected()
      .when('merge', { by: meeting, payload: { into: 'case' } })
      .expectRefused('isAnother');
    const merging = collected().does('merge', { by: meeting, payload: { into: 'other' } });
    merging.when('mergeAccepted', { by: system, payload: linked }).expectApplied({ closed: 'merged' });
    merging.when('mergeRefused', { by: system, payload: linked }).expectApplied({ states: ['collected'], context: { into: null } });
  });

  test('one that nobody decides on is reminded of, then goes up', () => {
    expect(collected().later(workingDays(30)).case.states).toEqual(['escalated']);
  });
});

describe('认领', () => {
  test('is voluntary, and can be given back', () => {
    const back = claimed().does('releaseProject', { by: society, payload: { reason } });
    expect(back.case).toMatchObject({ states: ['published'], context: { undertaker: null } });
  });

  test('a project nobody claims is offered again once, then done by duty', () => {
    expect(published().later(days(14)).case).toMatchObject({ states: ['published'], context: { republished: 1 } });
    const back = published().later(days(28));
    expect(back.case).toMatchObject({ states: ['tasked'], context: { route: null } });
    back.when('microProject', { by: council, payload: { project: '学堂' } }).expectRefused('mayBeOffered');
    back.when('byDuty', { by: meeting, payload: { undertaker: 'wuye' } }).expectApplied({ states: ['doing'] });
  });

  test('a claim that is not begun lapses', () => {
    expect(claimed().later(workingDays(5)).case).toMatchObject({
      states: ['published'],
      context: { undertaker: null, dates: { claimed: null } },
    });
  });

  test('only who claimed it begins and delivers it', () => {
    claimed()
      .when('begin', { by: is('other', 'undertaker'), payload: {} })
      .expectRefused('isUndertaker');
  });
});

describe('评估', () => {
  test('everybody rates once, and never their own work', () => {
    const once = rated([true]);
    once.when('rate', { by: resident(0), payload: { met: false } }).expectRefused('notRatedYet');
    once.when('rate', { by: { ...society, roles: ['resident'] }, payload: { met: true } }).expectRefused('isFreeToRate');
  });

  test('needs its quorum', () => {
    const answer = rated([true, true]).when('evaluate', { by: meeting });
    answer.expectRefused('quorum');
    expect(answer.decision).toMatchObject({
      reasons: expect.arrayContaining([expect.objectContaining({ rule: 'quorum', data: { needed: 3, present: 2 } })]),
    });
  });

  test('meets its threshold, or comes again as a new wish', () => {
    rated([true, true, false]).when('evaluate', { by: meeting }).expectApplied({ closed: 'met' });
    const unmet = rated([true, false, false]).does('evaluate', { by: meeting });
    expect(unmet.case.closed?.outcome).toBe('unmet');
    expect(Object.values(unmet.case.links)).toMatchObject([{ type: 'succeededBy', process: 'wish' }]);
  });

  test('comes again at most so often', () => {
    const last = rated([false, false, false], { generation: 3 }).does('evaluate', { by: meeting });
    expect(last.case.closed?.outcome).toBe('unmet');
    expect(last.case.links).toEqual({});
  });

  test('without a quorum it is called once more, and then stays unrated', () => {
    expect(rated([true]).later(days(7)).case).toMatchObject({ states: ['evaluating'], context: { recalled: 1 } });
    expect(rated([true]).later(days(14)).case.closed?.outcome).toBe('unrated');
  });
});
