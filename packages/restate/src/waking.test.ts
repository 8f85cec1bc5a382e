import { directoryOf, type Message, naturalCalendar } from '@bihuan/core';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alarm, bell } from './bell.fixture.ts';
import { installOn, type SingleNode, singleNode } from './cluster.fixture.ts';
import { scheduled, until } from './node.fixture.ts';

let node: SingleNode;
beforeAll(async () => {
  node = await singleNode();
});
afterAll(() => node.end());

const by = { tenant: 'north', id: 'u1' };
const boss = { tenant: 'north', id: 'boss' };
const directory = directoryOf({
  u1: [{ role: 'clerk', unit: '' }],
  boss: [{ role: 'operator', unit: '' }],
});
const memory = () => sqliteStore({ file: ':memory:' });

test('wakes a deadline by itself, without runDue and without start (law 9)', async () => {
  const got: Message[] = [];
  const subscribers = { host: { handle: (message: Message) => void got.push(message) } };
  const process = bell(300);
  const { engine, close } = await installOn(node, { processes: [process], directory, subscribers, projection: memory() });
  const opened: any = await engine.open(process, { by, unit: 'a', input: {} });
  await until(
    async () => got.length > 0,
    () => 'the bell does not ring',
  );
  expect(got.map(({ name, body }) => [name, body])).toEqual([['rang', { rung: 1 }]]);
  const [, timer] = await engine.history(opened.case.id, { by });
  expect(timer!.atMs - opened.case.openedAtMs).toBe(300);
  expect(timer!.recordedAtMs).toBeGreaterThanOrEqual(timer!.atMs);
  await close();
});

test('lists a deadline that cannot be applied, and applies it once it can (law 9)', async () => {
  let isBroken = false;
  const calendar = () => {
    if (isBroken) throw new Error('the calendar is gone');
    return naturalCalendar;
  };
  const process = bell(200);
  const { engine, settled, close } = await installOn(node, {
    processes: [process],
    directory,
    calendar,
    projection: memory(),
  });
  await engine.open(process, { by, unit: 'a', id: 'b1', input: {} });
  isBroken = true;
  await until(
    async () => (await engine.stuckTimers({ by: boss })).length > 0,
    () => 'nothing is stuck',
  );
  const [stuck] = await engine.stuckTimers({ by: boss });
  expect([stuck?.case, stuck?.attempts, stuck?.error]).toEqual(['b1', 1, 'the calendar is gone']);
  isBroken = false;
  await until(
    async () => (await engine.get('b1', { by }))?.closed !== null,
    () => 'the deadline is not applied',
  );
  await settled();
  expect(await engine.stuckTimers({ by: boss })).toEqual([]);
  await close();
});

test('has one call under way that wakes a case, and comes at its earliest deadline (law 9)', async () => {
  const { engine, name, settled, close } = await installOn(node, { processes: [alarm], directory, projection: memory() });
  const set = (ms: number) => engine.send('a1', 'set' as never, { by, payload: { ms } } as never);
  await engine.open(alarm, { by, unit: 'a', id: 'a1', input: {} });
  for (const hours of [2, 3, 4]) await set(hours * 3_600_000);
  await settled();
  expect(await scheduled(node.admin, name)).toBe(1);
  await set(300);
  await until(
    async () => (await engine.get('a1', { by }))?.closed !== null,
    () => 'the alarm does not ring',
  );
  expect((await engine.history('a1', { by })).map(({ kind }) => kind)).toEqual([
    'open',
    'command',
    'command',
    'command',
    'command',
    'timer',
  ]);
  await close();
});
