// `bihuan migrate`: the only command that writes. Makes the file and its tables, or brings them up to date.
import { existsSync } from 'node:fs';
import type { CliCommand } from '../command.ts';
import { isLibraryError } from '../failure.ts';
import { type DatabaseOptions, databaseFile, readable, readingDatabase } from '../open-database.ts';
import { databaseOptions, examples } from '../shared-options.ts';
import { say, text } from '../wording.ts';

export const migrate: CliCommand<DatabaseOptions> = {
  declare: (program) =>
    examples(
      databaseOptions(
        program
          .command('migrate')
          .summary('建库或升级 make or update the tables')
          .description('建立或升级数据表,可重复执行。\nMakes the tables, or brings them up to date. May be repeated.'),
      ),
      'bihuan migrate --db community.db',
    ),

  async answer({ options, io }) {
    const file = databaseFile(options, io);
    const created = !existsSync(file);
    const versions = created ? undefined : await outdated(options, io);
    const { migrateSqlite } = await import('@bihuan/sql/sqlite');
    await readable(file, () => migrateSqlite({ file, tablePrefix: options.prefix }));
    const changed = created || versions !== undefined;
    const done = created
      ? text('已建库', 'made')
      : versions
        ? text(`已从版本${versions.from}升到${versions.to}`, `brought from version ${versions.from} to ${versions.to}`)
        : text('已是最新', 'up to date');
    const name = options.db ?? file;
    return {
      data: { file, tablePrefix: options.prefix, created, changed, fromVersion: versions?.from ?? null },
      text: (wording) => `${name}: ${say(wording, done)}`,
    };
  },
};

/** The version a file is at and the one it should be at, when they differ. */
async function outdated(
  options: DatabaseOptions,
  io: Parameters<typeof readingDatabase>[1],
): Promise<{ readonly from: number; readonly to: number } | undefined> {
  try {
    return await readingDatabase(options, io, async () => undefined);
  } catch (error) {
    if (!isLibraryError(error) || error.code !== 'STORE_SCHEMA') throw error;
    const { version, latestVersion } = error.details;
    if (typeof version !== 'number' || typeof latestVersion !== 'number') throw error;
    return { from: version, to: latestVersion };
  }
}
