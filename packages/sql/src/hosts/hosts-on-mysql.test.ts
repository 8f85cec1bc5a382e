import { sql } from 'drizzle-orm';
import { drizzle as drizzleOnMysql2 } from 'drizzle-orm/mysql2';
import knexOf from 'knex';
import { CompiledQuery, Kysely, MysqlDialect } from 'kysely';
import { createPool } from 'mysql2';
import mysql from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { describe } from 'vitest';
import { migrateMysql, mysqlStore } from '../mysql/index.ts';
import { hasMysql, mysqlDatabase } from '../servers.fixture.ts';
import { type Host, testHost } from './host-transaction.fixture.ts';
import { drizzle, knex, kysely, mysql2Pool, typeorm } from './index.ts';

const table = 'create table inspections (id bigint auto_increment primary key, note varchar(100) not null)';

describe.skipIf(!hasMysql)('on MySQL or MariaDB', () => {
  let url = '';
  const fresh = async () => {
    url = await mysqlDatabase();
    const pool = mysql.createPool({ uri: url, connectionLimit: 1 });
    await pool.query(table);
    await migrateMysql(mysql2Pool(pool));
    await pool.end();
  };

  const hosts: Readonly<Record<string, () => Promise<Host>>> = {
    async mysql2() {
      const pool = mysql.createPool(url);
      const idle = await pool.getConnection();
      return {
        database: mysql2Pool(pool),
        async transaction(work) {
          const connection = await pool.getConnection();
          try {
            await connection.beginTransaction();
            const result = await work(connection);
            await connection.commit();
            return result;
          } catch (error) {
            await connection.rollback();
            throw error;
          } finally {
            connection.release();
          }
        },
        query: async (tx, text) => (await tx.query(text))[0],
        mistakes: { 'the pool': pool, 'a connection that has not begun': idle },
        async close() {
          idle.release();
          await pool.end();
        },
      };
    },
    async Kysely() {
      const db = new Kysely<any>({ dialect: new MysqlDialect({ pool: createPool(url) }) });
      return {
        database: kysely(db),
        transaction: (work) => db.transaction().execute(work),
        query: async (tx, text) => (await tx.executeQuery(CompiledQuery.raw(text))).rows,
        mistakes: { 'the database': db },
        close: () => db.destroy(),
      };
    },
    async Drizzle() {
      const pool = mysql.createPool(url);
      const db = drizzleOnMysql2({ client: pool });
      return {
        database: drizzle(db, sql),
        transaction: (work) => db.transaction(work),
        query: async (tx, text) => (await tx.execute(sql.raw(text)))[0],
        mistakes: { 'the database': db },
        close: () => pool.end(),
      };
    },
    async TypeORM() {
      const source = await new DataSource({ type: 'mysql', url }).initialize();
      return {
        database: typeorm(source),
        transaction: (work) => source.transaction(work),
        query: (tx, text) => tx.query(text),
        mistakes: { 'the data source': source, 'its manager': source.manager },
        close: () => source.destroy(),
      };
    },
    async Knex() {
      const db = knexOf({ client: 'mysql2', connection: url });
      return {
        database: knex(db),
        transaction: (work) => db.transaction(work),
        query: async (tx, text) => (await tx.raw(text))[0],
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
      (database) => mysqlStore(database),
    );
  }
});
