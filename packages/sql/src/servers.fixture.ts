// Real databases for tests: each test file has its own, dropped when it is done.
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, inject } from 'vitest';

export const hasPostgres = inject('postgresUrl') !== '';
export const hasMysql = inject('mysqlUrl') !== '';

let made = 0;
const freshName = (): string => `bihuan_test_${process.pid}_${Date.now().toString(36)}_${++made}`;

/** What undoes everything that was made. Registered while the file is collected: a hook that is registered by a test or another hook does not run. */
const undo: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const each of undo.reverse()) await each();
});

/** The address of a new, empty database on the PostgreSQL server. */
export async function postgresDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'));
  const name = freshName();
  const run = async (text: string) => {
    const client = new pg.Client({ connectionString: inject('postgresUrl') });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  await run(`create database ${name}`);
  // Waits for connections that are just being closed; only what a test forgot is cut off.
  undo.push(() => run(`drop database if exists ${name}`).catch(() => run(`drop database if exists ${name} with (force)`)));
  return Object.assign(url, { pathname: `/${name}` }).href;
}

/** The address of a new, empty database on the MySQL or MariaDB server. */
export async function mysqlDatabase(): Promise<string> {
  const url = new URL(inject('mysqlUrl'));
  const name = freshName();
  const run = async (text: string) => {
    const connection = await mysql.createConnection(inject('mysqlUrl'));
    await connection.query(text).finally(() => connection.end());
  };
  await run(`create database ${name}`);
  undo.push(() => run(`drop database if exists ${name}`));
  return Object.assign(url, { pathname: `/${name}` }).href;
}
