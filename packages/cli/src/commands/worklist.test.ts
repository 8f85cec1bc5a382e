import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { communityDesk, type Desk } from '../fixtures/community.ts';
import { bihuan } from '../fixtures/terminal.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await communityDesk();
  writeFileSync(join(desk.folder, 'people.json'), JSON.stringify({ wuye: ['owner@xindu/jiayuan'], zhao: ['visitor@longhu'] }));
});
afterAll(() => desk.remove());
const at = (words: string) => bihuan(words, { env: { BIHUAN_DB: desk.file, BIHUAN_TENANT: 'zhuankou' } });

it('lists what an actor has to do, by due time', async () => {
  const { code, out } = await at('worklist --as wuye --grant owner@xindu --lang en');
  expect(code).toBe(0);
  expect(out).toBe(`due                   case  process             state       unit           held by
2026-03-06 00:00 Fri  h1    Hazard closed loop  rectifying  xindu/jiayuan  wuye
`);
});

it('marks what is overdue at the time asked about', async () => {
  expect((await at('worklist --as wuye --at 2026-03-07 --lang en')).out).toContain('2026-03-06 00:00 Fri overdue  h1');
});

it('takes grants from a directory of people', async () => {
  const { json } = await at(`worklist --as zhao --directory ${desk.folder}/people.json --process ./visit.ts --format json`);
  expect(json).toMatchObject([{ case: 'v1', state: 'planned', role: 'visitor', title: { en: 'Home visit' }, overdue: false }]);
});

it('tells mine from open to take', async () => {
  expect((await at('worklist --as wuye --which open')).out).toBe('没有待办 / Nothing to do\n');
  expect((await at('worklist --as wuye --which mine --format json')).json).toHaveLength(1);
});

it.each([
  ['worklist', 'USAGE'],
  ['worklist --as lin --grant recorder', 'GRANT_INVALID'],
  ['worklist --as lin --grant recoder@xindu', 'ROLE_UNKNOWN'],
  ['worklist --as bihuan:system', 'ACTOR_INVALID'],
  ['worklist --as lin --directory nobody.json', 'FILE_MISSING'],
  ['worklist --as zhao --grant visitor@ --process ./stranded.ts', 'PROCESS_UNSOUND'],
])('refuses %s', async (words, problem) => {
  const { code, err } = await at(words);
  expect(code).toBe(problem === 'PROCESS_UNSOUND' ? 1 : 2);
  expect(err).toMatch(new RegExp(`^${problem}: `));
});

it('lists work of a process it was not given, by its bare names', async () => {
  const { code, out } = await at(`worklist --as zhao --directory ${desk.folder}/people.json`);
  expect(code).toBe(0);
  expect(out).toContain('visit');
});
