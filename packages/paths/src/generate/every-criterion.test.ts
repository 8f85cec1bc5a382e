import { describe, expect, it } from 'vitest';
import { readSuite } from '../cases/read-suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import { essay } from './essay.fixture.ts';
import { generate } from './generate.ts';
import { criteria } from './obligations.ts';

describe('every criterion', () => {
  const requirements = {
    'R-1': ['loop:reading|sendBack|0:limit', 'trip:reading|talk|0', 'triple:writing|submit|0>reading|sendBack|0>writing|submit|0'],
  };

  it.each(criteria)('%s makes a file that is one, and cases that run as they say', async (criterion) => {
    const suite = readSuite(JSON.stringify(await generate(essay, { cover: [criterion], requirements })));
    const { results } = await runSuite(suite, engineDriver(essay, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(suite.totals.notExplored.filter((each) => each.includes('could not be walked'))).toEqual([]);
    const ids = new Set(suite.obligations.flatMap(({ id, covered }) => (covered ? [id] : [])));
    expect(suite.paths.flatMap(({ covers }) => covers).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('goes with all others', async () => {
    const suite = readSuite(JSON.stringify(await generate(essay, { cover: criteria, requirements })));
    const { results } = await runSuite(suite, engineDriver(essay, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(suite.totals.notExplored.filter((each) => each.includes('could not be walked'))).toEqual([]);
    expect(suite.obligations.find(({ id }) => id === 'requirement:R-1')).toMatchObject({ covered: true });
  });
});
