import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { by, desk, hour, root, startMs } from '../desk.fixture.ts';
import { createEngine, defineProcess, hours, memoryStore } from '../index.ts';
import { reachableConfigurations } from './configurations.ts';
import { dryRun, migrate, planMigration, revert } from './index.ts';

const text = { zh: '文', en: 'text' };
const ann = by('ann');
const people = {
  ann: [{ role: 'clerk', unit: '' }],
  bob: [
    { role: 'clerk', unit: '' },
    { role: 'chief', unit: '' },
  ],
};

const common = {
  id: 'letter',
  roles: ['clerk', 'chief'],
  opener: ['clerk'],
  input: z.object({ title: z.string() }),
} as const;
const labels = (states: Record<string, typeof text>, more: object = {}) => ({
  title: text,
  states,
  commands: { begin: text, submit: text, pause: text, back: text, finish: text },
  roles: { clerk: text, chief: text },
  rules: {},
  deadlines: {},
  messages: {},
  fields: { title: text, times: text, count: text },
  outcomes: { done: text },
  ...more,
});
const commands = {
  begin: { by: ['clerk'] },
  submit: { by: ['clerk'] },
  pause: { by: ['clerk'] },
  back: { by: ['clerk'] },
  finish: { by: ['chief', 'clerk'] },
} as const;

/** A letter is written in two steps, may rest in between, and is sent. */
const first = defineProcess({
  ...common,
  version: 1,
  context: z.object({ title: z.string(), times: z.string() }),
  initialContext: ({ input }) => ({ title: input.title, times: '0' }),
  commands,
  controls: { suspend: ['clerk'] },
  deadlines: { remind: hours(1), write: hours(24), forget: hours(9) },
  labels: labels(
    { open: text, writing: text, draft: text, review: text, before: text, resting: text, done: text },
    { deadlines: { remind: text, write: text, forget: text } },
  ) as any,
}).machine({
  initial: 'open',
  states: {
    open: { meta: { owner: 'clerk' }, after: { remind: {}, write: 'done' }, on: { begin: 'writing' } },
    writing: {
      initial: 'draft',
      after: { write: 'done' },
      on: { pause: 'resting', finish: 'done' },
      states: {
        draft: { meta: { owner: 'clerk' }, on: { submit: 'review' } },
        review: { meta: { owner: 'chief' } },
        before: { type: 'history' },
      },
    },
    resting: { meta: { owner: 'clerk' }, after: { forget: 'done' }, on: { back: 'writing.before' } },
    done: { type: 'final', meta: { closes: 'done' } },
  },
} as any);

/** The second version calls writing composing, counts with numbers, and answers in time. */
const second = defineProcess({
  ...common,
  version: 2,
  context: z.object({ title: z.string(), count: z.number() }),
  initialContext: ({ input }) => ({ title: input.title, count: 0 }),
  commands,
  deadlines: { remind: hours(1), compose: hours(48), answer: hours(5) },
  labels: labels(
    { open: text, composing: text, draft: text, review: text, before: text, resting: text, done: text },
    { deadlines: { remind: text, compose: text, answer: text } },
  ) as any,
}).machine({
  initial: 'open',
  states: {
    open: { meta: { owner: 'clerk' }, after: { remind: {}, compose: 'done', answer: 'done' }, on: { begin: 'composing' } },
    composing: {
      initial: 'draft',
      after: { compose: 'done' },
      on: { pause: 'resting', finish: 'done' },
      states: {
        draft: { meta: { owner: ['clerk', 'chief'] }, on: { submit: 'review' } },
        review: { meta: { owner: 'chief' } },
        before: { type: 'history' },
      },
    },
    resting: { meta: { owner: 'clerk', waits: text }, on: { back: 'composing.before' } },
    done: { type: 'final', meta: { closes: 'done' } },
  },
} as any);

const spec = {
  from: first,
  to: second,
  states: { writing: 'composing' },
  deadlines: { write: 'compose', forget: null } as any,
  context: ({ context }: { context: any }) => ({ title: context.title, count: Number(context.times) }),
};

function office() {
  const on = desk({ processes: [first, second], people });
  const open = async (id: string) => {
    await on.engine.open(first, { by: ann, unit: '', input: { title: id }, id });
    return id;
  };
  return { ...on, open };
}

describe('planMigration', () => {
  it('law 14: finds every configuration the old version can come to, and where each goes', () => {
    const { moves, holes } = planMigration(spec);
    expect(holes).toEqual([]);
    expect(moves).toEqual([
      {
        from: ['open'],
        to: ['open'],
        timers: [
          { from: 'open#remind', to: 'open#remind' },
          { from: 'open#write', to: 'open#compose' },
        ],
        begins: ['open#answer'],
      },
      { from: ['writing.draft'], to: ['composing.draft'], timers: [{ from: 'writing#write', to: 'composing#compose' }], begins: [] },
      { from: ['resting'], to: ['resting'], timers: [{ from: 'resting#forget', to: null }], begins: [] },
      { from: ['writing.review'], to: ['composing.review'], timers: [{ from: 'writing#write', to: 'composing#compose' }], begins: [] },
    ]);
  });

  it('law 14: names the holes: states, deadlines, work items and contexts without a target', async () => {
    const { open, row } = office();
    await open('a');
    const record = JSON.parse((await row('a')).record);
    const { holes } = planMigration({ from: first, to: second, records: [record] });
    expect(holes.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'timer open#write',
      'state writing.draft',
      'timer resting#forget',
      'state writing.review',
      'context a in open',
    ]);
    const silent = planMigration({ ...spec, states: { ...spec.states, 'writing.review': 'done' } });
    expect(silent.holes).toEqual([
      { kind: 'timer', at: 'writing#write', problem: expect.stringContaining('composing#compose') },
      { kind: 'work-item', at: 'writing.review', problem: expect.stringContaining('endsWork') },
    ]);
  });

  it.each([
    ['to', { to: first }],
    ['states', { states: { wirting: 'composing' } }],
    ['states', { states: { writing: 'nowhere' } }],
    ['deadlines', { deadlines: { never: null } }],
    ['deadlines', { deadlines: { write: 'never' } }],
  ])('refuses a plan whose %s names what does not exist', (option, wrong) => {
    expect(() => planMigration({ ...spec, ...wrong } as never)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', details: { option } }),
    );
  });

  it('explores parallel states, history and rules both ways', () => {
    expect(reachableConfigurations(first).map((each) => each.states.join(' '))).toEqual([
      'open',
      'writing.draft',
      'done',
      'resting',
      'writing.review',
    ]);
  });
});

describe('migrate', () => {
  it('law 14: claims and running deadlines survive, and the journal says so', async () => {
    const { engine, open, rows, clock } = office();
    await open('a');
    await engine.send('a', 'begin', { by: ann });
    await engine.claim('a', { by: ann });
    clock.advance(2 * hour);
    const report = await migrate(engine, planMigration(spec), { by: root });
    expect(report).toEqual({ moved: 1, problems: [] });
    const view = await engine.get('a', { by: ann });
    expect(view).toMatchObject({
      version: 2,
      hash: second.hash,
      states: ['composing.draft'],
      context: { title: 'a', count: 0 },
      workItems: { 'composing.draft': { assignee: 'ann', roles: ['clerk', 'chief'], sinceMs: startMs } },
    });
    expect(Object.entries(view!.timers).map(([key, timer]) => [key, timer.dueAtMs])).toEqual([['composing#compose', startMs + 24 * hour]]);
    expect(JSON.parse((await rows('a')).at(-1)!.entry)).toMatchObject({ kind: 'control', type: 'migrate', payload: { from: 1, to: 2 } });
    expect((await engine.verifyJournal('a', { by: root }))?.faults).toEqual([]);
    clock.set(startMs + 24 * hour);
    expect(await engine.runDue()).toEqual({ fired: 1, stuck: 0 });
    expect((await engine.get('a', { by: root }))?.closed).toMatchObject({ outcome: 'done' });
  });

  it('law 9: a deadline that has passed does not begin again, one that is new begins now', async () => {
    const { engine, open, clock } = office();
    await open('a');
    clock.advance(2 * hour);
    await engine.runDue();
    await migrate(engine, planMigration(spec), { by: root });
    const { timers } = (await engine.get('a', { by: ann }))!;
    expect(Object.entries(timers).map(([key, timer]) => [key, timer.dueAtMs])).toEqual([
      ['open#compose', startMs + 24 * hour],
      ['open#answer', startMs + 7 * hour],
    ]);
  });

  it('law 9: what is due is applied first, under the old version', async () => {
    const { engine, open, clock, rows } = office();
    await open('a');
    clock.advance(hour);
    await migrate(engine, planMigration(spec), { by: root });
    expect((await rows('a')).map((row) => JSON.parse(row.entry).type)).toEqual(['letter', 'remind', 'migrate']);
    expect(await open('b').then(() => engine.send('b', 'begin', { by: ann }))).toMatchObject({ outcome: 'applied' });
  });

  it('goes on after it was cut off, and leaves cases that have ended', async () => {
    const { engine, open } = office();
    for (const id of ['a', 'b', 'c', 'd']) await open(id);
    await engine.send('d', 'begin', { by: ann });
    await engine.send('d', 'finish', { by: ann });
    const plan = planMigration(spec);
    expect(await dryRun(engine, plan, { by: root })).toEqual({ moved: 3, problems: [] });
    expect(await migrate(engine, plan, { by: root, limit: 2 })).toEqual({ moved: 2, problems: [] });
    expect(await migrate(engine, plan, { by: root })).toEqual({ moved: 1, problems: [] });
    expect(await engine.count({ by: ann, version: 1 })).toBe(1);
    expect(await migrate(engine, plan, { by: root })).toEqual({ moved: 0, problems: [] });
  });

  it('history, states inside renamed ones, and what is remembered go along', async () => {
    const { engine, open } = office();
    await open('a');
    await engine.send('a', 'begin', { by: ann });
    await engine.send('a', 'submit', { by: ann });
    await engine.send('a', 'pause', { by: ann });
    await migrate(engine, planMigration(spec), { by: root });
    expect(await engine.send('a', 'back', { by: ann })).toMatchObject({ case: { states: ['composing.review'], version: 2 } });
  });

  it('names the case whose context does not fit, and moves the others', async () => {
    const { engine, open } = office();
    for (const id of ['a', 'b']) await open(id);
    const plan = planMigration({
      ...spec,
      context: ({ context }: any) => {
        if (context.title === 'a') throw new Error('no count');
        return { title: context.title, count: 1 };
      },
    });
    const problems = [{ case: 'a', problem: 'its context: no count' }];
    expect(await dryRun(engine, plan, { by: root })).toEqual({ moved: 1, problems });
    expect(await migrate(engine, plan, { by: root })).toEqual({ moved: 1, problems });
    expect((await engine.get('a', { by: ann }))?.version).toBe(1);
  });

  it('law 14: wherever a case of the old version is, a plan without holes moves it', async () => {
    const act = fc.constantFrom('begin', 'submit', 'pause', 'back', 'finish', 'claim', 'wait', 'suspend');
    const property = fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const { engine, open, clock } = office();
      await open('a');
      for (const each of acts) {
        if (each === 'wait') clock.advance(hour);
        else if (each === 'claim') await engine.claim('a', { by: ann });
        else if (each === 'suspend') await engine.suspend('a', { by: ann, reason: 'r' });
        else await engine.send('a', each as never, { by: ann } as never);
      }
      const before = (await engine.get('a', { by: root }))!;
      const { moved, problems } = await migrate(engine, planMigration(spec), { by: root });
      const after = (await engine.get('a', { by: root }))!;
      expect(problems.every(({ problem }) => problem.startsWith('it has ended'))).toBe(true);
      expect(after.version).toBe(moved === 1 ? 2 : 1);
      if (moved === 0) expect(before.closed ?? after.closed ?? problems[0]).not.toBeNull();
      expect((await engine.verifyJournal('a', { by: root }))?.faults).toEqual([]);
    });
    await fc.assert(property, { numRuns: 60, seed: 14 });
  });

  it('refuses a plan with holes, whoever is no operator, and an engine that lacks a version', async () => {
    const { engine, open, settings, store } = office();
    await open('a');
    const holed = planMigration({ from: first, to: second });
    await expect(migrate(engine, holed, { by: root })).rejects.toMatchObject({ code: 'MIGRATION_HOLES', details: { holes: holed.holes } });
    await expect(migrate(engine, planMigration(spec), { by: ann })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    const old = createEngine({ ...settings, processes: [first] });
    await expect(migrate(old, planMigration(spec), { by: root })).rejects.toMatchObject({ code: 'PROCESS_UNKNOWN' });
    await expect(migrate({ store }, planMigration(spec), { by: root })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    expect((await engine.get('a', { by: ann }))?.version).toBe(1);
  });
});

describe('revert', () => {
  it('takes back what has not gone on since, deadlines and claims as they were', async () => {
    const { engine, open, clock, row } = office();
    for (const id of ['a', 'b']) await open(id);
    await engine.claim('a', { by: ann });
    const before = JSON.parse((await row('a')).record);
    await migrate(engine, planMigration(spec), { by: root });
    await engine.send('b', 'begin', { by: ann });
    await engine.comment('a', { by: ann, text: 'new version?' });
    clock.advance(1);
    expect(await revert(engine, planMigration(spec), { by: root })).toEqual({
      moved: 1,
      problems: [{ case: 'b', problem: 'it went on under version 2: begin' }],
    });
    const { revision: _, stateRevision: __, atMs: ___, ...after } = JSON.parse((await row('a')).record);
    const { revision: _r, stateRevision: _s, atMs: _a, ...was } = before;
    expect(after).toEqual(was);
    expect((await engine.verifyJournal('a', { by: root }))?.faults).toEqual([]);
    clock.advance(hour);
    expect(await engine.runDue()).toEqual({ fired: 1, stuck: 0 });
    expect(await migrate(engine, planMigration(spec), { by: root })).toEqual({ moved: 1, problems: [] });
  });

  it('leaves cases that were opened under the new version', async () => {
    const on = desk({ processes: [first, second], people, store: memoryStore() });
    await on.engine.open(second, { by: ann, unit: '', input: { title: 'x' }, id: 'x' });
    expect(await revert(on.engine, planMigration(spec), { by: root })).toEqual({
      moved: 0,
      problems: [{ case: 'x', problem: 'it was not moved by this migration' }],
    });
  });
});
