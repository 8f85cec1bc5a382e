import { tieredResponse } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { readSuite } from '../cases/read-suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { exporters } from '../export/index.ts';
import { coverageFromRun } from '../report/coverage.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import { generate } from './generate.ts';

const requirements = {
  'R-1': ['transition:confirming|confirm|0', 'rule:confirmerIsNotHandler=false'],
  'R-2': ['state:noAction'],
  'R-3': ['pair:whistle.rating|rate|0>confirming|notYet|0', 'state:resolved'],
};
const suiteOf = generate(tieredResponse, { cover: ['requirements'], requirements });

describe('requirements', () => {
  it('are covered when all they ask for is, and nothing else is asked for', async () => {
    const { obligations } = await suiteOf;
    const told = Object.fromEntries(obligations.map(({ id, covered }) => [id, covered]));
    expect(told).toEqual({
      'transition:confirming|confirm|0': true,
      'rule:confirmerIsNotHandler=false': true,
      'state:noAction': true,
      'state:resolved': true,
      'pair:whistle.rating|rate|0>confirming|notYet|0': false,
      'requirement:R-1': true,
      'requirement:R-2': true,
      'requirement:R-3': false,
    });
    expect(obligations.find(({ id }) => id === 'requirement:R-1')).toMatchObject({ parts: requirements['R-1'] });
  });

  it('are left out where a part of them is, and for that reason', async () => {
    const { obligations } = await generate(tieredResponse, {
      cover: ['requirements'],
      requirements: { 'R-2': ['state:noAction'] },
      exclude: { 'state:noAction': 'not here' },
    });
    expect(obligations.find(({ id }) => id === 'requirement:R-2')).toMatchObject({ covered: false, excluded: 'state:noAction: not here' });
  });

  it('are named by every path that has a part in them, in the file and in what people read', async () => {
    const suite = readSuite(JSON.stringify(await suiteOf));
    for (const { covers, requirements: own = [] } of suite.paths)
      expect(own).toEqual(Object.entries(requirements).flatMap(([id, parts]) => (parts.some((part) => covers.includes(part)) ? [id] : [])));
    expect(new Set(suite.paths.flatMap((path) => path.requirements ?? []))).toEqual(new Set(['R-1', 'R-2', 'R-3']));
    expect(exporters['gherkin-zh'].write(suite)).toMatch(/@p-\w+ .*@R-1/);
    expect(exporters.csv.write(suite, { language: 'en' })).toContain(',Requirements\r\n');
    expect(exporters.markdown.write(suite, { language: 'en' })).toContain('requirements: R-');
  });

  it('are proven by a run that passed all their parts', async () => {
    const suite = await suiteOf;
    const report = await runSuite(suite, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    const proven = coverageFromRun(suite, report).criteria.find(({ criterion }) => criterion === 'requirements');
    expect(proven).toMatchObject({ met: 2, covered: 2, coverable: 3 });
  });

  it.each([
    ['what the process has not', { R: ['transition:nowhere|x|0'] }],
    ['what is of no kind there is', { R: ['colour:red'] }],
    ['nothing', { R: [] }],
    ['no requirement at all', {}],
  ])('are refused where they ask for %s', async (_, asked) => {
    const options = { cover: ['requirements' as const], requirements: asked };
    await expect(generate(tieredResponse, options)).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'requirements' } });
  });
});
