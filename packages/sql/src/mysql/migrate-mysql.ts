// Migration and inspection of a MySQL or MariaDB database, as steps of their own.
import { checkedNames } from '../schema/ddl.ts';
import type { SchemaReport } from '../schema/expected.ts';
import type { Database } from '../server/database.ts';
import { migrate, readSchema } from '../server/schema-reader.ts';
import { mysqlCatalogue } from './catalogue.ts';
import type { MysqlOptions } from './mysql-store.ts';

/** Creates or updates the tables. May be repeated; when several nodes start at once, one does it and the others wait. Not atomic: MySQL commits each change of a table by itself. */
export async function migrateMysql<Tx>(database: Database<Tx>, options: MysqlOptions = {}): Promise<void> {
  await migrate(database as Database<never>, mysqlCatalogue, checkedNames(options, 'mysql'), { dialect: 'mysql', ...options });
}

/** What the live tables lack, or have too much, beside those of this version. Throws nothing. */
export async function checkSchema<Tx>(database: Database<Tx>, options: MysqlOptions = {}): Promise<SchemaReport> {
  return readSchema(database, mysqlCatalogue, checkedNames(options, 'mysql'));
}
