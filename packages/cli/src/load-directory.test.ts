import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadDirectory } from './load-directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'bihuan-directory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function directory(content: string) {
  writeFileSync(join(folder, 'people.json'), content);
  return loadDirectory('people.json', folder);
}

it('reads grants in words and in full, and who is the same person', () => {
  const grant = { role: 'verifier', unit: 'xindu', process: 'hazard', untilMs: 9 };
  expect(directory(JSON.stringify({ u1: ['owner@xindu'], u2: { person: 'p2', grants: [grant] }, u3: [] }))).toEqual({
    u1: { grants: [{ role: 'owner', unit: 'xindu' }] },
    u2: { person: 'p2', grants: [grant] },
    u3: { grants: [] },
  });
});

it.each([
  ['is no JSON', '{', 'DIRECTORY_INVALID'],
  ['is a list', '[]', 'DIRECTORY_INVALID'],
  ['has a field too many', '{"u1": {"grants": [], "name": "x"}}', 'DIRECTORY_INVALID'],
  ['has a grant that is none', '{"u1": ["owner"]}', 'GRANT_INVALID'],
])('refuses a file that %s', (_, content, code) => {
  expect(() => directory(content)).toThrow(code);
});

it('refuses a file that is not there', () => {
  expect(() => loadDirectory('nobody.json', folder)).toThrow('FILE_MISSING');
});
