import { DatabaseSync } from 'node:sqlite';
import { china } from '@bihuan/calendar';
import { createEngine, directoryOf, manualClock } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { communityDesk, type Desk } from '../fixtures/community.ts';
import { bihuan } from '../fixtures/terminal.ts';
import { visit } from '../fixtures/visit.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await communityDesk();
});
afterAll(() => desk.remove());
const at = (words: string) => bihuan(words, { env: { BIHUAN_DB: desk.file, BIHUAN_TENANT: 'zhuankou' } });

it('tells what happened to a case', async () => {
  const { code, out } = await at('history h1 --lang en');
  expect(code).toBe(0);
  expect(out).toBe(`#  time                  what             by    state         with
1  2026-03-02 09:00 Mon  hazard opened    lin   → reported    {"place":"3栋2单元","description":"楼道堆物","category":"unsorted"…
2  2026-03-02 10:00 Mon  record Record    lin   → recorded
3  2026-03-02 10:00 Mon  assign Assign    lin   → rectifying  {"owner":"wuye","days":3}
4  2026-03-02 10:00 Mon  comment Comment  wuye                {"text":"周三清理"}
`);
});

it('gives the journal as data', async () => {
  const { json } = await at('history h1 --format json');
  expect(json).toHaveLength(4);
  expect(json[2]).toMatchObject({
    revision: 3,
    kind: 'command',
    type: 'assign',
    grants: ['recorder@xindu'],
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

it('tells as much as it can of a process it does not know', async () => {
  expect((await at('history v1')).out).toMatch(/home-visit 立案 \/ opened +wang +→ planned +\{/);
  expect((await at('history v1 --process ./visit.ts')).out).toMatch(/home-visit 立案 \/ opened +wang +→ planned 待走访 \/ planned +\{/);
});

it('names deadlines that passed', async () => {
  const later = await communityDesk();
  const store = sqliteStore(later.file);
  const clock = manualClock(Date.parse('2026-03-10T00:00+08:00'));
  const engine = createEngine({ processes: [visit, hazard], store, directory: directoryOf({}), calendar: china(), clock });
  await engine.runDue();
  await store.close();
  const { out } = await at(`history v1 --db ${later.file} --process ./visit.ts`);
  later.remove();
  expect(out).toMatch(/2026-03-09 10:00 周一\/Mon +visitBy 走访期限到期 \/ to visit: time is up +bihuan:system +→ missed 漏访 \/ missed/);
});

it('refuses a case that the tenant does not have', async () => {
  expect(await at('history h9')).toMatchObject({
    code: 2,
    err: 'CASE_UNKNOWN: 租户 zhuankou 没有案件 h9 / Tenant zhuankou has no case h9\n',
  });
  expect((await at('history h1 --tenant others')).code).toBe(2);
});

it('says which entry cannot be read', async () => {
  const broken = await communityDesk();
  const database = new DatabaseSync(broken.file);
  database.exec(`update bihuan_journal set entry = '{' where case_id = 'h1' and revision = 2`);
  database.close();
  const { code, err } = await at(`history h1 --db ${broken.file}`);
  broken.remove();
  expect(code).toBe(1);
  expect(err).toMatch(/^JOURNAL_UNREADABLE: .*Entry 2 of case h1 cannot be read/);
});
