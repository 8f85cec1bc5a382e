import { hazard, tieredResponse } from '@bihuan/processes';
import { expect, it } from 'vitest';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { showingsOf } from '../explore/showings.ts';
import { generate } from '../generate/generate.ts';
import { judgeSuite, survivorsOf } from './judge-suite.ts';
import { mutantsOf } from './mutants-of.ts';

const partners = [tieredResponse, hazard];

it('of 200 mutants of the hazard process, the generated cases kill 95 % of those that exploring tells apart', async () => {
  const cover = ['transitions', 'rules', 'deadlines', 'roles', 'negatives', 'payloads', 'updates'] as const;
  const suite = await generate(hazard, { cover, with: partners });
  const { mutants } = mutantsOf(hazard, { most: 200, seed: 1 });
  const score = await judgeSuite(suite, mutants, { calendar: everyDayCalendar });
  const survivors = survivorsOf(hazard, score, { states: 300, showings: showingsOf(partners) });
  const differ = survivors.filter(({ steps }) => steps);
  expect(score.killed + survivors.length).toBe(200);
  expect(score.killed).toBeGreaterThan(150);
  expect(score.killed / (score.killed + differ.length)).toBeGreaterThanOrEqual(0.95);
  // Whoever survives and could be told apart is shown the steps that do.
  for (const { steps } of differ) expect(steps![0]!.kind).toBe('open');
}, 180_000);
