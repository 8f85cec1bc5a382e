// Everything that must hold before a change lands, in one command. What each check means is decided by its own tool; this file only
// runs them in order and adds up. The last line printed is the total, alone, so that a machine can read it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { addTallies, printTally, type Tally, tallyFromReport } from './tally.ts';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'bihuan-test-'));
const report = join(scratch, 'vitest.json');

const total = addTallies([
  check('format and lint', 'biome', ['check', '.']),
  check('types', 'tsc', ['-p', 'test/tsconfig.json']),
  check('types without Node', 'tsc', ['-p', 'test/tsconfig.portable.json']),
  testsByVitest(),
]);
rmSync(scratch, { recursive: true, force: true });
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${printTally(total)}`);

function check(title: string, command: string, args: readonly string[]): Tally {
  const succeeded = run(title, command, args);
  return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
}

function testsByVitest(): Tally {
  const succeeded = run('tests', 'vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]);
  return tallyFromReport(existsSync(report) ? readFileSync(report, 'utf8') : '', succeeded);
}

function run(title: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${title}`);
  const startedAtMs = performance.now();
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } });
  if (error) console.error(error.message);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  console.log(`── ${title}: ${status === 0 ? 'passed' : 'failed'} in ${seconds} s`);
  return status === 0;
}
