import { china } from '@bihuan/calendar';
import { hazard, tieredResponse } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { readSuite } from '../cases/read-suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { groupBy } from '../group-by.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import { generate } from './generate.ts';

describe('cases for transitions', () => {
  it('take every transition of the three-level response, and run on the engine as they say', async () => {
    const suite = readSuite(await generate(tieredResponse));
    expect(suite.obligations.filter((each) => !each.covered)).toEqual([]);
    expect(new Set(suite.paths.flatMap(({ steps }) => steps.flatMap(({ transitions }) => transitions))).size).toBe(46);
    expect(suite.totals.lowerBound).toBeLessThanOrEqual(suite.totals.steps);
    const { results } = await runSuite(suite, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('are the same every time', async () => {
    const [one, other] = [await generate(tieredResponse), await generate(tieredResponse)];
    expect(one.paths.map(({ id }) => id)).toEqual(other.paths.map(({ id }) => id));
  });

  it('may be walked on a real calendar', async () => {
    const suite = await generate(tieredResponse, { calendar: china() });
    expect(suite.calendar).toBe(china().id);
    expect(suite.totals.covered).toBeGreaterThan(40);
  });
});

describe('cases for more than transitions', () => {
  it('refuse the wrong people, the wrong moment and the wrong content on the way, and change nothing', async () => {
    const suite = await generate(tieredResponse, { cover: ['transitions', 'rules', 'deadlines', 'roles', 'negatives', 'payloads'] });
    const refused = suite.paths.flatMap(({ steps }) => steps).filter(({ negative }) => negative);
    expect(new Set(refused.map(({ expect: { outcome } }) => outcome))).toEqual(new Set(['forbidden', 'refused', 'invalid', 'replayed']));
    expect(refused.length).toBeGreaterThan(500);
    const { results } = await runSuite(suite, engineDriver(tieredResponse, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('try every command twice at once, and again with its key', async () => {
    const { paths, obligations } = await generate(tieredResponse, { cover: ['transitions', 'negatives'] });
    const kinds = groupBy(
      paths.flatMap(({ steps }) => steps),
      ({ kind }) => kind,
    );
    const commands = Object.values(tieredResponse.spec.commands).filter(({ by }) => by.some((role) => role !== 'system')).length;
    expect(kinds.get('together')?.length).toBe(commands);
    expect(kinds.get('retry')?.every(({ expect: { outcome } }) => outcome === 'replayed')).toBe(true);
    expect(obligations.filter(({ id, covered }) => covered && /^negative:\w+:twice$/.test(id)).length).toBe(commands);
  });

  it('wait until the last moment before a deadline, and for the deadline', async () => {
    const suite = await generate(tieredResponse, { cover: ['deadlines'] });
    const offsets = new Set(suite.paths.flatMap(({ steps }) => steps.flatMap(({ time }) => (time ? [time.offsetMs] : []))));
    expect([...offsets]).toEqual(expect.arrayContaining([-1, 0]));
  });
});

describe('rules alone', () => {
  it('are made to hold and to refuse, also where a counter has to be full and where a deadline asks them', async () => {
    const { obligations, paths } = await generate(tieredResponse, { cover: ['rules'] });
    const open = obligations.filter(({ covered }) => !covered).map(({ id }) => id);
    expect(open).toEqual(['rule:toWhistle=false']); // levels are 1, 2 and 3: asked last, it always holds
    expect(paths.flatMap(({ covers }) => covers)).toContain('rule:remindersLeft=false');
  });
});

describe('what is written down', () => {
  it('is something else before: reminders are counted where they are to start anew', async () => {
    const { paths, obligations, totals } = await generate(tieredResponse, { cover: ['updates'] });
    const written = obligations.filter(({ criterion }) => criterion === 'updates').map(({ id }) => id);
    expect(written).toContain('update:classify:reminders');
    expect(totals.covered).toBe(obligations.length);
    const steps = paths.flatMap((path) =>
      path.steps.filter(({ command }) => command === 'classify').map(({ expect: { context = {} } }) => context),
    );
    expect(steps.some((context) => context.reminders === 0)).toBe(true);
  });
});

describe('what cannot be covered', () => {
  it('is said, and never called covered', async () => {
    const suite = await generate(hazard);
    const missing = suite.obligations.filter((each) => !each.covered).map(({ id }) => id);
    expect(missing).toContain('transition:rectified|pass|1'); // only where a community strikes off first
    expect(suite.totals.notExplored).toEqual([expect.stringContaining('were not reached')]);
  });

  it('may be excluded, with a reason', async () => {
    const suite = await generate(hazard, { cover: ['states'], exclude: { 'state:watched': 'our community looks back first' } });
    expect(suite.obligations.find(({ id }) => id === 'state:watched')).toMatchObject({
      covered: false,
      excluded: 'our community looks back first',
    });
    expect(suite.totals.covered).toBe(suite.totals.coverable);
  });

  it('is refused where there is no such criterion', async () => {
    await expect(generate(hazard, { cover: ['everything' as never] })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });
});
