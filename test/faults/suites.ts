// What goes wrong in each fault run, by database. Short in `npm test`, long under `npm run test:faults`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { findMysql } from '../servers.ts';
import { type FaultReport, faultRun } from './fault-run.ts';
import { prepare } from './open-store.ts';
import { startPostgres } from './postgres-server.ts';

export interface SuiteOptions {
  readonly seed: number;
  readonly requests: number;
  /** Answered requests between two faults. */
  readonly every: number;
}

export type Suite = (options: SuiteOptions) => Promise<FaultReport>;

async function onSqlite(options: SuiteOptions): Promise<FaultReport> {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-faults-'));
  try {
    return await faultRun({ ...options, database: { kind: 'sqlite', file: join(folder, 'faults.db') } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPostgres(options: SuiteOptions): Promise<FaultReport> {
  const server = await startPostgres();
  try {
    const database = { kind: 'postgres', url: server.url } as const;
    await prepare(database);
    const faults = { 'connections cut': server.cutConnections, 'session killed': server.killSession, 'server killed': server.crash };
    return await faultRun({ ...options, database, faults });
  } finally {
    await server.stop();
  }
}

/** The server is everybody's: only its connections suffer. */
async function onMysql(options: SuiteOptions): Promise<FaultReport> {
  const shared = await findMysql();
  if (shared === '') throw new Error('MySQL was not run: none answers');
  const name = `bihuan_faults_${process.pid}_${options.seed}`;
  const admin = await createConnection(shared);
  await admin.query(`create database ${name}`);
  const others = async () => {
    const [rows] = await admin.query('select id from information_schema.processlist where db = ?', [name]);
    for (const { id } of rows as unknown as readonly { readonly id: number }[]) await admin.query(`kill ${id}`).catch(() => {});
  };
  try {
    const database = { kind: 'mysql', url: Object.assign(new URL(shared), { pathname: `/${name}` }).href } as const;
    await prepare(database);
    return await faultRun({ ...options, database, faults: { 'connections cut': others } });
  } finally {
    await admin.query(`drop database if exists ${name}`);
    await admin.end();
  }
}

export const suites: Readonly<Record<string, Suite>> = { sqlite: onSqlite, postgres: onPostgres, mysql: onMysql };
