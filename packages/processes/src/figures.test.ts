import { china } from '@bihuan/calendar';
import { type CaseOf, type GivenActor, given, workingDays } from '@bihuan/core';
import { expect, test } from 'vitest';
import { hazard, hazardFigures, hazardLedger, responseFigures, tieredResponse } from './index.ts';

const calendar = china();
const is = (id: string, ...roles: string[]): GivenActor => ({ id, roles });
const evidence = [{ kind: 'photo', reference: 'host://1', hash: 'sha256:0123456789abcdef' }];
const recorder = is('wang', 'recorder');

const reported = () => given(hazard, { input: { place: '东门', description: '堆物' }, calendar });
const recorded = () => reported().does('record', { by: recorder, payload: {} });
const fixed = (late: boolean) => {
  const assigned = recorded().does('assign', { by: recorder, payload: { owner: 'wuye', days: 1 } });
  return (late ? assigned.later(workingDays(3)) : assigned).does('submit', { by: is('wuye', 'owner'), payload: { evidence } });
};
const closed = (late = false) =>
  fixed(late)
    .does('pass', { by: is('li', 'verifier'), payload: {} })
    .does('clean', { by: is('li', 'verifier'), payload: {} });

const cases = [
  closed(),
  closed(true),
  fixed(false),
  recorded(),
  reported().does('reject', { by: recorder, payload: { reason: '不是隐患' } }),
  reported().does('duplicate', { by: recorder, payload: { original: 'other' } }),
].map((each) => each.case);

test('hazard figures partition what was found, and leave out what is no hazard of its own', () => {
  const { partition, closure, onTime, rework } = hazardFigures(cases);
  expect(partition).toMatchObject({ total: 6, unaccounted: 0, buckets: { closed: 2, open: 2, rejected: 1, duplicate: 1 } });
  expect(closure).toMatchObject({ numerator: 2, denominator: 4, percent: '50.00' });
  expect(onTime).toMatchObject({ numerator: 2, denominator: 3, excluded: { notRectifiedYet: 1 } });
  expect(rework.percent).toBe('0.00');
});

test('the ledger has a line a case, with its limit while that runs', () => {
  const [first, , third] = hazardLedger([
    closed().case,
    fixed(false).case,
    recorded().does('assign', { by: recorder, payload: { owner: 'wuye' } }).case,
  ]);
  expect(first).toMatchObject({ place: '东门', owner: 'wuye', dueAtMs: null, state: { zh: '已销号' } });
  expect(third?.dueAtMs).toBeGreaterThan(0);
});

test('response figures say at which level matters were settled', () => {
  const open = (level: 1 | 2) => given(tieredResponse, { input: { matter: '占道', level }, calendar });
  const handled = open(1).does('handled', { by: is('chen', 'handler'), payload: { result: '已处理', evidence } });
  const responses = [
    handled.does('confirm', { by: is('zhou', 'reporter'), payload: {} }),
    handled.later(workingDays(4)),
    open(2).does('decideNoAction', { by: is('zhao', 'partyCommittee'), payload: { reason: '不属职责' } }),
    open(2),
  ].map((each) => each.case as CaseOf<typeof tieredResponse>);
  const { partition, settledAt, resolved, confirmed } = responseFigures(responses);
  expect(partition).toMatchObject({ total: 4, unaccounted: 0 });
  expect(settledAt).toEqual({ 1: 2, 2: 0, 3: 0 });
  expect(resolved).toMatchObject({ numerator: 2, denominator: 3, percent: '66.67', excluded: { open: 1 } });
  expect(confirmed).toMatchObject({ numerator: 1, denominator: 2 });
});
