import type { AnyProcess } from '@bihuan/core';
import { tieredResponse } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import type { Suite } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { essay } from '../generate/essay.fixture.ts';
import { generate } from '../generate/generate.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';

const suiteOfEssay = generate(essay, { cover: ['loops'] });

/** What the case that covers an obligation did, in short; what was refused in brackets. */
const toldOf = ({ paths }: Suite, id: string): readonly string[] =>
  (paths.find(({ covers }) => covers.includes(id))?.steps ?? []).map(({ command, negative }) =>
    negative ? `(${command})` : String(command),
  );
const count = (told: readonly string[], command: string) => told.filter((each) => each === command).length;

describe('loops', () => {
  it('are the steps that lead back towards the opening, each taken not at all, once, and at its limit', async () => {
    const { obligations, totals } = await suiteOfEssay;
    expect(obligations.map(({ id }) => id)).toEqual(
      ['paused|goOn|0', 'reading|sendBack|0', 'reading|talk|0'].flatMap((loop) =>
        ['zero', 'once', 'limit'].map((times) => `loop:${loop}:${times}`),
      ),
    );
    expect(totals).toMatchObject({ covered: 9, coverable: 9 });
  });

  it('have their limit where a counter turns, and that is tried', async () => {
    const told = toldOf(await suiteOfEssay, 'loop:reading|sendBack|0:limit');
    expect([count(told, 'sendBack'), told.at(-1)]).toEqual([2, '(sendBack)']);
  });

  it('have their limit where a counter turns elsewhere, on a step no round can do without', async () => {
    const told = toldOf(await suiteOfEssay, 'loop:paused|goOn|0:limit');
    expect(told.slice(-3)).toEqual(['pause', 'goOn', '(pause)']);
  });

  it('are taken twice where nothing limits them', async () => {
    expect(count(toldOf(await suiteOfEssay, 'loop:reading|talk|0:limit'), 'talk')).toBeGreaterThanOrEqual(2);
    expect(count(toldOf(await suiteOfEssay, 'loop:reading|talk|0:zero'), 'talk')).toBe(0);
  });

  it.each([essay, tieredResponse] as readonly AnyProcess[])('of $id are walked on the engine as they say', async (process) => {
    const suite = process === essay ? await suiteOfEssay : await generate(process, { cover: ['loops'] });
    const { results } = await runSuite(suite, engineDriver(process, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(suite.totals.covered / suite.totals.coverable).toBeGreaterThan(0.9);
  });
});
