// The three dialects, side by side.
import type { ColumnType, SqlDialect } from './dialect.ts';

const listed = (columns: Readonly<Record<string, ColumnType>>, one: (name: string, type: ColumnType) => string): string =>
  Object.entries(columns)
    .map(([name, type]) => one(name, type))
    .join(', ');

const onConflict = (key: readonly string[], columns: readonly string[]): string =>
  `on conflict (${key.join(', ')}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;

const tuple = (columns: readonly string[], places: readonly string[], way = '>'): string =>
  `(${columns.join(', ')}) ${way} (${places.join(', ')})`;

/** The same as `tuple` in words: MySQL reads no range of an index from a comparison of tuples. */
const nested = (columns: readonly string[], places: readonly string[], way = '>'): string =>
  `(${columns
    .map((column, nth) => [
      ...columns.slice(0, nth).map((equal, index) => `${equal} = ${places[index]}`),
      `${column} ${way} ${places[nth]}`,
    ])
    .map((terms) => `(${terms.join(' and ')})`)
    .join(' or ')})`;

const amongConditions = (condition: string) => ({ before: '', where: [condition] });

export const sqliteDialect: SqlDialect = {
  name: 'sqlite',
  quote: '"',
  types: { id: 'text', place: 'text', subject: 'text', text: 'text', integer: 'integer' },
  tableEnd: { clustered: ' strict, without rowid', plain: ' strict' },
  partialIndexes: true,
  placeholder: () => '?',
  namesPlaces: false,
  inlineLimit: false,
  same: (a, b) => `${a} is ${b}`,
  greatest: 'max',
  concat: (...texts) => texts.join(' || '),
  beyond: tuple,
  table: (json, alias, columns) =>
    `(select ${listed(columns, (name) => `value ->> '$.${name}' as "${name}"`)} from json_each(${json})) ${alias}`,
  lookup: (outer, { table, alias, by = '', on }) => `${outer} cross join ${table} ${alias} ${by} on ${on}`,
  // Among the conditions, it would be asked of every row.
  gate: (condition) => ({ before: `(select 1 as one where ${condition}) o cross join `, where: [] }),
  among: (column, list) => `${column} in (${list})`,
  plansByValues: false,
  mostRanges: 0,
  by: (index) => `indexed by "${index}"`,
  ignore: { insert: 'insert', update: 'update or ignore', conflict: 'on conflict do nothing', tells: true },
  upsert: onConflict,
  updateFrom: (table, list, on, set) => `update ${table} as t set ${set} from ${list} where ${on}`,
  lock: { wait: '', skip: '' },
  json: {
    text: (document, path) => `${document} ->> '$.${path.join('.')}'`,
    integer: (document, path) => `${document} ->> '$.${path.join('.')}'`,
    texts: (document, path, alias) => `json_each(${document}, '$.${path}') ${alias}`,
    members: (document, path, member) => ({
      from: `json_each(${document}, '$.${path}') m`,
      name: 'm.key',
      text: `m.value ->> '$.${member}'`,
    }),
    // What is left when every character that is no dot was taken from the end, and then the dot.
    parent: (path) => `rtrim(rtrim(${path}, replace(${path}, '.', '')), '.')`,
  },
};

const postgresTypes = {
  id: 'varchar(190) collate "C"',
  place: 'varchar(380) collate "C"',
  subject: 'varchar(570) collate "C"',
  text: 'text collate "C"',
  integer: 'bigint',
};

export const postgresDialect: SqlDialect = {
  name: 'postgres',
  quote: '"',
  types: postgresTypes,
  tableEnd: { clustered: '', plain: '' },
  partialIndexes: true,
  placeholder: (nth) => `$${nth}`,
  namesPlaces: true,
  inlineLimit: false,
  same: (a, b) => `${a} is not distinct from ${b}`,
  greatest: 'greatest',
  concat: (...texts) => texts.join(' || '),
  beyond: tuple,
  table: (json, alias, columns) =>
    `json_to_recordset(cast(cast(${json} as text) as json)) as ${alias} (${listed(columns, (name, type) => `"${name}" ${type === 'integer' ? 'bigint' : 'text collate "C"'}`)})`,
  // Fenced off: joined openly, a list of unknown length makes the planner read the table from end to end.
  lookup: (outer, { table, alias, on }) => `${outer} cross join lateral (select * from ${table} ${alias} where ${on} offset 0) ${alias}`,
  gate: amongConditions,
  among: (column, list) => `${column} = any (array (${list}))`,
  plansByValues: true,
  mostRanges: 0,
  by: () => '',
  ignore: { insert: 'insert', update: 'update', conflict: 'on conflict do nothing', tells: true },
  upsert: onConflict,
  updateFrom: (table, list, on, set) => `update ${table} as t set ${set} from ${list} where ${on}`,
  lock: { wait: 'for update', skip: 'for update skip locked' },
  json: {
    text: (document, path) => `${document}::json #>> '{${path.join(',')}}'`,
    integer: (document, path) => `(${document}::json #>> '{${path.join(',')}}')::bigint`,
    texts: (document, path, alias) => `json_array_elements_text(${document}::json -> '${path}') ${alias} (value)`,
    members: (document, path, member) => ({
      from: `json_each(${document}::json -> '${path}') m`,
      name: 'm.key',
      text: `m.value ->> '${member}'`,
    }),
    parent: (path) => `regexp_replace(${path}, '\\.[^.]*$', '')`,
  },
};

/** Byte by byte, spaces at the end too, which `utf8mb4_bin` leaves out. Each server executes the comment that is meant for it. */
const bytewise = 'character set utf8mb4 /*!80017 collate utf8mb4_0900_bin */ /*M! collate utf8mb4_nopad_bin */';

const mysqlTypes = {
  id: `varchar(190) ${bytewise}`,
  place: `varchar(380) ${bytewise}`,
  subject: `varchar(570) ${bytewise}`,
  text: `longtext ${bytewise}`,
  integer: 'bigint',
};

export const mysqlDialect: SqlDialect = {
  name: 'mysql',
  quote: '`',
  types: mysqlTypes,
  tableEnd: { clustered: ' engine = innodb row_format = dynamic', plain: ' engine = innodb row_format = dynamic' },
  partialIndexes: false,
  placeholder: () => '?',
  namesPlaces: false,
  inlineLimit: true,
  same: (a, b) => `${a} <=> ${b}`,
  greatest: 'greatest',
  concat: (...texts) => `concat(${texts.join(', ')})`,
  beyond: nested,
  table: (json, alias, columns) =>
    `json_table(${json}, '$[*]' columns (${listed(columns, (name, type) => `"${name}" ${mysqlTypes[type]} path '$.${name}'`)})) ${alias}`,
  lookup: (outer, { table, alias, by = '', on }) => `${outer} straight_join ${table} ${alias} ${by} on ${on}`,
  gate: amongConditions,
  among: (column, list) => `${column} in (${list})`,
  plansByValues: false,
  // A list is looked up by the equal columns only, which is as good as reading the tenant for every unit.
  mostRanges: 1_000,
  by: (index) => `force index ("${index}")`,
  // Ignoring hides values that are too long as well: their length is checked before.
  ignore: { insert: 'insert ignore', update: 'update ignore', conflict: '', tells: false },
  upsert: (_, columns) => `on duplicate key update ${columns.map((column) => `${column} = values(${column})`).join(', ')}`,
  updateFrom: (table, list, on, set) => `update ${list} straight_join ${table} t on ${on} set ${set}`,
  lock: { wait: 'for update', skip: 'for update skip locked' },
  json: {
    text: (document, path) => `json_unquote(json_extract(${document}, '$.${path.join('.')}'))`,
    integer: (document, path) => `cast(json_extract(${document}, '$.${path.join('.')}') as signed)`,
    texts: (document, path, alias) => `json_table(${document}, '$.${path}[*]' columns (value ${mysqlTypes.place} path '$')) ${alias}`,
    members: (document, path, member) => ({
      from: `json_table(json_keys(${document}, '$.${path}'), '$[*]' columns (name ${mysqlTypes.place} path '$')) m`,
      name: 'm.name',
      text: `json_unquote(json_extract(${document}, concat('$.${path}.', json_quote(m.name), '.${member}')))`,
    }),
    parent: (path) => `left(${path}, char_length(${path}) - char_length(substring_index(${path}, '.', -1)) - 1)`,
  },
};

export const dialects = { sqlite: sqliteDialect, postgres: postgresDialect, mysql: mysqlDialect } as const;
