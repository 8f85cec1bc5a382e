import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bihuan } from '../fixtures/terminal.ts';

const cwd = mkdtempSync(join(tmpdir(), 'bihuan-migrate-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const at = (words: string) => bihuan(words, { cwd });

it('makes a database that can be read, and may be repeated', async () => {
  expect(await at('cases --db new.db --tenant t')).toMatchObject({ code: 2, err: expect.stringContaining('FILE_MISSING') });
  expect(existsSync(join(cwd, 'new.db'))).toBe(false);
  expect(await at('migrate --db new.db')).toMatchObject({ code: 0, out: 'new.db: 已建库 / made\n' });
  expect(await at('cases --db new.db --tenant t')).toMatchObject({ code: 0, out: '没有案件 / No cases\n' });
  expect(await at('migrate --db new.db --lang en')).toMatchObject({ code: 0, out: 'new.db: up to date\n' });
});

it('adds the tables to a file that has others', async () => {
  await at('migrate --db shared.db --prefix one_');
  expect((await at('cases --db shared.db --tenant t')).err).toContain('STORE_SCHEMA');
  const { code, json } = await at('migrate --db shared.db --format json');
  expect(code).toBe(0);
  expect(json).toEqual({ file: join(cwd, 'shared.db'), tablePrefix: 'bihuan_', created: false, changed: true, fromVersion: 0 });
});

it('refuses a file that is no database, and leaves it as it is', async () => {
  writeFileSync(join(cwd, 'letter.txt'), 'Dear community, this is a letter and no database at all.');
  expect(await at('migrate --db letter.txt')).toMatchObject({ code: 2, err: expect.stringMatching(/^STORE_SCHEMA: /) });
});

it('needs a file, in a folder that is there', async () => {
  expect(await at('migrate')).toMatchObject({ code: 2, err: expect.stringMatching(/^DB_NEEDED: /) });
  expect(await at('migrate --db nowhere/new.db')).toMatchObject({ code: 2, err: expect.stringMatching(/^OPTION_INVALID: /) });
  expect(await bihuan('migrate', { cwd, env: { BIHUAN_DB: 'from-env.db' } })).toMatchObject({ code: 0 });
  expect(existsSync(join(cwd, 'from-env.db'))).toBe(true);
});
