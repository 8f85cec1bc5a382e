// What the tables are after the last migration, as lines that can be compared with those of a live database.
import { BihuanError } from '@bihuan/core';
import type { ColumnType, Names, SqlDialect } from '../dialect.ts';
import { latestVersion, migrations } from './migrations.ts';
import { type Column, type Index, indexParts } from './step.ts';

interface Table {
  readonly columns: Column[];
  readonly key: readonly string[];
}

/** How a catalogue names the types of our columns. */
export type ReportedTypes = Readonly<Record<ColumnType, string>>;

export const columnLine = (table: string, name: string, type: string, isNullable: boolean): string =>
  `column ${table}.${name} ${type.toLowerCase()}${isNullable ? '' : ' not null'}`;
export const keyLine = (table: string, columns: readonly string[]): string => `key ${table} (${columns.join(', ')})`;
export const indexLine = (name: string, columns: readonly string[], isUnique: boolean, condition: string): string =>
  `index ${name} (${columns.join(', ')})${isUnique ? ' unique' : ''}${plainCondition(condition)}`;

const plainCondition = (text: string): string => {
  const plain = text
    .toLowerCase()
    .replace(/["()`]/g, '')
    .trim();
  return plain === '' ? '' : ` where ${plain}`;
};

/** One line per column, key and index. */
export function expectedSchema(dialect: SqlDialect, names: Names, types: ReportedTypes): ReadonlySet<string> {
  const tables = new Map<string, Table>();
  const indexes = new Map<string, Index>();
  for (const step of migrations.flat()) {
    if (step.only !== undefined && step.only !== dialect.name) continue;
    if (step.do === 'create table') tables.set(step.table, { columns: [...step.columns], key: step.key });
    if (step.do === 'add columns') tables.get(step.table)!.columns.push(...step.columns);
    if (step.do === 'create index') indexes.set(names.index(step.index.table, step.index.suffix), step.index);
    if (step.do === 'drop index') indexes.delete(names.index(step.table, step.suffix));
  }
  tables.set('schema_version', { columns: [{ name: 'version', type: 'integer', nullable: false }], key: ['version'] });
  return new Set([
    ...[...tables].flatMap(([table, { columns, key }]) => [
      ...columns.map(({ name, type, nullable }) => columnLine(names.bare(table), name, types[type], nullable)),
      keyLine(names.bare(table), key),
    ]),
    ...[...indexes].map(([name, index]) => {
      const { columns, condition } = indexParts(index, dialect);
      return indexLine(name, columns, index.unique ?? false, condition);
    }),
  ]);
}

export interface SchemaReport {
  readonly version: number;
  readonly latestVersion: number;
  /** Lines that should be there and are not, and columns that should not be there and are. Indexes of the host's own are its affair. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** Compares; where the version differs already, the lines are not looked at. */
export function compareSchema(version: number, expected: ReadonlySet<string>, actual: ReadonlySet<string>): SchemaReport {
  if (version !== latestVersion) return { version, latestVersion, missing: [], extra: [] };
  return {
    version,
    latestVersion,
    missing: [...expected].filter((line) => !actual.has(line)),
    extra: [...actual].filter((line) => line.startsWith('column') && !expected.has(line)),
  };
}

/** Throws `STORE_SCHEMA`, naming every difference, unless the tables are those of this version. `migrate` is what brings them there. */
export function assertSchema(report: SchemaReport, migrate: string): void {
  const { version, missing, extra } = report;
  if (version > latestVersion)
    throw schemaError(
      `数据库版本${version}高于本程序所知的${latestVersion},请升级程序`,
      `The database is at version ${version}, newer than the ${latestVersion} this code knows: update the code`,
      report,
    );
  if (version < latestVersion)
    throw schemaError(
      `数据库版本${version}低于${latestVersion},请运行 ${migrate} 或 ddl 的语句`,
      `The database is at version ${version} of ${latestVersion}: call ${migrate}, or run the statements of ddl({ fromVersion: ${version} })`,
      report,
    );
  if (missing.length === 0 && extra.length === 0) return;
  const all = [...missing.map((line) => `missing ${line}`), ...extra.map((line) => `unknown ${line}`)].join('; ');
  throw schemaError(`数据库结构被改动:${all}`, `The tables were altered: ${all}`, report);
}

const schemaError = (zh: string, en: string, report: SchemaReport): BihuanError =>
  new BihuanError('STORE_SCHEMA', { zh, en }, { ...report });
