import { tieredResponse } from '@bihuan/processes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { readSuite } from '../cases/read-suite.ts';
import { generate } from '../generate/generate.ts';
import { generateMachine } from '../generate/generate-machine.ts';
import { longestTrip } from './round-trips.ts';

/** Where each event of each state leads; every state is an end that may be left. */
const charts = fc
  .array(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 6 })
  .map((targets) => targets.map((each) => each.map((to) => to % targets.length)));

const machineOf = (targets: readonly (readonly number[])[]) =>
  createMachine({
    id: 'random',
    initial: 's0',
    states: Object.fromEntries(
      targets.map((each, index) => [
        `s${index}`,
        { on: Object.fromEntries(each.map((to, event) => [`E${event}`, { target: `s${to}`, reenter: true }])) },
      ]),
    ),
  } as never);

/** Simple circles among the states that are reached, each as the set of its transitions: found the slow way, from every state. */
function circlesOf(targets: readonly (readonly number[])[]): ReadonlySet<string> {
  const reached = new Set([0]);
  for (const state of reached) for (const to of targets[state]!) reached.add(to);
  const found = new Set<string>();
  const walk = (start: number, at: number, seen: readonly number[], taken: readonly string[]): void => {
    targets[at]!.forEach((to, event) => {
      const next = [...taken, `s${at}|E${event}|0`];
      if (next.length > longestTrip) return;
      if (to === start) found.add([...next].sort().join(','));
      else if (!seen.includes(to)) walk(start, to, [...seen, to], next);
    });
  };
  for (const state of reached) walk(state, state, [state], []);
  return found;
}

describe('round trips', () => {
  it('are all simple circles, each once, and each is gone round', () => {
    fc.assert(
      fc.property(charts, (targets) => {
        const { obligations, paths } = readSuite(JSON.stringify(generateMachine(machineOf(targets) as never, { cover: ['roundTrips'] })));
        const trips = obligations.map(({ id }) => id.slice('trip:'.length).split(','));
        expect(new Set(trips.map((trip) => [...trip].sort().join(',')))).toEqual(circlesOf(targets));
        expect(trips.length).toBe(circlesOf(targets).size);
        const taken = paths.map(({ steps }) => steps.flatMap(({ transitions }) => transitions).join(','));
        expect(trips.filter((trip) => !taken.some((each) => each.includes(trip.join(','))))).toEqual([]);
        expect(obligations.every(({ covered }) => covered)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('have the same names in whatever order events are written', () => {
    const machine = (events: readonly string[]) =>
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { on: Object.fromEntries(events.map((each) => [each, 'b'])) }, b: { on: { BACK: 'a' } } },
      } as never);
    const ids = (events: readonly string[]) =>
      generateMachine(machine(events) as never, { cover: ['roundTrips'] }).obligations.map(({ id }) => id);
    expect(ids(['X', 'Y'])).toEqual(['trip:a|X|0,b|BACK|0', 'trip:a|Y|0,b|BACK|0']);
    expect(ids(['Y', 'X'])).toEqual(ids(['X', 'Y']));
  });

  it('of a process are gone round where its rules allow it; the others are named, and so is what was not asked for', async () => {
    const { obligations, paths, totals } = readSuite(JSON.stringify(await generate(tieredResponse, { cover: ['roundTrips'] })));
    const taken = paths.map(({ steps }) =>
      steps
        .map(({ transitions }) => transitions.join('+'))
        .filter((kind) => kind !== '')
        .join(','),
    );
    for (const { id, covered } of obligations)
      expect([id, taken.some((each) => each.includes(id.slice('trip:'.length)))]).toEqual([id, covered]);
    expect(totals.covered).toBeGreaterThan(15);
    expect(totals.notExplored).toEqual([
      expect.stringContaining('were not reached'),
      expect.stringContaining(`more than ${longestTrip} steps`),
    ]);
  });
});
