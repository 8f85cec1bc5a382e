// Brings a SQLite database up to date, and compares its tables with those this code was written for.
import type { Names } from '../dialect.ts';
import { sqliteDialect } from '../dialects.ts';
import { ddl } from '../schema/ddl.ts';
import { columnLine, compareSchema, expectedSchema, indexLine, keyLine, type SchemaReport } from '../schema/expected.ts';
import { latestVersion } from '../schema/migrations.ts';
import { tableNames } from '../schema/tables.ts';
import { busyError } from './busy.ts';
import type { SqliteHandle } from './handle.ts';

const types = { id: 'text', place: 'text', subject: 'text', text: 'text', integer: 'integer' };

/** One transaction: another process sees the old schema or the new one. A newer database is left as it is. */
export function migrateDatabase(handle: SqliteHandle, names: Names): void {
  if (versionOf(handle, names) >= latestVersion) return;
  if (handle.isTransaction) throw busyError();
  handle.exec('begin immediate');
  try {
    const fromVersion = versionOf(handle, names);
    if (fromVersion < latestVersion) handle.exec(ddl({ dialect: 'sqlite', tablePrefix: names.bare(''), fromVersion }));
    handle.exec('commit');
  } catch (error) {
    if (handle.isTransaction) handle.exec('rollback');
    throw error;
  }
}

export function readSchema(handle: SqliteHandle, names: Names): SchemaReport {
  const version = versionOf(handle, names);
  if (version !== latestVersion) return compareSchema(version, new Set(), new Set());
  return compareSchema(version, expectedSchema(sqliteDialect, names, types), linesOf(handle, names));
}

/** 0 when there is nothing yet. */
function versionOf(handle: SqliteHandle, names: Names): number {
  const exists = handle
    .prepare("select 1 as found from sqlite_master where type = 'table' and name = ?")
    .all([names.bare('schema_version')]);
  if (exists.length === 0) return 0;
  const [row] = handle.prepare(`select coalesce(max(version), 0) as version from ${names.table('schema_version')}`).all([]);
  return (row as { version: number }).version;
}

/** One line per column, key and index of our tables. */
function linesOf(handle: SqliteHandle, names: Names): ReadonlySet<string> {
  const lines = tableNames.flatMap((name) => {
    const table = names.bare(name);
    const columns = handle.prepare('select name, type, "notnull" as required, pk from pragma_table_xinfo(?)').all([table]) as readonly {
      readonly name: string;
      readonly type: string;
      readonly required: number;
      readonly pk: number;
    }[];
    const indexes = handle
      .prepare(
        `select l.name, l."unique" as isUnique, m.sql,
           (select group_concat(name) from (select x.name from pragma_index_info(l.name) x order by x.seqno)) as columns
           from pragma_index_list(?) l join sqlite_master m on m.name = l.name where m.sql is not null`,
      )
      .all([table]) as readonly { readonly name: string; readonly isUnique: number; readonly sql: string; readonly columns: string }[];
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    return [
      ...columns.map((each) => columnLine(table, each.name, each.type, each.required === 0)),
      ...(key.length > 0
        ? [
            keyLine(
              table,
              key.map((each) => each.name),
            ),
          ]
        : []),
      ...indexes.map((each) =>
        indexLine(each.name, each.columns.split(','), each.isUnique === 1, / where (.*)$/is.exec(each.sql)?.[1] ?? ''),
      ),
    ];
  });
  return new Set(lines);
}
