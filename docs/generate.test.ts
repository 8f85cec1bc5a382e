import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pages } from './generate.ts';

test.each(Object.entries(pages))('docs/%s says what the code says (node docs/generate.ts)', (file, text) => {
  expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toBe(text);
});
