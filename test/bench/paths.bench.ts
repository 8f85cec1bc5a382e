// Tours, proofs and runs: how long they take, how close to the bound they are, and what a million states weigh.
import type { AnyProcess } from '@bihuan/core';
import { engineDriver, everyDayCalendar, explore, generate, generateMachine, processModel, runSuite, verify } from '@bihuan/paths';
import { fourLists, hazard, proofs, tieredResponse, wish } from '@bihuan/processes';
import { type AnyStateMachine, createMachine } from 'xstate';
import { grid } from './grid.ts';
import { row, verdict } from './timing.ts';

const catalogue: readonly AnyProcess[] = [tieredResponse, hazard, wish, fourLists];
const states = 30_000;

export async function benchPaths(): Promise<void> {
  for (const most of [36, 79]) weigh(most);
  for (const each of catalogue) await tours(each);
  for (const count of [20, 100, 300, 1000]) machineTours(count);
  for (const each of catalogue) await proof(each);
  await runs();
}

const timed = async <Result>(run: () => Result | Promise<Result>): Promise<readonly [Result, seconds: number]> => {
  const start = performance.now();
  const result = await run();
  return [result, (performance.now() - start) / 1000];
};

/** Resident memory counts all of the process that measures. */
function weigh(most: number): void {
  const start = performance.now();
  const { graph } = explore(processModel(grid(most)), { states: 3_000_000 });
  const seconds = (performance.now() - start) / 1000;
  const rss = process.memoryUsage().rss / 1e9;
  row(`${graph.nodeCount} states, ${graph.edgeCount} moves`, `${seconds.toFixed(1)} s`, `${rss.toFixed(2)} GB resident`);
  if (graph.nodeCount > 1e6) row('  resident memory at a million states', `${rss.toFixed(2)} GB`, verdict(rss < 2, '< 2 GB'));
}

async function tours(of: AnyProcess): Promise<void> {
  const [{ totals }, seconds] = await timed(() => generate(of, { with: catalogue }));
  const { paths, steps, lowerBound, covered, coverable } = totals;
  row(`tours of ${of.id}: ${covered} of ${coverable} transitions`, `${seconds.toFixed(2)} s`, verdict(seconds < 2, '< 2 s'));
  row(`  ${paths} cases, steps; bound with guards ignored`, `${steps}; ${lowerBound}`);
}

/** Every state listens to three events, two of which lead anywhere. */
function randomMachine(count: number): AnyStateMachine {
  let seed = count;
  const draw = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const target = (index: number, event: number) => (event === 0 ? (index + 1) % count : draw(count));
  const stateOf = (index: number) => ({ on: Object.fromEntries([0, 1, 2].map((event) => [`E${event}`, `s${target(index, event)}`])) });
  const all = Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, stateOf(index)]));
  return createMachine({ id: 'random', initial: 's0', states: all } as never) as AnyStateMachine;
}

function machineTours(count: number): void {
  const start = performance.now();
  const { steps, lowerBound } = generateMachine(randomMachine(count)).totals;
  const seconds = (performance.now() - start) / 1000;
  row(`tours of a machine of ${count} states, no guards`, `${seconds.toFixed(2)} s`);
  row('  steps; bound', `${steps}; ${lowerBound}`, verdict(steps <= 1.1 * lowerBound!, '≤ 1.10 ×'));
}

async function proof(of: AnyProcess): Promise<void> {
  const [{ sound, whole, states: seen }, seconds] = await timed(() =>
    verify(of, { ...proofs[of.id], with: catalogue, limits: { states } }),
  );
  row(
    `verify ${of.id}: ${seen} states, sound: ${sound}${whole ? '' : ', in part'}`,
    `${seconds.toFixed(1)} s`,
    verdict(seconds < 10, '< 10 s'),
  );
}

async function runs(): Promise<void> {
  const suite = await generate(tieredResponse, { cover: ['transitions', 'deadlines', 'roles', 'negatives'] });
  const many = {
    ...suite,
    paths: Array.from({ length: 20 }, (_, time) => suite.paths.map((path) => ({ ...path, id: `${path.id}-${time}` }))).flat(),
  };
  const [{ results }, seconds] = await timed(() => runSuite(many, engineDriver(tieredResponse, { calendar: everyDayCalendar })));
  const failed = results.filter(({ outcome }) => outcome !== 'passed').length;
  const perSecond = many.paths.reduce((sum, { steps }) => sum + steps.length, 0) / seconds;
  row(`steps a second on an engine in memory (${failed} failed)`, perSecond.toFixed(0), verdict(perSecond > 1000, '> 1,000'));
}
