/// <reference types="node" />
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

// chinese-days alone is a day off for weekdays in every process west of Greenwich; TZDate is a day off in Apia for 2011-12-30.
const PROCESS_ZONES = [
  'UTC',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Atlantic/Azores',
  'Africa/Cairo',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Australia/Lord_Howe',
];

const FACTS = `
import { china, weekdays } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
const calendar = china();
let days = '';
for (let ms = Date.UTC(2003, 0, 1); ms < Date.UTC(2028, 0, 1); ms += 86400000) {
  const date = new Date(ms).toISOString().slice(0, 10);
  days += calendar.isWorkingDay(date) ? (calendar.isKnownDay(date) ? 'W' : 'w') : '.';
}
const year = (y) => days.slice((Date.UTC(y, 0, 1) - Date.UTC(2003, 0, 1)) / 86400000, (Date.UTC(y + 1, 0, 1) - Date.UTC(2003, 0, 1)) / 86400000);
const newYork = weekdays({ timeZone: 'America/New_York', officeHours: ['09:00-17:00'] });
const start = Date.parse('2026-02-13T10:00+08:00');
console.log(JSON.stringify({
  days,
  known: days.replace(/[^W]/g, '').length,
  worked2026: year(2026).replaceAll('.', '').length,
  national: ['2024-09-30', '2024-10-01', '2024-10-12'].map((date) => calendar.isWorkingDay(date)),
  found: calendar.addWorkingDays('2026-02-13', 5).date,
  due: new Date(calendar.due(start, { workingDays: 5, end: 'end-of-day' }).dueAtMs).toISOString(),
  hours: new Date(calendar.due(start, { workingHours: 20 }).dueAtMs).toISOString(),
  apia: new Date(calendar.due(Date.parse('2011-12-29T10:00+08:00'), { workingDays: 1 }).dueAtMs).toISOString(),
  newYork: new Date(newYork.due(Date.parse('2026-03-06T21:00Z'), { workingHours: 2 }).dueAtMs).toISOString(),
}));
`;

async function factsIn(zone: string): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', FACTS], {
    env: { ...process.env, TZ: zone },
  });
  return JSON.parse(stdout);
}

describe('whatever the time zone of the process', () => {
  it('every day and due time is the same', async () => {
    const [first, ...others] = await Promise.all(PROCESS_ZONES.map(factsIn));
    expect(first).toMatchObject({
      worked2026: 248,
      national: [true, false, true],
      found: '2026-02-27',
      due: '2026-02-27T16:00:00.000Z',
      hours: '2026-02-25T01:00:00.000Z',
      apia: '2011-12-30T02:00:00.000Z',
      newYork: '2026-03-09T14:00:00.000Z',
    });
    for (const [index, facts] of others.entries()) expect(facts, PROCESS_ZONES[index + 1]).toEqual(first);
  }, 20_000);
});
