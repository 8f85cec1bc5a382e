// What differs between databases, as data: the schema and every statement are written once and ask this for the rest.

export type ColumnType = 'id' | 'place' | 'subject' | 'text' | 'integer';

/** A reference to a parameter, `:name`, as statements are written. */
export type Reference = `:${string}`;

export interface SqlDialect {
  readonly name: 'sqlite' | 'postgres' | 'mysql';
  readonly quote: '"' | '`';
  /** `id` and `place` are compared byte by byte; `text` is kept as it is. */
  readonly types: Readonly<Record<ColumnType, string>>;
  /** Stands after a table that is read by its key, and after the others. */
  readonly tableEnd: { readonly clustered: string; readonly plain: string };
  /** Whether an index can leave rows out. Where it cannot, the column of its condition is its last one. */
  readonly partialIndexes: boolean;
  /** What stands for the n-th value, counted from 1. One that cannot be named twice is given twice. */
  readonly placeholder: (nth: number) => string;
  readonly namesPlaces: boolean;
  /** Whether a limit stands in the text: a prepared statement of MySQL takes no number of JavaScript there. */
  readonly inlineLimit: boolean;
  /** `a` and `b` are equal, or both null. */
  readonly same: (a: string, b: string) => string;
  readonly greatest: string;
  readonly concat: (...texts: readonly string[]) => string;
  /** Rows beyond a place in the order of the columns, as one range of an index. */
  readonly beyond: (columns: readonly string[], places: readonly string[], way?: '>' | '<') => string;
  /** The objects of a JSON array as a table `alias`. */
  readonly table: (json: string, alias: string, columns: Readonly<Record<string, ColumnType>>) => string;
  /** Two tables of which the first is read first, and each row of it looks into the second by an index. */
  readonly lookup: (
    outer: string,
    inner: { readonly table: string; readonly alias: string; readonly by?: string; readonly on: string },
  ) => string;
  /** A condition that is the same for all rows, so that nothing is read where it does not hold: what stands before the first table, or among the conditions. */
  readonly gate: (condition: string) => { readonly before: string; readonly where: readonly string[] };
  /** A column is one of the texts of a list. */
  readonly among: (column: string, list: string) => string;
  /** Whether a query is planned for its values, by what is known of their number: then no index need be named. */
  readonly plansByValues: boolean;
  /** So many ranges of one index are read by themselves when they are joined with `or`; more come as a list that is looked up one by one. */
  readonly mostRanges: number;
  /** Which index serves, where the planner would choose another. */
  readonly by: (index: string) => string;
  /** Writes a row unless one with its key is there. `tells`: a row that was not updated for it is not counted as written. */
  readonly ignore: { readonly insert: string; readonly update: string; readonly conflict: string; readonly tells: boolean };
  /** Writes a row, or over the one with its key. */
  readonly upsert: (key: readonly string[], columns: readonly string[]) => string;
  /** Sets columns of the rows `t` that a list `x` names. */
  readonly updateFrom: (table: string, list: string, on: string, set: string) => string;
  /** Ends a query that locks its rows: until the others are done with them, or past those that others hold. */
  readonly lock: { readonly wait: string; readonly skip: string };
  /** A value of a JSON text, for carrying old rows over. */
  readonly json: JsonReading;
}

export interface JsonReading {
  readonly text: (document: string, path: readonly string[]) => string;
  readonly integer: (document: string, path: readonly string[]) => string;
  /** The texts of an array as a table `alias` with a column `value`. */
  readonly texts: (document: string, path: string, alias: string) => string;
  /** The members of an object as a table, the name of each, and the text of one member of it. */
  readonly members: (
    document: string,
    path: string,
    member: string,
  ) => { readonly from: string; readonly name: string; readonly text: string };
  /** A dotted path without its last name; asked only where there is a dot. */
  readonly parent: (path: string) => string;
}

/** SQL is written with double quotes and `:name`; here it becomes the dialect's. */
export interface Statement {
  readonly text: string;
  /** The parameters by name, as the text takes them. */
  readonly places: readonly string[];
}

export function statement(dialect: SqlDialect, written: string): Statement {
  const places: string[] = [];
  const text = written.replace(/\s+/g, ' ').replace(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, name: string) => {
    if (name === 'limit' && dialect.inlineLimit) return ':limit';
    const known = dialect.namesPlaces ? places.indexOf(name) : -1;
    if (known === -1) places.push(name);
    return dialect.placeholder(known === -1 ? places.length : known + 1);
  });
  return { text: dialect.quote === '"' ? text : text.replaceAll('"', dialect.quote), places };
}

export type Parameters = Readonly<Record<string, unknown>>;

/** A statement with its values. Throws where a parameter was not given: an `undefined` is never sent. */
export function bind({ text, places }: Statement, parameters: Parameters): { readonly text: string; readonly values: unknown[] } {
  const values = places.map((name) => {
    const value = parameters[name];
    if (value === undefined) throw new TypeError(`no value for :${name} in ${text}`);
    return value;
  });
  return { text: text.includes(':limit') ? text.replaceAll(':limit', String(Math.trunc(Number(parameters['limit'])))) : text, values };
}

/** Names of tables as they stand in a statement. */
export interface Names {
  readonly table: (name: string) => string;
  readonly index: (table: string, suffix: string) => string;
  /** Without the schema, as catalogues list it. */
  readonly bare: (name: string) => string;
  readonly schema: string | null;
}

export function namesOf({ tablePrefix, schema = null }: { readonly tablePrefix: string; readonly schema?: string | null }): Names {
  const qualified = (name: string) => (schema === null ? `"${name}"` : `"${schema}"."${name}"`);
  return {
    table: (name) => qualified(tablePrefix + name),
    index: (table, suffix) => `${tablePrefix}${table}_${suffix}`,
    bare: (name) => tablePrefix + name,
    schema,
  };
}

/** Later than every time: orders what has no due time last, in one index with what has. */
export const endOfTimeMs = Number.MAX_SAFE_INTEGER;
