import { sql } from 'drizzle-orm';
import { drizzle as drizzleOnPg } from 'drizzle-orm/node-postgres';
import { drizzle as drizzleOnProxy } from 'drizzle-orm/pg-proxy';
import { drizzle as drizzleOnPostgresJs } from 'drizzle-orm/postgres-js';
import knexOf from 'knex';
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import postgres from 'postgres';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, test } from 'vitest';
import { migratePostgres, postgresStore } from '../postgres/index.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { type Host, testHost } from './host-transaction.fixture.ts';
import { drizzle, knex, kysely, mysql2Pool, pgPool, postgresJs, prisma, typeorm } from './index.ts';

const table = 'create table inspections (id bigint generated always as identity primary key, note text not null)';

describe.skipIf(!hasPostgres)('on PostgreSQL', () => {
  let url = '';
  const fresh = async () => {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    await pool.query(`drop schema public cascade; create schema public; ${table}`);
    await migratePostgres(pgPool(pool));
    await pool.end();
  };
  beforeAll(async () => {
    url = await postgresDatabase();
  });

  const hosts: Readonly<Record<string, () => Promise<Host>>> = {
    async pg() {
      const pool = new pg.Pool({ connectionString: url });
      const idle = await pool.connect();
      return {
        database: pgPool(pool),
        async transaction(work) {
          const client = await pool.connect();
          try {
            await client.query('begin');
            const result = await work(client);
            await client.query('commit');
            return result;
          } catch (error) {
            await client.query('rollback');
            throw error;
          } finally {
            client.release();
          }
        },
        query: async (tx, text) => (await tx.query(text)).rows,
        mistakes: { 'the pool': pool, 'a client that has not begun': idle },
        async close() {
          idle.release();
          await pool.end();
        },
      };
    },
    async 'postgres.js'() {
      const client = postgres(url, { onnotice: () => {} });
      return {
        database: postgresJs(client),
        transaction: (work) => client.begin((tx) => work(tx)) as Promise<any>,
        query: (tx, text) => tx.unsafe(text),
        mistakes: { 'the client': client },
        close: () => client.end(),
      };
    },
    async Kysely() {
      const db = new Kysely<any>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) });
      return {
        database: kysely(db),
        transaction: (work) => db.transaction().execute(work),
        query: async (tx, text) => (await tx.executeQuery(CompiledQuery.raw(text))).rows,
        mistakes: { 'the database': db },
        close: () => db.destroy(),
      };
    },
    async 'Drizzle on pg'() {
      const pool = new pg.Pool({ connectionString: url });
      const db = drizzleOnPg({ client: pool });
      return {
        database: drizzle(db, sql),
        transaction: (work) => db.transaction(work),
        query: async (tx, text) => (await tx.execute(sql.raw(text))).rows,
        mistakes: { 'the database': db },
        close: () => pool.end(),
      };
    },
    async 'Drizzle on postgres.js'() {
      const client = postgres(url, { onnotice: () => {} });
      const db = drizzleOnPostgresJs({ client });
      return {
        database: drizzle(db, sql),
        transaction: (work) => db.transaction(work),
        query: (tx, text) => tx.execute(sql.raw(text)),
        mistakes: { 'the database': db },
        close: () => client.end(),
      };
    },
    async TypeORM() {
      const source = await new DataSource({ type: 'postgres', url }).initialize();
      return {
        database: typeorm(source),
        transaction: (work) => source.transaction(work),
        query: (tx, text) => tx.query(text),
        mistakes: { 'the data source': source, 'its manager': source.manager },
        close: () => source.destroy(),
      };
    },
    async Knex() {
      const db = knexOf({ client: 'pg', connection: url });
      return {
        database: knex(db),
        transaction: (work) => db.transaction(work),
        query: async (tx, text) => (await tx.raw(text)).rows,
        mistakes: { 'the database': db },
        close: () => db.destroy(),
      };
    },
  };

  for (const [name, open] of Object.entries(hosts)) {
    testHost(
      name,
      async () => {
        await fresh();
        return open();
      },
      (database) => postgresStore(database),
    );
  }

  test('a driver without interactive transactions is refused at the first operation', async () => {
    const sent: string[] = [];
    const db = drizzleOnProxy(async (text) => {
      sent.push(text);
      return { rows: [] };
    });
    const store = postgresStore(drizzle(db as never, sql));
    await expect(store.load({ tenant: 't', id: 'c' })).rejects.toMatchObject({
      code: 'STORE_UNSUPPORTED',
      details: { library: 'Drizzle' },
    });
    expect(sent).toEqual([]);
  });

  test('what is no handle of the library is refused when the adapter is made', () => {
    for (const adapter of [pgPool, postgresJs, kysely, knex, typeorm, prisma, mysql2Pool])
      expect(() => adapter({} as never)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(() => drizzle({} as never, sql)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });
});
