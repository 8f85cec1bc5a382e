// The schema as SQL text, for hosts that run their own migrations. The stores' own migrations are these same statements.
import { BihuanError } from '@bihuan/core';
import { type Names, namesOf, type SqlDialect } from '../dialect.ts';
import { dialects } from '../dialects.ts';
import { rowSecurity } from '../postgres/row-security.ts';
import { latestVersion, migrations } from './migrations.ts';
import { stepTexts } from './step.ts';

export interface DdlOptions {
  readonly dialect: SqlDialect['name'];
  /** Stands before every table and index name. Default `bihuan_`. */
  readonly tablePrefix?: string;
  /** The schema the tables are in, on PostgreSQL. Default: the first of the search path. It is not created. */
  readonly schema?: string;
  /** The version the database is at; only what leads on from there is given. Default 0, an empty one. */
  readonly fromVersion?: number;
  /** Policies that show rows of the tenant of `bihuan.tenant` only, on PostgreSQL. */
  readonly rowLevelSecurity?: boolean;
}

/** Statements that bring a database to the latest version, each ended by a semicolon, to be run in one transaction. Throws `OPTION_INVALID`. */
export function ddl(options: DdlOptions): string {
  return ddlStatements(options)
    .map((each) => `${each};\n`)
    .join('');
}

export function ddlStatements({ dialect, fromVersion = 0, rowLevelSecurity = false, ...where }: DdlOptions): readonly string[] {
  if (!Object.hasOwn(dialects, dialect)) throw invalid(`数据库 ${dialect}`, `a schema for ${dialect}`);
  const names = checkedNames(where, dialect);
  if (rowLevelSecurity && dialect !== 'postgres') throw invalid(`${dialect} 的行级安全`, `row-level security on ${dialect}`);
  const chosen = dialects[dialect];
  const versions = names.table('schema_version').replaceAll('"', chosen.quote);
  const created = `create table ${versions} (version ${chosen.types.integer} not null primary key)${chosen.tableEnd.plain}`;
  const steps = migrations
    .slice(fromVersion)
    .flatMap((migration, step) => [
      ...migration.flatMap((each) => stepTexts(each, chosen, names)),
      `insert into ${versions} (version) values (${fromVersion + step + 1})`,
    ]);
  return [...(fromVersion === 0 ? [created] : []), ...steps, ...(rowLevelSecurity ? rowSecurity(names) : [])];
}

export { latestVersion };

export interface TableNames {
  readonly tablePrefix?: string;
  readonly schema?: string;
}

/** Names go into SQL as they are: lower-case letters, digits and underscores, at most 30, no digit first. Throws `OPTION_INVALID`. */
export function checkedNames({ tablePrefix = 'bihuan_', schema }: TableNames, dialect: SqlDialect['name']): Names {
  if (!/^([a-z_][a-z0-9_]{0,29})?$/.test(tablePrefix)) throw invalid(`表前缀 ${tablePrefix}`, `the table prefix ${tablePrefix}`);
  if (schema === undefined) return namesOf({ tablePrefix });
  if (dialect !== 'postgres') throw invalid(`${dialect} 的 schema`, `a schema on ${dialect}`);
  if (!/^[a-z_][a-z0-9_]{0,29}$/.test(schema)) throw invalid(`schema ${schema}`, `the schema ${schema}`);
  return namesOf({ tablePrefix, schema });
}

const invalid = (zh: string, en: string): BihuanError =>
  new BihuanError('OPTION_INVALID', { zh: `不支持:${zh}`, en: `Not supported: ${en}` });
