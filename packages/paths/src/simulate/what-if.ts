// whatIf(process, options, change): the same cases twice, once changed; what that changes, and how sure that is.
import type { AnyProcess } from '@bihuan/core';
import { optionInvalid } from '../option-invalid.ts';
import { simulate } from './simulate.ts';
import type { SimulationOptions } from './simulation-options.ts';
import type { SimulationReport } from './simulation-report.ts';

export interface Difference {
  /** `waiting rectified` (ms), `queue rectified`, `on time rectifying#rectify`, `utilisation verifier`, `lead time` (ms), `throughput per day`. */
  readonly figure: string;
  readonly before: number;
  readonly after: number;
  /** After less before, on average over the replications, and where its true value lies in 19 of 20 cases. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export interface WhatIf {
  readonly replications: number;
  /** Of the first replication. */
  readonly before: SimulationReport;
  readonly after: SimulationReport;
  readonly differences: readonly Difference[];
}

/**
 * Simulates with `options` and with `change(options)`, `replications` times under different seeds. Both see the same arrivals, choices and durations
 * (common random numbers), so that differences come from the change. Throws `OPTION_INVALID`.
 *
 *     whatIf(hazard, options, (now) => ({ ...now, staff: { ...now.staff, verifier: 3 } }))
 */
export function whatIf(
  process: AnyProcess,
  options: SimulationOptions,
  change: (options: SimulationOptions) => SimulationOptions,
  { replications = 10 }: { readonly replications?: number } = {},
): WhatIf {
  if (!Number.isSafeInteger(replications) || replications < 2) throw optionInvalid('whatIf', 'replications', 'a whole number from 2 on');
  const first = options.seed ?? 1;
  const pairs = Array.from({ length: replications }, (_, index) => {
    const seeded = { ...options, seed: first + index };
    return { before: simulate(process, seeded), after: simulate(process, change(seeded)) };
  });
  const figures = pairs.map(({ before, after }) => ({ before: figuresOf(before), after: figuresOf(after) }));
  const names = [...figures[0]!.before.keys()].filter((name) => figures.every((pair) => pair.before.has(name) && pair.after.has(name)));
  const differences = names.map((figure) => {
    const [before, after] = (['before', 'after'] as const).map((side) => figures.map((pair) => pair[side].get(figure)!));
    const changes = before!.map((value, index) => after![index]! - value);
    const difference = mean(changes);
    const margin = studentQuantile(replications - 1) * Math.sqrt(variance(changes, difference) / replications);
    return { figure, before: mean(before!), after: mean(after!), difference, low: difference - margin, high: difference + margin };
  });
  return { replications, before: pairs[0]!.before, after: pairs[0]!.after, differences };
}

function figuresOf({ states, deadlines, roles, leadTime, throughputPerDay }: SimulationReport): ReadonlyMap<string, number> {
  return new Map([
    ['lead time', leadTime.mean],
    ['throughput per day', throughputPerDay],
    ...Object.entries(states).flatMap(([state, { waiting, queue }]): [string, number][] => [
      [`waiting ${state}`, waiting.mean],
      [`queue ${state}`, queue.mean],
    ]),
    ...Object.entries(deadlines).map(([key, { onTime }]): [string, number] => [`on time ${key}`, onTime ?? 1]),
    ...Object.entries(roles).map(([role, { utilisation }]): [string, number] => [`utilisation ${role}`, utilisation]),
  ]);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[], around: number): number =>
  values.reduce((sum, value) => sum + (value - around) ** 2, 0) / (values.length - 1);

/** Student's t for 95%, two-sided, by degrees of freedom. */
const student = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093,
];
const studentQuantile = (freedom: number): number => student[freedom - 1] ?? 1.96 + 2.5 / freedom;
