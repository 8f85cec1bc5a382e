// Compares the tables of a database with those this code was written for, and says what differs.
import { DatabaseSync } from 'node:sqlite';
import { BihuanError } from '@bihuan/core';
import { ddl } from '../schema/ddl.ts';
import { latestVersion } from '../schema/migrations.ts';
import { tableNames } from '../schema/tables.ts';
import { prepare } from './prepare.ts';

/** Throws `STORE_SCHEMA`, naming every difference, unless the tables are those of this version. Indexes added by the host are its own affair. */
export function checkSchema(database: DatabaseSync, tablePrefix: string): void {
  const version = versionOf(database, tablePrefix);
  if (version > latestVersion) {
    throw schemaError(
      `数据库版本${version}高于本程序所知的${latestVersion},请升级程序`,
      `The database is at version ${version}, newer than the ${latestVersion} this code knows: update the code`,
      { version, latestVersion },
    );
  }
  if (version < latestVersion) {
    throw schemaError(
      `数据库版本${version}低于${latestVersion},请运行 migrateSqlite 或 ddl 的语句`,
      `The database is at version ${version} of ${latestVersion}: call migrateSqlite, or run the statements of ddl({ fromVersion: ${version} })`,
      { version, latestVersion },
    );
  }
  const [expected, actual] = [expectedSchema(tablePrefix), schemaOf(database, tablePrefix)];
  const missing = [...expected].filter((line) => !actual.has(line));
  const extra = [...actual].filter((line) => !expected.has(line) && line.startsWith('column'));
  if (missing.length === 0 && extra.length === 0) return;
  const all = [...missing.map((line) => `missing ${line}`), ...extra.map((line) => `unknown ${line}`)];
  throw schemaError(`数据库结构被改动:${all.join(';')}`, `The tables were altered: ${all.join('; ')}`, { missing, extra });
}

/** 0 when there is nothing yet. */
export function versionOf(database: DatabaseSync, tablePrefix: string): number {
  const table = `${tablePrefix}schema_version`;
  const exists = prepare(database, "select 1 from sqlite_master where type = 'table' and name = ?").get(table);
  return exists ? Number(prepare(database, `select coalesce(max(version), 0) as version from "${table}"`).get()!.version) : 0;
}

/** One line per column and index of our tables. */
export function schemaOf(database: DatabaseSync, tablePrefix: string): ReadonlySet<string> {
  const lines = tableNames.flatMap((name) => {
    const table = tablePrefix + name;
    const columns = prepare(database, 'select name, type, "notnull", pk from pragma_table_xinfo(?)').all(table);
    const indexes = prepare(
      database,
      `select l.name, l."unique", l.partial, (select group_concat(x.name) from pragma_index_info(l.name) x) as columns, m.sql
         from pragma_index_list(?) l left join sqlite_master m on m.name = l.name where l.origin <> 'u'`,
    ).all(table);
    return [
      ...columns.map((each) => `column ${table}.${each.name} ${each.type}${each.notnull ? ' not null' : ''} key ${each.pk}`),
      ...indexes
        .filter((each) => each.sql !== null)
        .map((each) => `index ${each.name} (${each.columns})${each.unique ? ' unique' : ''}${condition(String(each.sql))}`),
    ];
  });
  return new Set(lines);
}

const condition = (text: string): string => / where .*$/is.exec(text)?.[0].replaceAll('"', '').toLowerCase() ?? '';

const expectations = new Map<string, ReadonlySet<string>>();

function expectedSchema(tablePrefix: string): ReadonlySet<string> {
  const known = expectations.get(tablePrefix);
  if (known) return known;
  const empty = new DatabaseSync(':memory:');
  empty.exec(ddl({ dialect: 'sqlite', tablePrefix }));
  const expected = schemaOf(empty, tablePrefix);
  empty.close();
  expectations.set(tablePrefix, expected);
  return expected;
}

const schemaError = (zh: string, en: string, details: Readonly<Record<string, unknown>>): BihuanError =>
  new BihuanError('STORE_SCHEMA', { zh, en }, details);
