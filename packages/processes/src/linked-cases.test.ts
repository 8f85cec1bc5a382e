// What happens between cases: hazards and responses, duplicates and originals, wishes and their round.
import { china } from '@bihuan/calendar';
import { type CaseRef, createEngine, directoryOf, type Grant, manualClock, memoryStore } from '@bihuan/core';
import { describe, expect, test } from 'vitest';
import { fourLists, fourListsOf, hazard, itemsOf, tieredResponse, wish } from './index.ts';

const everything: readonly Grant[] = [hazard, tieredResponse, wish, fourLists]
  .flatMap(({ spec }) => spec.roles)
  .map((role) => ({ role, unit: '' }));

function stage() {
  const clock = manualClock(Date.parse('2026-03-02T09:00:00+08:00'));
  const engine = createEngine({
    processes: [hazard, tieredResponse, wish, fourLists],
    store: memoryStore(),
    calendar: china(),
    clock,
    directory: directoryOf({ a: everything, b: everything, r1: everything, r2: everything, r3: everything }),
  });
  const by = { tenant: 't', id: 'a' };
  const checker = { tenant: 't', id: 'b' };
  const applied = async <O extends { readonly outcome: string }>(sending: Promise<O>): Promise<Extract<O, { outcome: 'applied' }>> => {
    const outcome = await sending;
    if (outcome.outcome !== 'applied') throw new Error(JSON.stringify(outcome));
    return outcome as Extract<O, { outcome: 'applied' }>;
  };
  const openHazard = async (links: readonly { type: string; to: CaseRef }[] = []) =>
    (await applied(engine.open(hazard, { by, unit: 'xindu', input: { place: '东门', description: '堆物' }, links }))).case;
  const statesOf = async (ref: CaseRef) => (await engine.get(ref, { by }))?.states;
  return { clock, engine, by, checker, applied, openHazard, statesOf };
}

const evidence = [{ kind: 'photo', reference: 'host://1', hash: 'sha256:0123456789abcdef' }];
const reason = '见说明';

/** Takes a hazard to its strike-off. */
async function strikeOff({ engine, by, checker, applied }: ReturnType<typeof stage>, ref: CaseRef<typeof hazard>) {
  await applied(engine.send(ref, 'record', { by, payload: {} }));
  await applied(engine.send(ref, 'fixOnSite', { by, payload: { evidence } }));
  await applied(engine.send(ref, 'pass', { by: checker, payload: {} }));
  await applied(engine.send(ref, 'clean', { by: checker, payload: {} }));
  await engine.relay();
}

describe('a hazard and the response it was escalated to', () => {
  const escalate = async () => {
    const on = stage();
    const ref = await on.openHazard();
    await on.applied(on.engine.send(ref, 'record', { by: on.by, payload: {} }));
    await on.applied(on.engine.send(ref, 'noOwner', { by: on.by, payload: { reason } }));
    await on.engine.relay();
    const [response] = await on.engine.find({ by: on.by, process: 'tiered-response' });
    return { on, ref, response: response! };
  };

  test('the response is opened once, however often the message is delivered', async () => {
    const { on, response } = await escalate();
    await on.engine.relay();
    expect(await on.engine.find({ by: on.by, process: 'tiered-response' })).toHaveLength(1);
    expect(response.links).toMatchObject({ [`from:escalatedTo:${response.id.split('.')[0]}`]: { status: 'active' } });
  });

  test('a resolved response leaves the hazard rectified, and who handled it may not check it', async () => {
    const { on, ref, response } = await escalate();
    await on.applied(on.engine.send(response, 'classify', { by: on.by, payload: { level: 1 } }));
    await on.applied(on.engine.send(response, 'handled', { by: on.by, payload: { result: '已处理', evidence } }));
    await on.applied(on.engine.send(response, 'confirm', { by: on.checker, payload: {} }));
    expect(await on.statesOf(ref)).toEqual(['escalated']); // news travels through the outbox
    await on.engine.relay();
    expect(await on.statesOf(ref)).toEqual(['rectified']);
    expect(await on.engine.send(ref, 'pass', { by: on.by, payload: {} })).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'verifierIsNotFixer' }],
    });
  });

  test('a response that takes no action gives the hazard back to its sender', async () => {
    const { on, ref, response } = await escalate();
    await on.applied(on.engine.send(response, 'classify', { by: on.by, payload: { level: 2 } }));
    await on.applied(on.engine.send(response, 'decideNoAction', { by: on.by, payload: { reason } }));
    await on.engine.relay();
    expect(await on.statesOf(ref)).toEqual(['recorded']);
  });
});

describe('duplicates', () => {
  test('close with their original, and reopen with it', async () => {
    const on = stage();
    const [original, copy] = [await on.openHazard(), await on.openHazard()];
    await on.applied(on.engine.send(copy, 'duplicate', { by: on.by, payload: { original: original.id } }));
    await on.engine.relay();
    await strikeOff(on, original);
    expect(await on.engine.get(copy, { by: on.by })).toMatchObject({ states: ['duplicateClosed'], closed: { outcome: 'duplicate' } });
    await on.applied(on.engine.send(original, 'reopen', { by: on.by, payload: { reason } }));
    await on.engine.relay();
    expect(await on.engine.get(copy, { by: on.by })).toMatchObject({ states: ['duplicate'], closed: null });
  });

  test('of a hazard that is struck off already close at once', async () => {
    const on = stage();
    const [original, copy] = [await on.openHazard(), await on.openHazard()];
    await strikeOff(on, original);
    await on.applied(on.engine.send(copy, 'duplicate', { by: on.by, payload: { original: original.id } }));
    await on.engine.relay();
    expect(await on.statesOf(copy)).toEqual(['duplicateClosed']);
  });

  test.each([['a duplicate'], ['nothing']])('of %s come back', async (what) => {
    const on = stage();
    const [original, copy, third] = [await on.openHazard(), await on.openHazard(), await on.openHazard()];
    await on.applied(on.engine.send(copy, 'duplicate', { by: on.by, payload: { original: original.id } }));
    await on.applied(
      on.engine.send(third, 'duplicate', { by: on.by, payload: { original: what === 'nothing' ? 'no-such-case' : copy.id } }),
    );
    await on.engine.relay();
    expect(await on.statesOf(third)).toEqual(['reported']);
  });
});

test('a recurrence is a new case linked to the one it repeats', async () => {
  const on = stage();
  const first = await on.openHazard();
  const again = await on.openHazard([{ type: 'recurrenceOf', to: first }]);
  await on.engine.relay();
  expect(Object.values((await on.engine.get(again, { by: on.by }))!.links)).toMatchObject([{ type: 'recurrenceOf', status: 'active' }]);
  expect(Object.values((await on.engine.get(first, { by: on.by }))!.links)).toMatchObject([{ direction: 'from', case: again.id }]);
});

describe('a round of four lists', () => {
  const begin = async () => {
    const on = stage();
    const round = (await on.applied(on.engine.open(fourLists, { by: on.by, unit: 'sixth', input: { title: '全龄友好', period: '2026' } })))
      .case;
    const openWish = async (text: string) =>
      (await on.applied(on.engine.open(wish, { by: on.by, unit: 'sixth', input: { wish: text }, links: [{ type: 'itemOf', to: round }] })))
        .case;
    const items = async () => itemsOf(Object.values((await on.engine.get(round, { by: on.by }))!.links));
    return { on, round, openWish, items };
  };
  const takeOn = async ({ engine, by, applied }: ReturnType<typeof stage>, ref: CaseRef<typeof wish>) => {
    await applied(engine.send(ref, 'task', { by, payload: { parties: [{ party: '物业', task: '场地' }] } }));
    await applied(engine.send(ref, 'byDuty', { by, payload: { undertaker: by.id } }));
  };

  test('counts a wish once it has registered it, and none that comes too late', async () => {
    const { on, round, openWish, items } = await begin();
    await openWish('舞蹈室');
    expect(await items()).toEqual([]);
    await on.engine.relay();
    expect(await items()).toMatchObject([{ wish: '舞蹈室' }]);
    await on.applied(on.engine.send(round, 'signWishes', { by: on.by, payload: {} }));
    const late = await openWish('亲子活动室');
    await on.engine.relay();
    expect(await items()).toHaveLength(1);
    expect(Object.values((await on.engine.get(late, { by: on.by }))!.links)).toMatchObject([{ type: 'itemOf', status: 'refused' }]);
  });

  test('does not sign a list with holes, and closes only when all four reconcile', async () => {
    const { on, round, openWish, items } = await begin();
    expect(await on.engine.send(round, 'signWishes', { by: on.by, payload: {} })).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'hasWishes' }],
    });
    const [first, second, third] = [await openWish('多功能活动室'), await openWish('舞蹈室'), await openWish('跳舞的地方')];
    await on.engine.relay();
    await on.applied(on.engine.send(round, 'signWishes', { by: on.by, payload: {} }));
    await takeOn(on, first);
    await takeOn(on, second);
    await on.engine.relay();
    expect(await on.engine.send(round, 'signTasks', { by: on.by, payload: {} })).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'allDecided', data: { count: 1 } }],
    });
    await on.applied(on.engine.send(third, 'merge', { by: on.by, payload: { into: second.id } }));
    await on.engine.relay();
    expect(await on.statesOf(third)).toEqual(['merged']);
    await on.applied(on.engine.send(round, 'signTasks', { by: on.by, payload: {} }));
    await on.applied(on.engine.send(round, 'signClaims', { by: on.by, payload: {} }));
    expect(await on.engine.send(round, 'startEvaluation', { by: on.by })).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'allDelivered' }],
    });
    for (const ref of [first, second]) await on.applied(on.engine.send(ref, 'deliver', { by: on.by, payload: { evidence } }));
    await on.engine.relay();
    await on.applied(on.engine.send(round, 'startEvaluation', { by: on.by }));
    for (const id of ['r1', 'r2', 'r3'])
      await on.applied(on.engine.send(first, 'rate', { by: { tenant: 't', id }, payload: { met: true } }));
    await on.applied(on.engine.send(first, 'evaluate', { by: on.by }));
    await on.engine.relay();
    expect(await on.engine.send(round, 'signEvaluations', { by: on.by, payload: {} })).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'reconciles', data: { count: 1, gaps: [{ case: second.id }] } }],
    });
    for (const id of ['r1', 'r2', 'r3'])
      await on.applied(on.engine.send(second, 'rate', { by: { tenant: 't', id }, payload: { met: id === 'r1' } }));
    await on.applied(on.engine.send(second, 'evaluate', { by: on.by }));
    await on.engine.relay();
    expect(await on.engine.send(round, 'signEvaluations', { by: on.by, payload: {} })).toMatchObject({
      outcome: 'applied',
      case: { closed: { outcome: 'closed' } },
    });
    const lists = fourListsOf(await items());
    expect([lists.wishes.length, lists.tasks.length, lists.claims.length, lists.evaluations.length]).toEqual([3, 2, 2, 2]);
    expect(await on.engine.find({ by: on.by, process: 'wish', closed: false })).toMatchObject([
      { context: { wish: '舞蹈室', generation: 2 } },
    ]);
  });

  test('that stalls goes back to the phase it was in', async () => {
    const { on, round, openWish } = await begin();
    await openWish('舞蹈室');
    await on.engine.relay();
    await on.applied(on.engine.send(round, 'signWishes', { by: on.by, payload: {} }));
    on.clock.advance(86_400_000 * 60);
    await on.engine.runDue();
    expect(await on.statesOf(round)).toEqual(['stalled']);
    await on.applied(on.engine.send(round, 'revive', { by: on.by, payload: { reason } }));
    expect(await on.statesOf(round)).toEqual(['underway.decomposing']);
  });
});
