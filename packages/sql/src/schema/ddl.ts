// The schema as SQL text, for hosts that run their own migrations. The store's own migrations are these same statements.
import { BihuanError } from '@bihuan/core';
import { type Dialect, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { latestVersion, migrations, sqliteSchema } from './migrations.ts';
import type { Tables } from './tables.ts';

export interface DdlOptions {
  readonly dialect: 'sqlite';
  /** Stands before every table and index name. Default `bihuan_`. */
  readonly tablePrefix?: string;
  /** The version the database is at; only what leads on from there is given. Default 0, an empty one. */
  readonly fromVersion?: number;
}

const sqlite: Dialect = {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
};

/** A Kysely that compiles for SQLite and runs nothing. */
export const sqliteCompiler = new Kysely<Tables>({ dialect: sqlite });

/** Statements that bring a database to the latest version, each ended by a semicolon, to be run in one transaction. Throws `OPTION_INVALID`. */
export function ddl({ dialect, tablePrefix = 'bihuan_', fromVersion = 0 }: DdlOptions): string {
  if (dialect !== 'sqlite') throw invalid(`数据库 ${dialect}`, `a schema for ${dialect}`);
  checkPrefix(tablePrefix);
  const { schema } = sqliteCompiler;
  const versions = `${tablePrefix}schema_version`;
  const created = schema
    .createTable(versions)
    .addColumn('version', sqliteSchema.integer, (column) => column.notNull().primaryKey())
    .modifyEnd(sqliteSchema.plain);
  const steps = migrations.slice(fromVersion).flatMap((migration, step) => {
    const version = sql.lit(fromVersion + step + 1);
    const noted = sql`insert into ${sql.table(versions)} (version) values (${version})`;
    return [
      ...migration({ schema, dialect: sqliteSchema, name: (table) => tablePrefix + table }).map((each) => each.compile().sql),
      noted.compile(sqliteCompiler).sql,
    ];
  });
  return [...(fromVersion === 0 ? [created.compile().sql] : []), ...steps].map((each) => `${each};\n`).join('');
}

export { latestVersion };

/** A prefix goes into SQL as it is: lower-case letters, digits and underscores, at most 30, no digit first. */
export function checkPrefix(tablePrefix: string): void {
  if (!/^([a-z_][a-z0-9_]{0,29})?$/.test(tablePrefix)) throw invalid(`表前缀 ${tablePrefix}`, `the table prefix ${tablePrefix}`);
}

const invalid = (zh: string, en: string): BihuanError =>
  new BihuanError('OPTION_INVALID', { zh: `不支持:${zh}`, en: `Not supported: ${en}` });
