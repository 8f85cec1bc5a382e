import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { communityDesk, type Desk } from '../fixtures/community.ts';
import { bihuan } from '../fixtures/terminal.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await communityDesk('secret');
});
afterEach(() => desk.remove());
const at = (words: string) => bihuan(words, { env: { BIHUAN_DB: desk.file, BIHUAN_TENANT: 'zhuankou', KEY: 'secret', EMPTY: '' } });

function tamper(sql: string): void {
  const database = new DatabaseSync(desk.file);
  database.exec(sql);
  database.close();
}

it('finds every journal whole', async () => {
  const { code, out } = await at('verify-journal --key-env KEY --lang en');
  expect(code).toBe(0);
  expect(out.replaceAll(/[0-9a-f]{12}/g, '············')).toBe(`case  entries  head          result
h1    4        ············  whole
h2    2        ············  whole
v1    1        ············  whole
3 cases, 0 faults
`);
});

it('names what was changed, and says no to scripts', async () => {
  tamper(`update bihuan_journal set entry = replace(entry, '不是隐患', '无需整改') where case_id = 'h2'`);
  const { code, out } = await at('verify-journal --key-env KEY --lang en');
  expect(code).toBe(1);
  expect(out).toMatch(/h2 +2 +[0-9a-f]{12} +FAULTY\n +#2 +entry altered +the text does not match its hash/);
  expect(out).toContain('3 cases, 1 fault\n');
  expect((await at('verify-journal h1 --key-env KEY')).code).toBe(0);
});

it('checks a case whose record can no longer be read', async () => {
  tamper(`update bihuan_cases set record = '{' where id = 'h1'`);
  const { code, json } = await at('verify-journal --key-env KEY --format json');
  expect(code).toBe(1);
  expect(json).toMatchObject({
    cases: 3,
    faults: 1,
    reports: [{ case: 'h1', entries: 4, faults: [{ problem: 'record-altered' }] }, {}, {}],
  });
});

it('needs the key the journal was sealed with', async () => {
  expect((await at('verify-journal h1')).code).toBe(1);
  expect(await at('verify-journal h1 --key-env EMPTY')).toMatchObject({ code: 2, err: expect.stringContaining('KEY_MISSING') });
});

it('holds a case against a head that was kept elsewhere', async () => {
  const { hash } = (await at('history h1 --format json')).json[2];
  expect((await at(`verify-journal h1 --key-env KEY --anchor 3:${hash}`)).code).toBe(0);
  const other = await at(`verify-journal h1 --key-env KEY --anchor 3:${'0'.repeat(64)} --lang en`);
  expect(other).toMatchObject({ code: 1, out: expect.stringContaining('anchor missed') });
});

it.each([
  ['verify-journal h9 --key-env KEY', 'CASE_UNKNOWN'],
  ['verify-journal --tenant others', 'TENANT_EMPTY'],
  ['verify-journal h1 --anchor 3', 'ANCHOR_INVALID'],
  [`verify-journal --anchor 3:${'0'.repeat(64)}`, 'ANCHOR_INVALID'],
])('takes %s for misuse', async (words, problem) => {
  expect(await at(words)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(new RegExp(`^${problem}: `)) });
});
