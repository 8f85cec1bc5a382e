import { errand } from '@bihuan/conformance';
import { createEngine, defineProcess, directoryOf, type Message, manualClock, personal, personalReference, type Store } from '@bihuan/core';
import { copyCases } from '@bihuan/core/archive';
import { migrate, planMigration } from '@bihuan/core/migration';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { bell } from './bell.fixture.ts';
import { calm, installOn, type SingleNode, singleNode } from './cluster.fixture.ts';
import { caseServices, createRestateEngine } from './index.ts';
import { register, serveOn, until } from './node.fixture.ts';

let node: SingleNode;
beforeAll(async () => {
  node = await singleNode();
});
afterAll(() => node.end());

const by = { tenant: 'north', id: 'u1' };
const stranger = { tenant: 'south', id: 'u1' };
const boss = { tenant: 'north', id: 'boss' };
const directory = directoryOf({
  u1: [{ role: 'clerk', unit: '' }],
  boss: [{ role: 'operator', unit: '' }],
});
const input = { title: 'post' };
const memory = () => sqliteStore({ file: ':memory:' });

const listener = () => {
  const got: Message[] = [];
  return { got, subscribers: { host: { handle: (message: Message) => void got.push(message) } } };
};

test('keeps every answered command, every timer and every message when the server is killed and comes back', async () => {
  const { got, subscribers } = listener();
  const process = bell(1_500);
  const projection = memory();
  const { engine, settled, close } = await installOn(node, { processes: [process, errand], directory, subscribers, projection });
  const bells = await Promise.all(Array.from({ length: 5 }, () => engine.open(process, { by, unit: 'a', input: {} })));
  const sent = Array.from({ length: 60 }, (_, index) => async () => {
    const id = `errand-${index % 6}`;
    if (index < 6) return engine.open(errand, { by, unit: 'a', id, input, key: `k${index}` });
    return engine.send(id as never, 'note' as never, { by, key: `k${index}`, payload: { text: `n${index}` } } as never);
  });
  for (const send of sent.slice(0, 6)) expect(((await send()) as any).outcome).toBe('applied');
  const answers = Promise.all(sent.slice(6).map((send) => send()));
  await node.kill();
  await node.start();
  // Requests under way when it died are sent again by the client, and are one request.
  expect((await answers).map((answer: any) => answer.outcome)).toEqual(Array(54).fill('applied'));
  await until(
    async () => got.filter(({ name }) => name === 'rang').length >= 5,
    () => 'not every bell has rung',
  );
  await settled();
  for (const opened of bells as any[]) {
    expect((await engine.history(opened.case.id, { by })).map(({ kind }) => kind)).toEqual(['open', 'timer']);
  }
  for (let index = 0; index < 6; index++) {
    const id = `errand-${index}`;
    expect(await engine.verifyJournal(id, { by })).toMatchObject({ entries: 10, faults: [] });
    expect((await projection.load({ tenant: 'north', id })).case?.revision).toBe(10);
  }
  expect(new Set(got.map(({ id }) => id)).size).toBe(5);
  await close();
});

test('goes on with what was under way when the services are restarted', async () => {
  const { got, subscribers } = listener();
  const options = { name: 'Restarted', processes: [errand], directory, subscribers, projection: memory() };
  const first = await serveOn(caseServices(options));
  await register(node.admin, first.url);
  const engine = createRestateEngine({ ...options, ingress: node.ingress });
  await engine.open(errand, { by, unit: 'a', id: 'e1', input });
  await first.close();
  const waiting = engine.send('e1', 'begin', { by });
  const second = await serveOn(caseServices(options), first.port);
  expect((await waiting).outcome).toBe('applied');
  await calm(node, 'Restarted', second);
  expect(got.map(({ name }) => name)).toEqual(['begun']);
  await second.close();
});

test('tells of what fails, and of nothing else', async () => {
  const errors: unknown[] = [];
  const { engine, settled, close } = await installOn(node, {
    processes: [errand],
    directory,
    onError: (error) => errors.push(error),
    projection: memory(),
  });
  await engine.open(errand, { by, unit: 'a', id: 'e1', input });
  for (const command of ['begin', 'askHelp'] as const) await engine.send('e1', command, { by });
  await settled();
  expect(Object.values((await engine.get('e1', { by }))!.links).map(({ status }) => status)).toEqual(['active']);
  expect(errors).toEqual([]);
  await close();
});

test('holds a poisoned message, and nothing else, until an operator sees to it (law 10)', async () => {
  const got: string[] = [];
  const handle = ({ case: id }: Message) => {
    if (id === 'e1') throw new Error('poison');
    got.push(id);
  };
  const { engine, settled, close } = await installOn(node, {
    processes: [errand],
    directory,
    attempts: 1,
    subscribers: { host: { handle } },
    projection: memory(),
  });
  for (const id of ['e1', 'e2']) {
    await engine.open(errand, { by, unit: 'a', id, input });
    await engine.send(id, 'begin', { by });
  }
  await settled();
  expect(got).toEqual(['e2']);
  const [letter, ...others] = await engine.deadLetters({ by: boss });
  expect([letter?.id, letter?.error, others]).toEqual(['e1:2:0', 'poison', []]);
  expect(await engine.deadLetters({ by: { tenant: 'south', id: 'boss' } })).toEqual([]);
  expect((await engine.send('e1', 'note', { by, payload: { text: 'x' } })).outcome).toBe('applied');
  await engine.skip(letter!, { by: boss });
  await settled();
  expect(await engine.deadLetters({ by: boss })).toEqual([]);
  await close();
});

test('refuses a case whose process has changed under the same version (law 14)', async () => {
  const projection = memory();
  const [before, after] = [bell(60_000), bell(60_000, true)];
  const options = { name: 'Changed', directory, projection };
  const old = await installOn(node, { ...options, processes: [before] });
  await old.engine.open(before, { by, unit: 'a', id: 'b1', input: {} });
  await old.settled();
  await old.endpoint.close();
  const { engine, endpoint } = await installOn(node, { ...options, processes: [after] });
  await expect(engine.send('b1', 'touch', { by })).rejects.toMatchObject({ code: 'PROCESS_CHANGED', details: { case: 'b1' } });
  expect((await engine.get('b1', { by }))?.revision).toBe(1);
  await endpoint.close();
});

test('goes on while the queries are away, and they catch up in order', async () => {
  const queries = memory();
  const cut: (() => void)[] = [];
  let isAway = false;
  // As a database that is cut off: it does not even refuse, until the connection is found to be broken.
  const broken = () => new Promise<never>((_, reject) => cut.push(() => reject(new Error('the connection is broken'))));
  const projection: Store<any> = { ...queries, commit: (...given) => (isAway ? broken() : queries.commit(...given)) };
  const { engine, settled, close } = await installOn(node, { processes: [errand], directory, projection });
  const inQueries = async () => (await queries.load({ tenant: 'north', id: 'e1' })).case?.revision;
  await engine.open(errand, { by, unit: 'a', id: 'e1', input });
  isAway = true;
  for (const text of ['one', 'two', 'three'])
    expect((await engine.send('e1', 'note' as never, { by, payload: { text } } as never)).outcome).toBe('applied');
  expect([(await engine.get('e1', { by }))?.revision, await inQueries()]).toEqual([4, 1]);
  isAway = false;
  for (const each of cut) each();
  await settled();
  expect(await inQueries()).toBe(4);
  expect((await queries.history({ tenant: 'north', id: 'e1' })).map(({ revision }) => revision)).toEqual([1, 2, 3, 4]);
  await close();
});

test('answers another tenant as if nothing were there (law 13)', async () => {
  const projection: Store<any> = memory();
  const { engine, settled, close } = await installOn(node, { processes: [errand], directory, projection });
  await engine.open(errand, { by, unit: 'a', id: 'e1', input, key: 'k1' });
  await settled();
  expect(await engine.send('e1', 'begin', { by: stranger })).toEqual({ outcome: 'not-found', id: 'e1' });
  expect([await engine.get('e1', { by: stranger }), await engine.find({ by: stranger })]).toEqual([undefined, []]);
  expect((await engine.open(errand, { by: stranger, unit: 'a', id: 'e1', input, key: 'k1' })).outcome).toBe('applied');
  await settled();
  expect([(await engine.find({ by })).length, (await engine.find({ by: stranger })).length]).toEqual([1, 1]);
  await close();
});

const leaflet = defineProcess({
  id: 'leaflet',
  version: 1,
  roles: ['clerk'],
  opener: ['clerk'],
  input: z.object({ about: z.string(), phone: personal(z.string()) }),
  context: z.object({ about: z.string(), caller: personalReference }),
  initialContext: ({ input }) => ({ about: input.about, caller: input.phone }),
  commands: { settle: { by: ['clerk'] } },
  personalReaders: ['clerk'],
  labels: {
    title: { zh: '诉求', en: 'Leaflet' },
    states: { open: { zh: '待办', en: 'open' }, settled: { zh: '已办', en: 'settled' } },
    commands: { settle: { zh: '办结', en: 'Settle' } },
    roles: { clerk: { zh: '办事员', en: 'clerk' } },
    rules: {},
    deadlines: {},
    messages: {},
    fields: { about: { zh: '事由', en: 'about' }, phone: { zh: '电话', en: 'phone' }, caller: { zh: '来电', en: 'caller' } },
    outcomes: { settled: { zh: '已办', en: 'settled' } },
  },
}).machine({
  initial: 'open',
  states: {
    open: { meta: { owner: 'clerk', waits: { zh: '由办事员办结', en: 'the clerk settles it' } }, on: { settle: 'settled' } },
    settled: { type: 'final', meta: { closes: 'settled' } },
  },
});

test('keeps personal fields apart, compares them for a key, and erases them everywhere', async () => {
  const projection = memory();
  const { engine, settled, close } = await installOn(node, { processes: [leaflet], directory, projection });
  const open = (phone: string) =>
    engine.open(leaflet, { by, unit: 'a', id: 'c', input: { about: 'post', phone }, person: 'wang', key: 'k1' });
  expect([(await open('139')).outcome, (await open('139')).outcome, (await open('138')).outcome]).toEqual([
    'applied',
    'replayed',
    'key-reused',
  ]);
  await settled();
  expect((await engine.personal('c', { by })).map(({ field, value, person }) => [field, value, person])).toEqual([
    ['phone', '139', 'wang'],
  ]);
  expect(await engine.personalOf('wang', { by: boss })).toHaveLength(1);
  expect(JSON.stringify(await engine.history('c', { by }))).not.toContain('139"');
  expect((await engine.erase('c', { by: boss, reason: 'asked for' })).outcome).toBe('applied');
  await settled();
  expect([await engine.personal('c', { by }), await engine.personalOf('wang', { by: boss })]).toEqual([[], []]);
  expect((await engine.verifyJournal('c', { by }))?.faults).toEqual([]);
  await close();
});

test('takes over cases from another store, with their keys, deadlines and claims, and moves them to another version', async () => {
  const clock = manualClock(Date.UTC(2026, 2, 2, 1));
  const changed = defineProcess({ ...errand.spec, version: 2 } as never).machine(errand.statechart as never) as unknown as typeof errand;
  const options = { processes: [errand, changed], directory, clock };
  const old = createEngine({ ...options, store: memory() });
  await old.open(errand, { by, unit: 'a', input, id: 'moved', key: 'open' });
  await old.send('moved', 'note' as never, { by, key: 'note', payload: { text: 'x' } } as never);
  await old.claim('moved', { by });
  const { engine, settled, close } = await installOn(node, { ...options, projection: memory() });
  expect(await copyCases(old, engine, { by: boss })).toEqual({ copied: 1, taken: [] });
  expect(await copyCases(old, engine, { by: boss })).toEqual({ copied: 0, taken: ['moved'] });
  await settled();
  expect(await engine.history('moved', { by })).toEqual(await old.history('moved', { by }));
  expect(await engine.worklist({ by })).toEqual(await old.worklist({ by }));
  const again = await engine.send('moved', 'note' as never, { by, key: 'note', payload: { text: 'x' } } as never);
  expect(again).toMatchObject({ outcome: 'replayed', revision: 2 });
  expect(await migrate(engine, planMigration({ from: errand, to: changed }), { by: boss })).toEqual({ moved: 1, problems: [] });
  await settled();
  clock.advance(3_600_000);
  expect(await engine.runDue()).toMatchObject({ fired: 1 });
  expect(await engine.get('moved', { by })).toMatchObject({ version: 2, states: ['late'] });
  expect((await engine.verifyJournal('moved', { by: boss }))?.faults).toEqual([]);
  await close();
}, 60_000);
