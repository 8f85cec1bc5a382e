// Reads the live schema of a server, brings it up to date, and compares it with what this code was written for.
import type { Names, SqlDialect } from '../dialect.ts';
import { type DdlOptions, ddlStatements } from '../schema/ddl.ts';
import { compareSchema, expectedSchema, type ReportedTypes, type SchemaReport } from '../schema/expected.ts';
import { latestVersion } from '../schema/migrations.ts';
import type { Database, Session } from './database.ts';

/** How a dialect reads its catalogue, and keeps other nodes from migrating meanwhile. */
export interface SchemaReader {
  readonly dialect: SqlDialect;
  readonly reported: ReportedTypes;
  readonly hasTable: (session: Session, names: Names, table: string) => Promise<boolean>;
  /** One line per column, key and index of our tables. */
  readonly lines: (session: Session, names: Names) => Promise<ReadonlySet<string>>;
  /** Runs `work` while no other node migrates. */
  readonly alone: <Result>(session: Session, names: Names, work: () => Promise<Result>) => Promise<Result>;
}

export const rowsOf = async <Row>(session: Session, text: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
  (await session.run({ text, values })).rows as readonly Row[];

/** 0 when there is nothing yet. */
export async function versionOf(session: Session, reader: SchemaReader, names: Names): Promise<number> {
  if (!(await reader.hasTable(session, names, 'schema_version'))) return 0;
  const table = names.table('schema_version').replaceAll('"', reader.dialect.quote);
  const [row] = await rowsOf<{ version: unknown }>(session, `select coalesce(max(version), 0) as version from ${table}`);
  return Number(row!.version);
}

export async function readSchema(session: Session, reader: SchemaReader, names: Names): Promise<SchemaReport> {
  const version = await versionOf(session, reader, names);
  if (version !== latestVersion) return compareSchema(version, new Set(), new Set());
  return compareSchema(version, expectedSchema(reader.dialect, names, reader.reported), await reader.lines(session, names));
}

/** Brings a database to the latest version. May be repeated; safe when several nodes start at once. A newer database is left as it is; policies are made anew. */
export async function migrate(database: Database<never>, reader: SchemaReader, names: Names, options: DdlOptions): Promise<void> {
  await database.transaction((session) =>
    reader.alone(session, names, async () => {
      const fromVersion = await versionOf(session, reader, names);
      if (fromVersion > latestVersion) return;
      for (const text of ddlStatements({ ...options, fromVersion })) await session.run({ text, values: [] });
    }),
  );
}
