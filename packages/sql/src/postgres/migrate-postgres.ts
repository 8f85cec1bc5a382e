// Migration and inspection of a PostgreSQL database, as steps of their own.
import { checkedNames, type TableNames } from '../schema/ddl.ts';
import type { SchemaReport } from '../schema/expected.ts';
import type { Database } from '../server/database.ts';
import { migrate, readSchema } from '../server/schema-reader.ts';
import { postgresCatalogue } from './catalogue.ts';

/** Creates or updates the tables, in one transaction. May be repeated; when several nodes start at once, one does it and the others wait. */
export async function migratePostgres<Tx>(
  database: Database<Tx>,
  options: TableNames & { readonly rowLevelSecurity?: boolean } = {},
): Promise<void> {
  await migrate(database as Database<never>, postgresCatalogue, checkedNames(options, 'postgres'), { dialect: 'postgres', ...options });
}

/** What the live tables lack, or have too much, beside those of this version. Throws nothing. */
export async function checkSchema<Tx>(database: Database<Tx>, options: TableNames = {}): Promise<SchemaReport> {
  return readSchema(database, postgresCatalogue, checkedNames(options, 'postgres'));
}
