// What goes wrong in each fault run, by database. Short in `npm test`, long under `npm run test:faults`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

export const suites: Readonly<Record<string, Suite>> = { sqlite: onSqlite, postgres: onPostgres };
