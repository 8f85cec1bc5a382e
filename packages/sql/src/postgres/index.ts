// @bihuan/sql/postgres: the store on PostgreSQL 14 or later, through the library the host uses already.
export { checkSchema, migratePostgres } from './migrate-postgres.ts';
export { type PostgresOptions, postgresStore } from './postgres-store.ts';
