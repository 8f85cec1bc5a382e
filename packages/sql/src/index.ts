// @bihuan/sql: what the SQL stores share. The stores themselves are `@bihuan/sql/sqlite` and, later, other dialects.
export { type DdlOptions, ddl } from './schema/ddl.ts';
