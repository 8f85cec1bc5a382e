// Brings a database to the latest version of the schema.
import type { DatabaseSync } from 'node:sqlite';
import { ddl } from '../schema/ddl.ts';
import { latestVersion } from '../schema/migrations.ts';
import { busyError } from './busy.ts';
import { versionOf } from './check-schema.ts';

/** One transaction: another process sees the old schema or the new one. A newer database is left as it is. */
export function migrateDatabase(database: DatabaseSync, tablePrefix: string): void {
  if (versionOf(database, tablePrefix) >= latestVersion) return;
  if (database.isTransaction) throw busyError();
  database.exec('begin immediate');
  try {
    const fromVersion = versionOf(database, tablePrefix);
    if (fromVersion < latestVersion) database.exec(ddl({ dialect: 'sqlite', tablePrefix, fromVersion }));
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}
