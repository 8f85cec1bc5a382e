import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

test('docs/verified.md says what is proven of the catalogue now (bihuan verify --all --format markdown --out docs/verified.md)', {
  timeout: 240_000,
}, () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['packages/cli/src/bin.ts', 'verify', '--all', '--format', 'markdown'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(readFileSync(new URL('verified.md', import.meta.url), 'utf8')).toBe(stdout);
  expect(stdout).not.toMatch(/\*\*not sound\*\*|^Not sound|^To be answered/m);
});
