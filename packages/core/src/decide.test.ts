import { expect, it } from 'vitest';
import { decide } from './decide.ts';
import { by, desk, hour, li, nobody, root, wang, zhao } from './desk.fixture.ts';
import { type ActorStanding, digestWith, type Env, foldJournal, given, naturalCalendar, type Outcome, openCase } from './index.ts';
import { parcel } from './parcel.fixture.ts';

const env = (roles: readonly string[], nowMs = 1000): Env => ({
  nowMs,
  calendar: naturalCalendar,
  standing: { by: { tenant: 't', id: 'li' }, persons: ['li'], grants: roles.map((role) => ({ role, unit: '' })) } satisfies ActorStanding,
  digest: digestWith(undefined),
  subscribersOf: () => ['s'],
  salt: 's',
});
const opened = () => {
  const decision = openCase(parcel, { id: 'p', unit: 'a', input: { weight: 2 } }, env(['clerk']));
  if (decision.outcome !== 'applied') throw new Error(decision.outcome);
  return decision;
};

it('law 1: the same arguments give the same decision, and nothing is changed in place', () => {
  expect(opened()).toEqual(opened());
  const { record, commit } = opened();
  const current = { record, head: commit.case.head };
  const before = JSON.stringify(current);
  const request = { kind: 'command', type: 'lose' } as const;
  const deepFrozen = JSON.parse(before, (_key, value) => Object.freeze(value));
  const first = decide(parcel, deepFrozen, request, env(['clerk'], 9 * hour));
  expect(first.outcome).toBe('applied');
  expect(decide(parcel, current, request, env(['clerk'], 9 * hour))).toEqual(first);
  expect(JSON.stringify(current)).toBe(before);
});

it('law 8: deciding again on a record that went through JSON gives the same rows', () => {
  const { record, commit } = opened();
  const current = { record, head: commit.case.head };
  const reread = JSON.parse(JSON.stringify(current));
  const request = { kind: 'command', type: 'weigh', payload: { weight: 2.5 } } as const;
  const decision = decide(parcel, current, request, env(['checker'], 20 * hour));
  expect(decision).toMatchObject({ outcome: 'applied', revision: 3 });
  expect(decide(parcel, reread, request, env(['checker'], 20 * hour))).toEqual(decision);
});

it('law 8: folding the entries gives the record, bit for bit', async () => {
  const { engine, clock, parcel: open, rows, row } = desk();
  const c = await open();
  await engine.send(c, 'check', { by: wang });
  await engine.comment(c, { by: li, text: '门卫代收' });
  await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 2 } });
  clock.advance(3 * 24 * hour);
  await engine.runDue();
  await engine.suspend(c, { by: zhao, reason: 'snow' });
  const stored = (await row(c.id)).record;
  expect(JSON.stringify(foldJournal(await rows(c.id)))).toBe(stored);
});

/** A request for which each outcome is at hand, worst first. Adding one to the other has to give the one that precedes. */
const precedence = ['not-found', 'forbidden', 'key-reused', 'conflict', 'suspended', 'invalid', 'refused', 'applied'] as const;
type Wrong = (typeof precedence)[number];

async function sent(wrongs: readonly Wrong[]): Promise<Outcome> {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.1 }, key: 'taken' });
  await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.2 } });
  if (wrongs.includes('suspended')) await engine.suspend(c, { by: zhao, reason: 'snow' });
  return engine.send(wrongs.includes('not-found') ? 'elsewhere' : c.id, 'weigh', {
    by: wrongs.includes('forbidden') ? nobody : wang,
    payload: wrongs.includes('invalid') ? { weight: 'heavy' } : { weight: wrongs.includes('refused') ? 9 : 2.3 },
    ...(wrongs.includes('key-reused') && { key: 'taken' }),
    ...(wrongs.includes('conflict') && { expectedRevision: 1 }),
  });
}

it.each(precedence)('law 4: %s is answered when it alone applies', async (wrong) => {
  expect((await sent([wrong])).outcome).toBe(wrong);
});

const pairs = precedence.flatMap((first, index) => precedence.slice(index + 1).map((second) => [first, second] as const));
it.each(pairs)('law 4: %s comes before %s', async (first, second) => {
  expect((await sent([second, first])).outcome).toBe(first);
});

it('law 4: everything wrong at once is answered by what comes first', async () => {
  for (let index = 0; index < precedence.length; index++) {
    expect((await sent(precedence.slice(index))).outcome).toBe(precedence[index]);
  }
});

it('law 4: replayed comes before conflict, suspended, invalid and refused', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  const request = { by: li, payload: { handler: 'x', days: 1 }, key: 'k', expectedRevision: 2 };
  await engine.send(c, 'check', { by: wang });
  expect((await engine.send(c, 'assign', request)).outcome).toBe('applied');
  await engine.suspend(c, { by: zhao, reason: 'snow' });
  expect(await engine.send(c, 'assign', request)).toMatchObject({ outcome: 'replayed', revision: 3 });
  expect((await engine.send(c, 'assign', { ...request, by: nobody })).outcome).toBe('forbidden');
});

it('law 4: a conflict is found although another field of the envelope is invalid', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.1 } });
  const outcome = await engine.send(c, 'weigh', { by: wang, payload: { weight: 2 }, expectedRevision: 1, occurredAtMs: Number.NaN });
  expect(outcome).toEqual({ outcome: 'conflict', expectedRevision: 1, actualRevision: 2 });
});

it('law 4: an opening answers forbidden before it says that the id is taken', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  const again = { unit: '', input: { weight: 2 }, id: c.id };
  expect((await engine.open(parcel, { by: nobody, ...again })).outcome).toBe('forbidden');
  expect(await engine.open(parcel, { by: li, ...again })).toMatchObject({ outcome: 'invalid', issues: [{ path: 'id' }] });
});

it('law 4: all reasons are listed, branch by branch, and all issues', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.send(c, 'check', { by: wang });
  expect(await engine.send(c, 'check', { by: li })).toMatchObject({
    outcome: 'refused',
    reasons: [
      { rule: 'notReceiver', data: { receivedBy: ['li'] } },
      { rule: 'not checked', data: {} },
    ],
  });
  const invalid = await engine.send(c, 'assign', { by: li, payload: { handler: 1, days: 0 } as never, occurredAtMs: -0.5 });
  expect(invalid.outcome === 'invalid' && invalid.issues.map((issue) => issue.path)).toEqual([
    'occurredAtMs',
    'payload/handler',
    'payload/days',
  ]);
});

it('law 4: what is not applied writes nothing, not even the deadlines that were due', async () => {
  const { engine, parcel: open, committed, clock, row } = desk();
  const c = await open();
  clock.advance(13 * hour);
  const before = await row(c.id);
  const refusals = [
    await engine.send(c, 'handOver', { by: li }),
    await engine.send(c, 'check', { by: nobody }),
    await engine.send(c, 'assign', { by: li, payload: { handler: '', days: -1 } }),
    await engine.send(c, 'check', { by: wang, expectedRevision: 7 }),
    await engine.send('nowhere', 'check', { by: wang }),
    await engine.resume(c, { by: zhao }),
  ];
  expect(refusals.map((each) => each.outcome)).toEqual(['refused', 'forbidden', 'invalid', 'conflict', 'not-found', 'refused']);
  expect(committed).toHaveLength(1);
  expect(await row(c.id)).toBe(before);
});

it('a command and a built-in act nobody declared are invalid', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  for (const command of ['', 'fly', 'supervise', '__proto__', 'constructor', 'xstate.init', 'xstate.after.search.parcel.received', '*']) {
    expect(await engine.send(c.id, command, { by: by('both') })).toMatchObject({ outcome: 'invalid', issues: [{ path: 'type' }] });
  }
});

it('a payload field called type, at or by forges nothing', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  const forged = { weight: 2.2, type: 'lose', at: 0, by: { tenant: 't', id: 'zhao', persons: [], roles: ['chief'] } };
  expect(await engine.send(c.id, 'weigh', { by: wang, payload: forged })).toMatchObject({ outcome: 'invalid' });
});

it('a case that ended for good refuses everything, and says its result', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  clock.advance(72 * hour);
  clock.advance(72 * hour);
  await engine.runDue();
  expect((await engine.get(c, { by: li }))?.closed).toMatchObject({ outcome: 'gone', final: true });
  for (const command of ['check', 'reopen', 'lose'] as const) {
    const outcome = await engine.send(c.id, command, { by: by('both'), ...(command === 'reopen' && { payload: { reason: 'r' } }) });
    expect(outcome).toMatchObject({ outcome: 'refused', reasons: [{ code: 'closed', data: { outcome: 'gone' } }] });
  }
  expect(await engine.cancel(c, { by: root, reason: 'r' })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'closed' }] });
});

it('a rule that throws is RULE_THREW, and nothing is written', async () => {
  const { engine, parcel: open, committed } = desk();
  const c = await open();
  await expect(engine.send(c, 'explode', { by: li })).rejects.toMatchObject({
    name: 'BihuanError',
    code: 'RULE_THREW',
    message: expect.stringContaining('rules.throws of process parcel failed: boom'),
  });
  expect(committed).toHaveLength(1);
});

it('an accepted branch that leads back to where it began is applied', () => {
  const case_ = given(parcel, { input: { weight: 2 } });
  const stayed = case_.does('stay', { by: { id: 'a', roles: ['clerk'] } });
  expect(stayed.case.revision).toBe(2);
  expect(stayed.case.states).toEqual(['received']);
});
