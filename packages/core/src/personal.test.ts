import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { by, desk, li, root } from './desk.fixture.ts';
import { defineProcess, personal, personalReference, verifyJournal } from './index.ts';

const text = { zh: '文', en: 'text' };

/** A complaint is made by somebody, who leaves a number to be called back at. */
const complaint = defineProcess({
  id: 'complaint',
  version: 1,
  roles: ['clerk', 'nurse'],
  opener: ['clerk'],
  input: z.object({ about: z.string(), phone: personal(z.string().regex(/^\d+$/)), name: personal(z.string()).optional() }),
  context: z.object({ about: z.string(), caller: personalReference, called: z.array(personalReference) }),
  initialContext: ({ input }) => ({ about: input.about, caller: input.phone, called: [] }),
  commands: {
    call: { by: ['clerk'], payload: z.object({ phone: personal(z.string()), note: z.string() }) },
    settle: { by: ['clerk'] },
  },
  payloadRules: { call: { another: ({ context, payload }) => context.caller.personal !== payload.phone.personal || {} } },
  updates: { call: ({ context, payload }) => ({ called: [...context.called, payload.phone] }) },
  messages: { called: ({ payload }) => ({ payload: JSON.stringify(payload) }) },
  searchText: ({ context }) => context.about,
  personalReaders: ['nurse'],
  labels: {
    title: text,
    states: { open: text, settled: text },
    commands: { call: text, settle: text },
    roles: { clerk: text, nurse: text },
    rules: { another: text },
    deadlines: {},
    messages: { called: text },
    fields: { about: text, phone: text, name: text, caller: text, called: text, note: text },
    outcomes: { settled: text },
  },
}).machine({
  initial: 'open',
  states: {
    open: { meta: { owner: 'clerk', waits: text }, on: { call: { guard: 'another', actions: 'called' }, settle: 'settled' } },
    settled: { meta: { closes: 'settled', waits: text }, on: { call: 'open' } },
  },
});

const people = { nina: [{ role: 'nurse', unit: 'a' }] };
const nina = by('nina');
const secrets = /1391234|1388888|Wang/;

function office() {
  let salts = 0;
  const got: unknown[] = [];
  const on = desk({
    processes: [complaint],
    people,
    newSalt: () => `salt ${++salts}`,
    subscribers: { all: { handle: (message) => void got.push(message) } },
  });
  const open = (more: { readonly key?: string; readonly person?: string; readonly phone?: string } = {}) => {
    const { phone = '1391234', ...asked } = more;
    return on.engine.open(complaint, { by: li, unit: 'a', id: 'c', input: { about: '楼道堆物', phone, name: 'Wang' }, ...asked });
  };
  return { ...on, open, got };
}

describe('personal fields', () => {
  it('are in no record, journal, message or index term: only their salted hashes are', async () => {
    const { engine, open, committed, got } = office();
    await open();
    expect(await engine.send('c', 'call', { by: li, payload: { phone: '1388888', note: 'n' } })).toMatchObject({ outcome: 'applied' });
    await engine.relay();
    const written = committed.map(({ personal: _, ...rest }) => rest);
    expect(JSON.stringify([written, got])).not.toMatch(secrets);
    const [caller] = committed[0]!.personal.put;
    expect(JSON.parse(committed[0]!.case.record).context.caller.personal).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(caller).toMatchObject({ tenant: 't', case: 'c', revision: 1, field: 'phone', person: 'li', value: '"1391234"' });
  });

  it('have a salt each, so that one tells nothing of another, nor of the same value elsewhere', async () => {
    const { engine, open, committed } = office();
    await open();
    await engine.send('c', 'call', { by: li, payload: { phone: '1391234', note: 'n' } });
    await engine.open(complaint, { by: li, unit: 'a', id: 'd', input: { about: 'x', phone: '1391234' } });
    const salts = committed.flatMap((commit) => commit.personal.put.map((field) => field.salt));
    expect(new Set(salts).size).toBe(4);
    const [c, d] = [await engine.get('c', { by: li }), await engine.get('d', { by: li })];
    expect((c as any).context.caller).not.toEqual((d as any).context.caller);
  });

  it('are checked by their schema, and left out where they may be', async () => {
    const { open, engine, committed } = office();
    expect(await open({ phone: 'none' })).toMatchObject({ outcome: 'invalid', issues: [{ path: 'payload/phone' }] });
    await engine.open(complaint, { by: li, unit: 'a', input: { about: 'x', phone: '1' } });
    expect(committed[0]!.personal.put.map((field) => field.field)).toEqual(['phone']);
  });

  it('are read by whom the process names, and by operators', async () => {
    const { engine, open } = office();
    await open({ person: 'citizen-7' });
    const kept = { case: 'c', revision: 1, person: 'citizen-7' };
    const fields = [
      { ...kept, field: 'name', value: 'Wang' },
      { ...kept, field: 'phone', value: '1391234' },
    ];
    expect(await engine.personal('c', { by: nina })).toEqual(fields);
    expect(await engine.personal('c', { by: root })).toEqual(fields);
    expect(await engine.personal('c', { by: li })).toEqual([]);
    expect(await engine.personalOf('citizen-7', { by: root })).toEqual(fields);
    expect(await engine.personalOf('citizen-7', { by: root, after: fields[0]! })).toEqual(fields.slice(1));
    await expect(engine.personalOf('citizen-7', { by: nina })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
  });

  it('law 6: a request sent again is the same, also when they were erased; another value is not', async () => {
    const { engine, open } = office();
    expect(await open({ key: 'k' })).toMatchObject({ outcome: 'applied' });
    expect(await open({ key: 'k' })).toMatchObject({ outcome: 'replayed' });
    expect(await open({ key: 'k', phone: '1' })).toMatchObject({ outcome: 'key-reused' });
    const call = (phone: string) => engine.send('c', 'call', { by: li, payload: { phone, note: 'n' }, key: 'call' });
    expect([(await call('1388888')).outcome, (await call('1388888')).outcome, (await call('1')).outcome]).toEqual([
      'applied',
      'replayed',
      'key-reused',
    ]);
    await engine.erase('c', { by: root, reason: 'asked for' });
    expect([(await open({ key: 'k' })).outcome, (await call('1388888')).outcome]).toEqual(['replayed', 'replayed']);
  });
});

describe('erasure', () => {
  it('laws 8 and 11: takes value and salt, and leaves replay, chain and validation true', async () => {
    const { engine, open, store, row, rows } = office();
    await open();
    await engine.send('c', 'settle', { by: li });
    expect(await engine.erase('c', { by: root, reason: 'asked for' })).toMatchObject({
      outcome: 'applied',
      revision: 3,
      case: { stateRevision: 2 },
    });
    expect(await store.personal({ tenant: 't', case: 'c' })).toEqual([]);
    expect(verifyJournal(await row('c'), await rows('c')).faults).toEqual([]);
    expect(JSON.parse((await rows('c')).at(-1)!.entry)).toMatchObject({
      kind: 'control',
      type: 'erase',
      payload: {
        reason: 'asked for',
        fields: [
          { revision: 1, field: 'name' },
          { revision: 1, field: 'phone' },
        ],
      },
    });
    expect(await engine.send('c', 'call', { by: li, payload: { phone: '1', note: 'goes on' } })).toMatchObject({ outcome: 'applied' });
  });

  it('of one person leaves what tells of another', async () => {
    const { engine, open } = office();
    await open({ person: 'citizen-7' });
    await engine.send('c', 'call', { by: li, person: 'citizen-8', payload: { phone: '1388888', note: 'n' } });
    await engine.erase('c', { by: root, person: 'citizen-7', reason: 'asked for' });
    expect(await engine.personal('c', { by: root })).toMatchObject([{ person: 'citizen-8', value: '1388888' }]);
  });

  it('of a person reaches every case of the tenant, and no other person', async () => {
    const { engine, open } = office();
    await open({ person: 'citizen-7' });
    for (const id of ['d', 'e'])
      await engine.open(complaint, {
        by: li,
        unit: 'a',
        id,
        person: id === 'd' ? 'citizen-7' : 'citizen-8',
        input: { about: 'x', phone: '1' },
      });
    expect(await engine.erasePerson('citizen-7', { by: root, reason: 'asked for' })).toBe(2);
    expect(await engine.personalOf('citizen-7', { by: root })).toEqual([]);
    expect(await engine.personalOf('citizen-8', { by: root })).toHaveLength(1);
    expect(await engine.erasePerson('citizen-7', { by: root, reason: 'again' })).toBe(0);
    await expect(engine.erasePerson('citizen-8', { by: root, reason: '' })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    await expect(engine.erasePerson('citizen-8', { by: nina, reason: 'r' })).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
  });

  it('is for operators, with a reason, where there is something to erase', async () => {
    const { engine, open } = office();
    await open();
    expect(await engine.erase('c', { by: nina, reason: 'r' })).toMatchObject({ outcome: 'forbidden' });
    expect(await engine.erase('c', { by: root, reason: '' })).toMatchObject({ outcome: 'invalid' });
    expect(await engine.erase('c', { by: root, person: 'nobody', reason: 'r' })).toMatchObject({ outcome: 'invalid' });
    expect(await engine.personal('c', { by: root })).toHaveLength(2);
  });
});

describe('a declaration', () => {
  const declare = (change: object) => () => defineProcess({ ...complaint.spec, ...change } as never).machine(complaint.statechart as never);

  it.each([
    ['a context', { context: z.object({ about: personal(z.string()) }) }, 'context.about'],
    ['part of a field', { input: z.object({ about: z.object({ name: personal(z.string()) }) }) }, 'input.about.name'],
    ['the items of a list', { input: z.object({ about: z.array(personal(z.string())) }) }, 'input.about[]'],
  ])('keeps %s from being personal', (_, change, place) => {
    expect(declare(change)).toThrow(expect.objectContaining({ code: 'PROCESS_INVALID', message: expect.stringContaining(place) }));
  });
});

describe('finding by text, state and link', () => {
  it('finds what is written in the search text by any part of it', async () => {
    const { engine, open } = office();
    await open();
    await engine.open(complaint, { by: li, unit: 'a', id: 'd', input: { about: 'Noise at night', phone: '1' } });
    const found = async (asked: object) => (await engine.find({ by: li, ...asked })).map((each) => each.id);
    expect(await found({ text: '堆物' })).toEqual(['c']);
    expect(await found({ text: '楼道 堆' })).toEqual(['c']);
    expect(await found({ text: 'NOISE' })).toEqual(['d']);
    expect(await found({ text: '堆楼' })).toEqual([]);
    expect([await found({ state: 'open' }), await found({ state: 'settled' })]).toEqual([['c', 'd'], []]);
    await engine.send('c', 'settle', { by: li });
    expect([await found({ state: 'open' }), await found({ state: 'settled' }), await engine.count({ by: li, state: 'settled' })]).toEqual([
      ['d'],
      ['c'],
      1,
    ]);
    await expect(engine.find({ by: li, text: '楼' })).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'text' } });
  });
});
