// How PostgreSQL says what its tables are.
import type { Names } from '../dialect.ts';
import { postgresDialect } from '../dialects.ts';
import { columnLine, indexLine, keyLine } from '../schema/expected.ts';
import { tableNames } from '../schema/tables.ts';
import { rowsOf, type SchemaReader } from '../server/schema-reader.ts';

const schemaIs = ({ schema }: Names): string => (schema === null ? 'current_schema()' : `'${schema}'`);
const ours = (names: Names): string => tableNames.map((name) => `'${names.bare(name)}'`).join(', ');

export const postgresCatalogue: SchemaReader = {
  dialect: postgresDialect,
  reported: {
    id: 'character varying(190) C',
    place: 'character varying(380) C',
    subject: 'character varying(570) C',
    text: 'text C',
    integer: 'bigint',
  },

  async hasTable(session, names, table) {
    const text = `select 1 as found from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schemaIs(names)} and c.relname = $1`;
    return (await rowsOf(session, text, [names.bare(table)])).length > 0;
  },

  async lines(session, names) {
    const columns = await rowsOf<{ table: string; name: string; type: string; required: boolean }>(
      session,
      `select c.relname as "table", a.attname as "name", a.attnotnull as "required",
        format_type(a.atttypid, a.atttypmod) || coalesce(' ' || nullif(l.collname, 'default'), '') as "type"
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        left join pg_collation l on l.oid = a.attcollation
        where n.nspname = ${schemaIs(names)} and c.relname in (${ours(names)}) and a.attnum > 0 and not a.attisdropped`,
    );
    const indexes = await rowsOf<{ table: string; name: string; columns: string; primary: boolean; unique: boolean; condition: string }>(
      session,
      `select c.relname as "table", i.relname as "name", x.indisprimary as "primary", x.indisunique as "unique",
        coalesce(pg_get_expr(x.indpred, x.indrelid), '') as "condition",
        (select string_agg(pg_get_indexdef(i.oid, k, true), ', ' order by k) from generate_series(1, x.indnkeyatts) k) as "columns"
        from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ${schemaIs(names)} and c.relname in (${ours(names)})`,
    );
    return new Set([
      ...columns.map(({ table, name, type, required }) => columnLine(table, name, type, !required)),
      ...indexes.map(({ table, name, columns: listed, primary, unique, condition }) => {
        const split = listed.replaceAll('"', '').split(', ');
        return primary ? keyLine(table, split) : indexLine(name, split, unique, condition);
      }),
    ]);
  },

  async alone(session, names, work) {
    // Held until the transaction ends; the number is that of these tables.
    await rowsOf(session, `select cast(pg_advisory_xact_lock(hashtextextended('bihuan ' || ${schemaIs(names)} || $1, 0)) as text)`, [
      names.bare(''),
    ]);
    return work();
  },
};
