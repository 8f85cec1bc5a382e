import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testStore } from '@bihuan/conformance';
import { afterAll } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'bihuan-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

testStore('SQLite in memory', {
  async create() {
    const store = sqliteStore(':memory:');
    return { store, transaction: (work) => store.transaction(work), close: () => store.close() };
  },
});

let files = 0;
testStore('SQLite in a file', {
  async create() {
    const file = join(folder, `${++files}.db`);
    let store = sqliteStore({ file, synchronous: 'normal' });
    return {
      store,
      async reopen() {
        await store.close();
        store = sqliteStore({ file, synchronous: 'normal' });
        return store;
      },
      transaction: (work) => store.transaction(work),
      close: () => store.close(),
    };
  },
});
