// How MySQL and MariaDB say what their tables are.
import { BihuanError } from '@bihuan/core';
import type { Names } from '../dialect.ts';
import { mysqlDialect } from '../dialects.ts';
import { columnLine, indexLine, keyLine } from '../schema/expected.ts';
import { tableNames } from '../schema/tables.ts';
import { rowsOf, type SchemaReader } from '../server/schema-reader.ts';

const ours = (names: Names): string => tableNames.map((name) => `'${names.bare(name)}'`).join(', ');
/** MySQL and MariaDB name alike collations differently. */
const plainCollation = (collation: string): string => collation.replace(/^utf8mb4_(nopad_bin|0900_bin)$/, 'bytewise');

/** How long a node waits for another that migrates, in seconds. */
const patienceSeconds = 60;

export const mysqlCatalogue: SchemaReader = {
  dialect: mysqlDialect,
  reported: {
    id: 'varchar(190) bytewise',
    place: 'varchar(380) bytewise',
    subject: 'varchar(570) bytewise',
    text: 'longtext bytewise',
    integer: 'bigint',
  },

  async hasTable(session, names, table) {
    const text = 'select 1 as found from information_schema.tables where table_schema = database() and table_name = ?';
    return (await rowsOf(session, text, [names.bare(table)])).length > 0;
  },

  async lines(session, names) {
    const columns = await rowsOf<Record<'t' | 'name' | 'type' | 'collation' | 'nullable', string>>(
      session,
      `select table_name as t, column_name as name, column_type as type, coalesce(collation_name, '') as collation, is_nullable as nullable
        from information_schema.columns where table_schema = database() and table_name in (${ours(names)})`,
    );
    const indexes = await rowsOf<{ t: string; name: string; listed: string; repeats: unknown }>(
      session,
      `select table_name as t, index_name as name, max(non_unique) as repeats,
        group_concat(column_name order by seq_in_index separator ',') as listed
        from information_schema.statistics where table_schema = database() and table_name in (${ours(names)}) group by table_name, index_name`,
    );
    return new Set([
      ...columns.map(({ t, name, type, collation, nullable }) =>
        // MariaDB reports how wide a whole number is shown; MySQL no longer does.
        columnLine(t, name, `${type.replace(/^bigint\(\d+\)$/, 'bigint')} ${plainCollation(collation)}`.trim(), nullable === 'YES'),
      ),
      ...indexes.map(({ t, name, listed, repeats }) =>
        name === 'PRIMARY' ? keyLine(t, listed.split(',')) : indexLine(name, listed.split(','), Number(repeats) === 0, ''),
      ),
    ]);
  },

  // A statement that changes tables commits by itself here, so the lock is one of the session and not of the transaction.
  async alone(session, names, work) {
    const lock = "concat('bihuan ', sha1(concat(database(), ' ', ?)))";
    const [got] = await rowsOf<{ taken: unknown }>(session, `select get_lock(${lock}, ${patienceSeconds}) as taken`, [names.bare('')]);
    if (Number(got!.taken) !== 1)
      throw new BihuanError('STORE_BUSY', { zh: '另一节点正在升级数据表', en: 'Another node is migrating the tables: try again' });
    try {
      return await work();
    } finally {
      await rowsOf(session, `select release_lock(${lock}) as freed`, [names.bare('')]);
    }
  },
};
