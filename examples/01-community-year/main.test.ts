import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const at = (file: string) => new URL(file, import.meta.url);

test('prints what is written down, whatever the time zone of the process', () => {
  const run = (TZ: string) => execFileSync(process.execPath, [at('main.ts').pathname], { encoding: 'utf8', env: { ...process.env, TZ } });
  const expected = readFileSync(at('expected-output.txt'), 'utf8');
  expect(run('Asia/Shanghai')).toBe(expected);
  expect(run('America/New_York')).toBe(expected);
});
