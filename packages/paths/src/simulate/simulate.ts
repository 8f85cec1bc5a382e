// simulate(process, options): many cases, few people, working time: where work waits, what is late, who is busy.
import type { AnyProcess, Process } from '@bihuan/core';
import { Simulation } from './simulation.ts';
import { checkOptions, type SimulationOptions } from './simulation-options.ts';
import type { SimulationReport } from './simulation-report.ts';

/**
 * Plays many cases through a process, by discrete events. The same process, options and seed give the same report, but for `speed`. People, times and
 * choices are the options'; what is possible, who may, and what is late, the process decides.
 *
 * Built-in acts (extend, suspend …) are not played. Throws `OPTION_INVALID`, naming the option.
 *
 *     simulate(hazard, { cases: 10_000, arrivals: { perDay: 40 }, staff: { recorder: 2, owner: 6, verifier: 2, community: 1 }, hours: china() })
 */
export function simulate(process: AnyProcess, options: SimulationOptions): SimulationReport {
  const checked = checkOptions(process, options);
  const started = performance.now();
  const simulation = new Simulation(process, checked);
  const partial = simulation.run();
  simulation.closeBooks();
  return report(process, simulation, partial, performance.now() - started);
}

function report(process: Process, simulation: Simulation, partial: SimulationReport['partial'], wallMs: number): SimulationReport {
  const { figures, staff, working, nowMs: endMs, options, opened, steps, refusals, circling, stuck, live } = simulation;
  const roles = figures.roles(staff, working.betweenMs(figures.fromMs, endMs));
  const [role, busiest] = Object.entries(roles).reduce<readonly [string | null, number]>(
    (most, [name, { utilisation }]) => (utilisation > most[1] ? [name, utilisation] : most),
    [null, 0],
  );
  const [state, waitedMs] = figures.longestWait();
  const stuckCases = [...stuck.values()].reduce((sum, count) => sum + count, 0);
  const unfinished = live + circling + stuckCases;
  return {
    process: process.id,
    version: process.version,
    seed: options.seed,
    startMs: options.startMs,
    fromMs: figures.fromMs,
    endMs,
    cases: { opened, closed: opened - unfinished, unfinished, stuck: Object.fromEntries(stuck), circling },
    ...figures.totals(endMs),
    states: figures.states(endMs),
    deadlines: figures.deadlines(),
    roles,
    bottleneck: { role, utilisation: busiest, state, waitedMs },
    steps,
    refusals,
    growing: figures.growing(endMs),
    ...(partial && { partial }),
    speed: { wallMs, casesPerSecond: (opened / wallMs) * 1000, stepsPerSecond: (steps / wallMs) * 1000 },
  };
}
