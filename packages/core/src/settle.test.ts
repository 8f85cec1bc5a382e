import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bells } from './bells.fixture.ts';
import { auditFaults, by, day, desk, hour, li, startMs, wang, zhao } from './desk.fixture.ts';
import { type Calendar, given, hours, type JournalEntry, naturalCalendar } from './index.ts';
import { parcel } from './parcel.fixture.ts';

const minute = 60_000;
type Entry = Omit<JournalEntry, 'recordedAtMs'>;

/** What happened, without when it was written down. */
const told = async (each: ReturnType<typeof desk>, id: string): Promise<readonly Entry[]> =>
  (await each.rows(id)).map((row) => {
    const { recordedAtMs: _written, ...entry } = JSON.parse(row.entry) as JournalEntry;
    return entry;
  });

it('law 9: a deadline takes effect once, at or after its due time', async () => {
  const { engine, clock, parcel: open, rows } = desk();
  const c = await open();
  clock.advance(12 * hour - 1);
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(1);
  expect(await engine.runDue()).toEqual({ fired: 1, stuck: 0 });
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(hour);
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  expect(await rows(c.id)).toHaveLength(2);
});

it('law 9: its effective time is when it was due, however late it is written down', async () => {
  const { engine, clock, parcel: open, rows } = desk();
  const c = await open();
  clock.advance(15 * hour);
  await engine.runDue();
  expect(JSON.parse((await rows(c.id))[1]!.entry)).toMatchObject({
    kind: 'timer',
    type: 'remind',
    payload: { state: 'received', dueAtMs: startMs + 12 * hour },
    atMs: startMs + 12 * hour,
    recordedAtMs: startMs + 15 * hour,
    by: { id: 'bihuan:system' },
  });
});

it('law 9: never after the state was left, or entered anew', async () => {
  const { engine, clock, parcel: open } = desk();
  const left = await open();
  const again = await open();
  await engine.send(left, 'check', { by: wang });
  await engine.send(left, 'assign', { by: li, payload: { handler: 'li', days: 9 } });
  await engine.send(again, 'check', { by: wang });
  await engine.send(again, 'assign', { by: li, payload: { handler: 'li', days: 9 } });
  clock.advance(11 * hour);
  await engine.send(again, 'handOver', { by: li });
  await engine.send(again, 'reopen', { by: zhao, payload: { reason: 'wrong parcel' } });
  clock.advance(11 * hour);
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(hour);
  expect(await engine.runDue()).toEqual({ fired: 1, stuck: 0 });
});

it('law 9: a timer that the store hands out late, of another generation, is void', async () => {
  const stale = desk();
  const c = await stale.parcel();
  const [old] = await stale.store.claimTimers({ nowMs: startMs + day, leaseUntilMs: startMs, limit: 1 });
  await stale.engine.send(c, 'lose', { by: li });
  const late = desk({ store: { ...stale.store, claimTimers: once([{ ...old!, dueAtMs: startMs }]) } });
  expect(await late.engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  expect(await stale.rows(c.id)).toHaveLength(2);
});

const once = <T>(first: readonly T[]) => {
  let answers: readonly T[] = first;
  return async () => {
    const given = answers;
    answers = [];
    return given;
  };
};

it('law 9: what was due before a command is applied before it, in due order, in one commit', async () => {
  const { engine, clock, parcel: open, rows, committed } = desk();
  const c = await open();
  clock.advance(73 * hour);
  expect(await engine.send(c, 'check', { by: wang })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'state' }] });
  expect(committed).toHaveLength(1);
  expect(await engine.send(c, 'lose', { by: li })).toMatchObject({ outcome: 'refused' });
  expect(await engine.comment(c, { by: li, text: 'too late' })).toMatchObject({ outcome: 'applied', revision: 4 });
  expect(committed).toHaveLength(2);
  const entries = (await rows(c.id)).map((row) => JSON.parse(row.entry) as JournalEntry);
  expect(entries.map((entry) => [entry.type, entry.atMs - startMs])).toEqual([
    ['parcel', 0],
    ['remind', 12 * hour],
    ['search', 72 * hour],
    ['comment', 73 * hour],
  ]);
});

it('law 9: chained deadlines count from when they took effect', async () => {
  const { engine, clock, parcel: open } = desk();
  const c = await open();
  clock.advance(day * 365);
  await engine.runDue();
  const case_ = await engine.get(c, { by: li });
  expect(case_?.closed).toEqual({ outcome: 'gone', final: true, atMs: startMs + 144 * hour });
});

it('law 9: due times years away wait, and one that passed while nobody ran fires at once', async () => {
  const { engine, clock, parcel: open } = desk();
  const c = await open();
  await engine.send(c, 'check', { by: wang });
  await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 36_500 } });
  clock.advance(99 * 365 * day);
  expect(await engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(2 * 365 * day);
  expect((await engine.runDue()).fired).toBe(1);
  expect((await engine.get(c, { by: li }))?.states).toEqual(['late']);
});

it('law 9: time never runs backwards in a case', async () => {
  const { engine, clock, parcel: open } = desk();
  const c = await open();
  clock.advance(-5 * hour);
  const sent = await engine.send(c, 'check', { by: wang });
  expect(sent).toMatchObject({ case: { atMs: startMs } });
  clock.advance(hour);
  const lost = await engine.send(c, 'lose', { by: li });
  expect(lost).toMatchObject({ case: { atMs: startMs, timers: { 'lost#search': { dueAtMs: startMs + 72 * hour } } } });
});

it('law 9: a timer that the clock overtook, going back, waits again and is not stuck', async () => {
  const { engine, clock, parcel: open, store, settings } = desk();
  await open();
  const early = await store.claimTimers({ nowMs: startMs + day, leaseUntilMs: startMs, limit: 9 });
  const back = desk({ ...settings, store: { ...store, claimTimers: once(early) } });
  expect(await back.engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  clock.advance(12 * hour);
  expect(await engine.runDue()).toEqual({ fired: 1, stuck: 0 });
});

const acts = ['check', 'lose', 'stay', 'weigh', 'suspend', 'resume', 'comment', 'extend'] as const;
const script = fc.array(fc.record({ atHour: fc.nat(200), act: fc.constantFrom(...acts) }), { maxLength: 5 });

async function played(script: readonly { atHour: number; act: (typeof acts)[number] }[], pollsAtMinutes: readonly number[]) {
  const each = desk();
  const { engine, clock } = each;
  const c = await each.parcel();
  const events = [
    ...pollsAtMinutes.map((at) => ({ atMs: startMs + at * minute + 1, act: 'poll' as const })),
    ...script.map(({ atHour, act }) => ({ atMs: startMs + atHour * hour, act })),
    { atMs: startMs + 300 * hour, act: 'poll' as const },
  ];
  const both = { by: by('both') };
  for (const { atMs, act } of events.sort((a, b) => a.atMs - b.atMs)) {
    clock.set(atMs);
    if (act === 'poll') await engine.runDue();
    else if (act === 'suspend') await engine.suspend(c, { ...both, reason: 'r' });
    else if (act === 'resume') await engine.resume(c, both);
    else if (act === 'comment') await engine.comment(c, { ...both, text: 'x' });
    else if (act === 'extend') await engine.extend(c, { ...both, deadline: 'search', limit: hours(30), reason: 'r' });
    else await engine.send(c.id, act, { ...both, ...(act === 'weigh' && { payload: { weight: 2.2 } }) });
  }
  expect(await auditFaults(each.store, each.committed)).toEqual([]);
  return { entries: await told(each, c.id), record: (await each.row(c.id)).record };
}

it('law 9: no result depends on how often anybody looked', async () => {
  await fc.assert(
    fc.asyncProperty(script, fc.array(fc.nat(300 * 60), { maxLength: 30 }), async (steps, polls) => {
      expect(await played(steps, polls)).toEqual(await played(steps, []));
    }),
    { numRuns: 150, seed: 9 },
  );
});

it('law 9: a backlog of thousands is caught up in portions, and by a command at once', async () => {
  const process = bells({ ms: minute });
  const backlog = async () => {
    const each = desk({ processes: [process] });
    const opened = await each.engine.open(process, { by: li, unit: '', input: {} });
    each.clock.advance(49 * hour + 1);
    return { ...each, c: opened.outcome === 'applied' ? opened.case : (undefined as never) };
  };
  const byWorker = await backlog();
  expect(await byWorker.engine.runDue()).toEqual({ fired: 49 * 60, stuck: 0 });
  expect(byWorker.committed.map((commit) => commit.entries.length)).toEqual([1, 1000, 1000, 940]);
  const byCommand = await backlog();
  expect(await byCommand.engine.send(byCommand.c, 'silence', { by: li })).toMatchObject({ outcome: 'applied', revision: 49 * 60 + 2 });
  await byWorker.engine.send(byWorker.c, 'silence', { by: li });
  expect(await told(byCommand, byCommand.c.id)).toEqual(await told(byWorker, byWorker.c.id));
});

it('law 9: deadlines that keep falling due at one moment are an error, and the timer is listed as stuck', async () => {
  const process = bells({ ms: 0 });
  const { engine, parcel: open, clock } = desk({ processes: [process, parcel] });
  const opened = await engine.open(process, { by: li, unit: '', input: {} });
  await open();
  clock.advance(13 * hour);
  expect(await engine.runDue()).toEqual({ fired: 1, stuck: 1 });
  expect(await engine.stuckTimers({ by: by('root') })).toMatchObject(
    [{ timer: 'on.ringing#next', attempts: 1, error: /TIMER_LOOP/ }].map((row) => ({ ...row, error: expect.stringMatching(row.error) })),
  );
  expect(opened.outcome).toBe('applied');
});

it('law 9: two deadlines due at one moment take effect in the order they were set, and the first may void the second', async () => {
  const { record } = await played([{ atHour: 60, act: 'lose' }], []);
  expect(JSON.parse(record).closed).toMatchObject({ outcome: 'gone', atMs: startMs + 132 * hour });
});

it('law 9: due times are whole milliseconds, never early', () => {
  const opened = given(parcel, { input: { weight: 2 } }).does('extend', {
    by: { id: 'li', roles: ['clerk'] },
    payload: { deadline: 'search', limit: { ms: 0.25 }, reason: 'r' },
  });
  expect(opened.case.timers['received#search']?.dueAtMs).toBe(startMs + 72 * hour + 1);
});

/** Knows the year it was told of; beyond, it guesses a day, and later knows it to be three. */
const calendarUntil = (knownUntilMs: number): Calendar => ({
  ...naturalCalendar,
  due: (atMs) => (atMs < knownUntilMs ? { dueAtMs: atMs + 3 * day, provisional: false } : { dueAtMs: atMs + day, provisional: true }),
});

it('law 9: a provisional due time is marked, and computed anew before it fires', async () => {
  let calendar = calendarUntil(0);
  const { engine, clock, parcel: open, rows } = desk({ calendar: () => calendar });
  const c = await open();
  expect(c.timers['received#search']).toMatchObject({ provisional: true, dueAtMs: startMs + day });
  expect(c.workItems['received']?.dueAtMs).toBe(startMs + day);
  calendar = calendarUntil(Number.POSITIVE_INFINITY);
  clock.advance(day);
  expect(await engine.runDue()).toEqual({ fired: 2, stuck: 0 });
  const moved = (await engine.get(c, { by: li }))!;
  expect(moved.states).toEqual(['received']);
  expect(moved.timers['received#search']).toMatchObject({ provisional: false, dueAtMs: startMs + 3 * day, generation: 3 });
  expect(moved.workItems['received']?.dueAtMs).toBe(startMs + 3 * day);
  expect(JSON.parse((await rows(c.id))[1]!.entry).payload).toEqual({ state: 'received', recalculatedFromMs: startMs + day });
  clock.advance(2 * day);
  await engine.runDue();
  expect((await engine.get(c, { by: li }))?.states).toEqual(['lost']);
});

it('law 9: a provisional due time that is still unknown fires as it stands', async () => {
  const { engine, clock, parcel: open } = desk({ calendar: calendarUntil(0) });
  const c = await open();
  clock.advance(day);
  await engine.runDue();
  expect((await engine.get(c, { by: zhao }))?.states).toEqual(['lost']);
});

it('law 9: a due time that the calendar now knows to be earlier takes effect at the earlier time, once the case is looked at', async () => {
  let calendar = calendarUntil(0);
  const { engine, clock, parcel: open, rows } = desk({ calendar: () => calendar });
  const c = await open();
  calendar = { ...naturalCalendar, due: (atMs) => ({ dueAtMs: atMs + 6 * hour, provisional: false }) };
  clock.advance(7 * hour);
  expect(await engine.send(c, 'lose', { by: li })).toMatchObject({ outcome: 'refused' });
  clock.advance(day);
  await engine.runDue();
  const search = (await rows(c.id)).map((row) => JSON.parse(row.entry)).find((entry) => entry.type === 'search');
  expect(search).toMatchObject({ atMs: startMs + 6 * hour, payload: { dueAtMs: startMs + 6 * hour } });
});

it('law 9: a guess that was moved by a pause is not computed anew without it', async () => {
  let calendar = calendarUntil(0);
  const { engine, clock, parcel: open } = desk({ calendar: () => calendar });
  const c = await open();
  await engine.suspend(c, { by: zhao, reason: 'flood' });
  clock.advance(2 * day);
  await engine.resume(c, { by: zhao });
  calendar = calendarUntil(Number.POSITIVE_INFINITY);
  expect((await engine.get(c, { by: li }))?.timers['received#search']).toMatchObject({
    dueAtMs: startMs + 3 * day,
    limit: { untilMs: startMs + 3 * day },
  });
});
