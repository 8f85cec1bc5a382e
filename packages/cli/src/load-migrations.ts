// Moves from earlier versions, from a file that exports them: every value with a `from` and a `to` that are processes.
import { resolve } from 'node:path';
import type { MigrationSpec } from '@bihuan/core/migration';
import { Failure } from './failure.ts';
import { exportsOf, isProcess } from './load-processes.ts';

/** Every move the file exports, each once. Throws `FILE_MISSING`, `FILE_UNLOADABLE` or `FILE_EMPTY`. The file is a program, and it runs. */
export async function loadMigrations(file: string, cwd: string): Promise<readonly MigrationSpec[]> {
  const found = [...new Set(Object.values(await exportsOf(file, cwd)).filter(isMigration))];
  if (found.length > 0) return found;
  throw new Failure(
    'FILE_EMPTY',
    {
      zh: `${file} 没有导出迁移;例 export const moves = { from: first, to: second, states: { … } }`,
      en: `${file} exports no move; it should, as in export const moves = { from: first, to: second, states: { … } }`,
    },
    { file: resolve(cwd, file) },
  );
}

function isMigration(value: unknown): value is MigrationSpec {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to } = value as Partial<MigrationSpec>;
  return isProcess(from) && isProcess(to);
}
