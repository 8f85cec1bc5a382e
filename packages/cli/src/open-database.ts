// Opens a database to read: a file that is there and has our tables. Nothing is created, migrated or written.
import { resolve } from 'node:path';
import type { SqliteStore } from '@bihuan/sql/sqlite';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { isFile } from './is-file.ts';

export interface DatabaseOptions {
  readonly db?: string;
  readonly prefix: string;
}

/** The file of `--db`, or of BIHUAN_DB. Throws `DB_NEEDED`. */
export function databaseFile({ db }: DatabaseOptions, { cwd, env }: Io): string {
  const file = db ?? env.BIHUAN_DB;
  if (file) return resolve(cwd, file);
  throw new Failure('DB_NEEDED', {
    zh: '需要数据库文件:--db community.db,或环境变量 BIHUAN_DB',
    en: 'Which database? Give --db community.db, or set BIHUAN_DB',
  });
}

/** Runs `work` on a store that only reads, and closes it. Throws `FILE_MISSING`, `DB_UNREADABLE`, or `STORE_SCHEMA` where our tables are missing. */
export async function readingDatabase<Result>(
  options: DatabaseOptions,
  io: Io,
  work: (store: SqliteStore) => Promise<Result>,
): Promise<Result> {
  const file = databaseFile(options, io);
  if (!isFile(file)) {
    throw new Failure(
      'FILE_MISSING',
      { zh: `没有数据库文件 ${file};新建用 bihuan migrate`, en: `There is no database ${file}; bihuan migrate makes one` },
      { file },
    );
  }
  return readable(file, async () => {
    // Loaded late: most commands need no database.
    const [{ DatabaseSync }, { sqliteStore }] = await Promise.all([import('node:sqlite'), import('@bihuan/sql/sqlite')]);
    const database = new DatabaseSync(file);
    try {
      // Not opened read-only: SQLite would then leave its `-wal` and `-shm` behind.
      database.exec('pragma query_only = on');
      const store = sqliteStore({ database, tablePrefix: options.prefix, migrate: false });
      return await work(store);
    } finally {
      database.close();
    }
  });
}

/** Says in words what SQLite says of a file it cannot use. Throws `DB_UNREADABLE`. */
export async function readable<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') throw error;
    throw new Failure(
      'DB_UNREADABLE',
      { zh: `不能作为数据库打开:${file}(${error.message})`, en: `${file} cannot be used as a database: ${error.message}` },
      { file },
    );
  }
}
