import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const bin = join(import.meta.dirname, 'bin.ts');
const shell = (script: string) =>
  spawnSync('bash', ['-c', `set -o pipefail; ${script}`], { encoding: 'utf8', env: { ...process.env, bin } });

it('runs as a command, and its reader may stop early', () => {
  const { status, stdout, stderr } = shell('node "$bin" show hazard --lang en | head -n 1');
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'Hazard closed loop\n', stderr: '' });
});

it('tells scripts by its exit code', () => {
  const { status, stderr } = shell('node "$bin" show nothing');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^PROCESS_UNKNOWN: /);
});
