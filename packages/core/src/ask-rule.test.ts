import { expect, it } from 'vitest';
import { z } from 'zod';
import { by, desk, hour, startMs } from './desk.fixture.ts';
import { defineProcess, hours, type PayloadArgs } from './index.ts';

const text = { zh: '文', en: 'text' };

/** Asks one rule about everything, and keeps what it was given. */
function asking(answer: (args: PayloadArgs) => unknown) {
  const seen: Record<string, PayloadArgs> = {};
  const note = (where: string, args: object) => {
    seen[where] = args as PayloadArgs;
  };
  const process = defineProcess({
    id: 'asking',
    version: 1,
    roles: ['clerk'],
    opener: ['clerk'],
    input: z.object({ n: z.number() }),
    context: z.object({ n: z.number(), last: z.string(), list: z.array(z.string()) }),
    initialContext: (args) => {
      note('initialContext', args);
      return { n: args.input.n, last: '', list: [] };
    },
    commands: { go: { by: ['clerk'], payload: z.object({ m: z.number() }) } },
    rules: {
      state: (args) => {
        note('rule', args);
        return answer(args as PayloadArgs) as boolean;
      },
    },
    payloadRules: {
      go: {
        paid: (args) => {
          note('payloadRule', args);
          return true;
        },
      },
    },
    assignments: {
      keep: (args) => {
        note('assignment', args);
        return { last: 'kept' };
      },
    },
    updates: {
      go: (args) => {
        note('update', args);
        return { n: args.payload.m };
      },
    },
    deadlines: {
      soon: (args) => {
        note('deadline', args);
        return hours(1);
      },
    },
    messages: {
      told: (args) => {
        note('message', args);
        return {};
      },
    },
    labels: {
      title: text,
      states: { one: text, two: text, end: text },
      commands: { go: text },
      roles: { clerk: text },
      rules: { state: text, paid: text },
      deadlines: { soon: text },
      messages: { told: text },
      fields: { n: text, m: text, last: text, list: text },
      outcomes: { ended: text },
    },
  }).machine({
    initial: 'one',
    states: {
      one: {
        meta: { owner: 'clerk', waits: text },
        on: { go: { guard: { all: ['state', 'paid'] }, target: 'two', actions: ['keep', 'told'] } },
      },
      two: { meta: { owner: 'clerk' }, after: { soon: { guard: 'state', target: 'end', actions: ['keep', 'told'] } } },
      end: { type: 'final', meta: { closes: 'ended' } },
    },
  });
  return { process, seen };
}

async function asked(answer: (args: PayloadArgs) => unknown) {
  const { process, seen } = asking(answer);
  const people = {
    c: [
      { role: 'clerk', unit: 'a' },
      { role: 'other', unit: 'b' },
    ],
  };
  const each = desk({ processes: [process], people });
  const person = { ...by('c'), onBehalfOf: 'boss' };
  await each.engine.open(process, { by: person, unit: 'a/b', input: { n: 1 }, id: 'x', subject: { type: 'thing', id: '7' } });
  each.clock.advance(hour);
  return { ...each, process, seen, go: () => each.engine.send('x', 'go', { by: person, payload: { m: 5 } }) };
}

it('functions of a process are given context, payload, person, time and case, as they are at that point', async () => {
  const { seen, go, clock, engine } = await asked(() => true);
  const person = { tenant: 't', id: 'c', onBehalfOf: 'boss', persons: ['c', 'boss'], roles: ['clerk'] };
  const facts = {
    id: 'x',
    unit: 'a/b',
    subject: { type: 'thing', id: '7' },
    openedBy: ['c', 'boss'],
    openedAtMs: startMs,
    supervisions: 0,
    extensions: 0,
    evidence: [],
    links: [],
  };
  expect(seen['initialContext']).toEqual({ input: { n: 1 }, by: person, at: startMs });
  expect((await go()).outcome).toBe('applied');
  const sent = { payload: { m: 5 }, by: person, at: startMs + hour, case: facts };
  expect(seen).toMatchObject({
    rule: { ...sent, context: { n: 1, last: '' } },
    payloadRule: { ...sent, context: { n: 1, last: '' } },
    update: { ...sent, context: { n: 1, last: '' } },
    assignment: { ...sent, context: { n: 5, last: '' } },
    message: { ...sent, context: { n: 5, last: 'kept' } },
    deadline: { ...sent, context: { n: 5, last: 'kept' } },
  });
  clock.advance(5 * hour);
  await engine.runDue();
  const system = {
    by: { tenant: 't', id: 'bihuan:system', persons: ['bihuan:system'], roles: ['system'] },
    at: startMs + 2 * hour,
    case: facts,
  };
  expect(seen).toMatchObject({ rule: system, assignment: system, message: system });
  expect(seen['rule']?.payload).toBeUndefined();
});

it('a rule refuses with false, or with data that fits JSON', async () => {
  expect(await (await asked(() => false)).go()).toMatchObject({ outcome: 'refused', reasons: [{ rule: 'state', data: {} }] });
  expect(await (await asked(() => ({ needed: 5, at: new Date(0) }))).go()).toMatchObject({
    reasons: [{ data: { needed: 5, at: '1970-01-01T00:00:00.000Z' } }],
  });
});

it.each([undefined, null, 0, 1, '', 'no', 1n, { n: 1n }, Promise.resolve(true), () => true].map((answer) => [answer]))(
  'a rule that answers anything else is RULE_THREW',
  async (answer) => {
    const { go, engine, process, committed } = await asked(() => answer);
    await expect(go()).rejects.toMatchObject({ code: 'RULE_THREW' });
    const explained = (await engine.explain('x', { by: by('c') }))!;
    expect(Object.values(explained.commands).flatMap(({ reasons }) => reasons.map(({ code }) => code))).toContain('error');
    expect([committed.length, process.id]).toEqual([1, 'asking']);
  },
);

it.each<[string, (args: any) => unknown]>([
  ['a field of the context', ({ context }) => (context.n = 99)],
  ['what lies deep in the context', ({ context }) => context.list.push('x')],
  ['the payload', ({ payload }) => (payload.m = 99)],
])('a rule that changes %s is RULE_THREW: what a process is given it only reads', async (_what, change) => {
  const { go, engine, committed } = await asked((args) => {
    change(args);
    return true;
  });
  await expect(go()).rejects.toMatchObject({ code: 'RULE_THREW' });
  expect(committed).toHaveLength(1);
  expect((await engine.get('x', { by: by('c') }))?.context).toEqual({ n: 1, last: '', list: [] });
});
