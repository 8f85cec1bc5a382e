// @bihuan/sql: what the SQL stores share. The stores themselves are `@bihuan/sql/sqlite`, `./postgres` and `./mysql`; the libraries they go through `./hosts`.
export { type DdlOptions, ddl, type TableNames } from './schema/ddl.ts';
export type { SchemaReport } from './schema/expected.ts';
export { latestVersion } from './schema/migrations.ts';
export type { Database, HostSession, Session, SqlAnswer, SqlText } from './server/database.ts';
