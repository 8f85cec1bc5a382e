// @bihuan/sql/hosts: one adapter per database library. Each runs text with values and joins the library's transactions; none imports the library it serves.
export { type Drizzle, type DrizzleSql, type DrizzleTransaction, drizzle } from './drizzle.ts';
export { type Knex, type KnexTransaction, knex } from './knex.ts';
export { kysely } from './kysely.ts';
export { type Mysql2Connection, type Mysql2Pool, mysql2Pool } from './mysql2.ts';
export { type PgClient, type PgPool, pgPool } from './pg.ts';
export { type PostgresJs, type PostgresJsTransaction, postgresJs } from './postgres-js.ts';
export { type Prisma, type PrismaSession, prisma } from './prisma.ts';
export { type TypeormDataSource, type TypeormManager, type TypeormRunner, typeorm } from './typeorm.ts';
