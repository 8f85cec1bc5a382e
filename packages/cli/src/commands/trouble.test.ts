import { china } from '@bihuan/calendar';
import { createEngine, directoryOf, manualClock } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { communityDesk, type Desk, monday, unit } from '../fixtures/community.ts';
import { bihuan } from '../fixtures/terminal.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await communityDesk();
});
afterEach(() => desk.remove());
const at = (words: string) => bihuan(words, { env: { BIHUAN_DB: desk.file, BIHUAN_TENANT: 'zhuankou' } });

it('lists deadlines that nobody applies, and messages that never arrived', async () => {
  const store = sqliteStore(desk.file);
  const engine = createEngine({
    processes: [hazard],
    store,
    calendar: china(),
    clock: manualClock(monday),
    attempts: 1,
    directory: directoryOf({ lin: [{ role: 'recorder', unit: 'xindu' }] }),
    subscribers: { sms: { handle: () => Promise.reject(new Error('no line')) } },
  });
  const by = { tenant: 'zhuankou', id: 'lin' };
  await engine.open(hazard, { id: 'h9', by, unit, input: { place: '3栋', description: '楼道堆物' } });
  await engine.send('h9', 'void', { by, payload: { reason: '误报' } });
  await engine.relay();
  await store.close();

  const { code, out } = await at('trouble --lang en');
  const { json } = await at('trouble --format json');
  expect(code).toBe(0);
  expect(json.stuckTimers.map((timer: { case: string }) => timer.case)).toContain('h1');
  expect(out).toMatch(/h1 +deadline rectifying#rectify +hazard@1 .* no engine applies it/);
  expect(json.deadLetters.length).toBe(out.split('\n').filter((line) => line.includes('no line')).length);
});

it('says so when there is none', async () => {
  expect(await bihuan('trouble --lang en', { env: { BIHUAN_DB: desk.file, BIHUAN_TENANT: 'nobody' } })).toMatchObject({
    code: 0,
    out: 'No trouble\n',
  });
});
