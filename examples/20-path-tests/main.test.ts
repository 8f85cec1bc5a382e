import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const at = (file: string) => new URL(file, import.meta.url);

test('finds what is written down, slip by slip', () => {
  const printed = execFileSync(process.execPath, [at('main.ts').pathname], { encoding: 'utf8' });
  expect(printed).toBe(readFileSync(at('expected-output.txt'), 'utf8'));
});
