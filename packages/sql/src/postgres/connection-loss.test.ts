import { connect, createServer, type Socket } from 'node:net';
import { errand } from '@bihuan/conformance';
import { createEngine, directoryOf } from '@bihuan/core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pgPool } from '../hosts/index.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { migratePostgres, postgresStore } from './index.ts';

const by = { tenant: 't', id: 'u1' };
const directory = directoryOf({ u1: [{ role: 'clerk', unit: '' }] });

describe.skipIf(!hasPostgres)('a connection that breaks', () => {
  let url: URL;
  /** What stands between store and server: lets a commit through, and its answer not. */
  let cut: 'nothing' | 'answers' | 'all' = 'nothing';
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(Number(url.port || 5432), url.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => server.destroy());
    client.on('data', (data) => (cut === 'all' ? client.destroy() : server.write(data)));
    server.on('data', (data) => (cut === 'nothing' ? client.write(data) : client.destroy()));
  });
  let pool: pg.Pool;
  beforeAll(async () => {
    url = new URL(await postgresDatabase());
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const through = Object.assign(new URL(url), { port: String((proxy.address() as { port: number }).port) });
    pool = new pg.Pool({ connectionString: through.href });
    pool.on('error', () => {});
    await migratePostgres(pgPool(pool));
  });
  afterAll(async () => {
    await pool?.end();
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });

  test('while committing is STORE_UNCERTAIN, and trying again with the key tells what happened', async () => {
    const store = postgresStore(pgPool(pool));
    const engine = createEngine({ processes: [errand], store, directory });
    expect((await engine.open(errand, { by, unit: 'a', input: { title: 'post' }, id: 'c1', key: 'open' })).outcome).toBe('applied');
    const { case: row } = await store.load({ tenant: 't', id: 'c1' });
    const nothing = { put: [], drop: [] };
    const others = { timers: nothing, workItems: nothing, deliveries: [], terms: nothing, personal: nothing };
    const entry = {
      tenant: 't',
      case: 'c1',
      revision: 2,
      kind: 'command',
      key: 'k',
      actor: 'u1',
      atMs: 1,
      entry: '{}',
      hash: 'h',
    } as const;
    const commit = { expectedRevision: 1, case: { ...row!, revision: 2 }, entries: [entry], ...others };
    cut = 'answers';
    await expect(store.commit(commit)).rejects.toMatchObject({ code: 'STORE_UNCERTAIN' });
    cut = 'nothing';
    await expect.poll(async () => (await store.load({ tenant: 't', id: 'c1', key: 'k' })).keyed?.revision, { timeout: 10_000 }).toBe(2);
    expect(await store.commit(commit)).toBe('conflict');
    await store.close();
  });

  test('while reading, or before anything was sent, is STORE_BUSY, and the store goes on afterwards', async () => {
    const store = postgresStore(pgPool(pool));
    await store.load({ tenant: 't', id: 'c1' });
    cut = 'all';
    await expect(store.load({ tenant: 't', id: 'c1' })).rejects.toMatchObject({ code: 'STORE_BUSY' });
    cut = 'nothing';
    expect((await store.load({ tenant: 't', id: 'c1' })).case).toMatchObject({ id: 'c1' });
    await store.close();
    const nowhere = new pg.Pool({ connectionString: 'postgres://postgres@127.0.0.1:1/none' });
    await expect(postgresStore(pgPool(nowhere)).load({ tenant: 't', id: 'c1' })).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await nowhere.end();
  });
});
