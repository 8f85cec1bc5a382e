import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { PrismaPg } from '@prisma/adapter-pg';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { migrateMysql, mysqlStore } from '../mysql/index.ts';
import { migratePostgres, postgresStore } from '../postgres/index.ts';
import { hasMysql, hasPostgres, mysqlDatabase, postgresDatabase } from '../servers.fixture.ts';
import { testHost } from './host-transaction.fixture.ts';
import { mysql2Pool, pgPool, prisma } from './index.ts';

// Beside the sources, so that the generated client finds its runtime.
const folder = join(import.meta.dirname, '../../.tmp', `prisma-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schemaOf = (provider: string) => `
  generator client {
    provider = "prisma-client"
    output = "./client"
    engineType = "client"
    generatedFileExtension = "ts"
    importFileExtension = "ts"
  }
  datasource db {
    provider = "${provider}"
  }
  model Inspection {
    id BigInt @id @default(autoincrement())
    note String
    @@map("inspections")
  }`;

/** The client of a host, generated as the host would. Nothing is downloaded: what this engine needs comes with the package. */
async function clientOf(provider: string): Promise<new (options: object) => any> {
  const cwd = join(folder, provider);
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'schema.prisma'), schemaOf(provider));
  const command = createRequire(import.meta.url).resolve('prisma/build/index.js');
  execFileSync(process.execPath, [command, 'generate', '--schema', 'schema.prisma'], {
    cwd,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    stdio: 'ignore',
  });
  return (await import(pathToFileURL(join(cwd, 'client/client.ts')).href)).PrismaClient;
}

describe.skipIf(!hasPostgres)('on PostgreSQL', () => {
  testHost(
    'Prisma',
    async () => {
      const url = await postgresDatabase();
      const pool = new pg.Pool({ connectionString: url, max: 1 });
      await pool.query('create table inspections (id bigint generated always as identity primary key, note text not null)');
      await migratePostgres(pgPool(pool));
      await pool.end();
      const PrismaClient = await clientOf('postgresql');
      const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
      return {
        database: prisma(client),
        transaction: (work) => client.$transaction(work),
        query: (tx, text) => (text.startsWith('select') ? tx.$queryRawUnsafe(text) : tx.$executeRawUnsafe(text)),
        mistakes: { 'the client': client },
        close: () => client.$disconnect(),
      };
    },
    (database) => postgresStore(database),
  );
});

describe.skipIf(!hasMysql)('on MySQL or MariaDB', () => {
  testHost(
    'Prisma',
    async () => {
      const url = await mysqlDatabase();
      const pool = mysql.createPool({ uri: url, connectionLimit: 1 });
      await pool.query('create table inspections (id bigint auto_increment primary key, note varchar(100) not null)');
      await migrateMysql(mysql2Pool(pool));
      await pool.end();
      const PrismaClient = await clientOf('mysql');
      const client = new PrismaClient({ adapter: new PrismaMariaDb(url.replace('mysql:', 'mariadb:')) });
      return {
        database: prisma(client),
        transaction: (work) => client.$transaction(work),
        query: (tx, text) => (text.startsWith('select') ? tx.$queryRawUnsafe(text) : tx.$executeRawUnsafe(text)),
        mistakes: { 'the client': client },
        close: () => client.$disconnect(),
      };
    },
    (database) => mysqlStore(database),
  );
});
