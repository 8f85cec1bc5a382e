import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { migratePostgres, postgresStore } from '../postgres/index.ts';
import { hasPostgres, postgresDatabase } from '../servers.fixture.ts';
import { testHost } from './host-transaction.fixture.ts';
import { pgPool, prisma } from './index.ts';

// Beside the sources, so that the generated client finds its runtime.
const folder = join(import.meta.dirname, '../../.tmp', `prisma-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema = `
  generator client {
    provider = "prisma-client"
    output = "./client"
    engineType = "client"
    generatedFileExtension = "ts"
    importFileExtension = "ts"
  }
  datasource db {
    provider = "postgresql"
  }
  model Inspection {
    id BigInt @id @default(autoincrement())
    note String
    @@map("inspections")
  }`;

/** The client of a host, generated as the host would. Nothing is downloaded: what this engine needs comes with the package. */
async function clientOf(): Promise<new (options: object) => any> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'schema.prisma'), schema);
  const command = createRequire(import.meta.url).resolve('prisma/build/index.js');
  execFileSync(process.execPath, [command, 'generate', '--schema', 'schema.prisma'], {
    cwd: folder,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    stdio: 'ignore',
  });
  return (await import(pathToFileURL(join(folder, 'client/client.ts')).href)).PrismaClient;
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
      const PrismaClient = await clientOf();
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
