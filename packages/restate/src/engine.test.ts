import { type EngineHarness, engineOver, equivalence, testEngine } from '@bihuan/conformance';
import { memoryStore } from '@bihuan/core';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { afterAll, beforeAll, test } from 'vitest';
import { installOn, type SingleNode, singleNode } from './cluster.fixture.ts';

let node: SingleNode;
beforeAll(async () => {
  node = await singleNode();
});
afterAll(() => node.end());

const onRestate = (queries: 'later' | 'at once'): EngineHarness => ({
  async create(options) {
    const { engine, settled, close } = await installOn(node, { ...options, queries, projection: sqliteStore({ file: ':memory:' }) });
    return { engine, capabilities: engine.capabilities, settled, close };
  },
});

testEngine('the engine on Restate', onRestate('later'));
testEngine('the engine on Restate whose queries are written at once', onRestate('at once'));

test('makes the same journals as the engine over a store, whatever is done in whatever order (laws 1 and 8)', async () => {
  const overSqlite = engineOver(() => sqliteStore({ file: ':memory:' }));
  await equivalence({ memory: engineOver(memoryStore), sqlite: overSqlite, restate: onRestate('later') }, { runs: 12 });
});
