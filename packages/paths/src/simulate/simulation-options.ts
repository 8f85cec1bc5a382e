// What a simulation is told: who comes, who works and when, how long things take, and what people choose. Checked before anything runs.
import type { Calendar, CaseRecord, Process } from '@bihuan/core';
import { optionInvalid } from '../option-invalid.ts';
import { type Distribution, sampler } from './distribution.ts';
import type { LogRow } from './event-log.ts';
import type { Draw } from './random-stream.ts';

/** When cases come: by chance so many a day on average, one every so often, or at given moments (epoch ms, ascending). */
export type Arrivals = { readonly perDay: number } | { readonly everyMs: number } | { readonly atMs: readonly number[] };

/** What a generator of payloads may look at. */
export interface SimulationView {
  /** The case; null for its opening. */
  readonly record: CaseRecord | null;
  readonly nowMs: number;
  /** Chance that belongs to this case. */
  readonly draw: Draw;
  /** Somebody of the staff with one of these roles: whoever has least to do. */
  readonly pick: (...roles: readonly string[]) => string;
}

export type PayloadMaker = (view: SimulationView) => unknown;

export interface SimulationOptions {
  /** How many people work in each role; they are called `role-1`, `role-2` … */
  readonly staff: Readonly<Record<string, number>>;
  /** Further people, with several roles each. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  readonly arrivals: Arrivals;
  /** Ends when so many cases have come and are done with, */
  readonly cases?: number;
  /** or at a moment (epoch ms). One of the two, or both: whichever comes first. */
  readonly untilMs?: number;
  readonly seed?: number;
  /** Epoch ms. Default 2026-01-05 09:00 in China, a Monday. */
  readonly startMs?: number;
  /** When people work. Default: round the clock. */
  readonly hours?: Calendar;
  /** What counts deadlines. Default: `hours`, or natural time. */
  readonly calendar?: Calendar;
  /** How long a command takes, in working time; `default` for those not named. Default: exponential, with a mean of half an hour. */
  readonly durations?: Readonly<Record<string, Distribution>>;
  /**
   * How often people take a command in a state, by weight. States that are not named: all commands that the process allows alike, but those that set a
   * case back a fifth as often, and those that give it up a fiftieth. Commands of linked cases (`system`) happen only where they are named; they take their duration and nobody's time.
   */
  readonly choices?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What cases are opened with. Default: drawn from the schema once. */
  readonly input?: PayloadMaker;
  /** Payloads by command. Default: drawn from the schema once; fields that name a person get somebody of the staff. */
  readonly payloads?: Readonly<Record<string, PayloadMaker>>;
  /** What people take first. Default: what waits longest. */
  readonly priority?: 'fifo' | 'due' | 'priority';
  /** Figures leave out what happens before this has passed. Default 0. */
  readonly warmUpMs?: number;
  /** Most that may happen. Default 50,000,000. */
  readonly maxEvents?: number;
  /** Most cases open at once: beyond, they pile up for ever. Default 200,000. */
  readonly maxOpenCases?: number;
  /** Most steps of one case: beyond, it goes in circles and is set aside. Default 200. */
  readonly maxStepsPerCase?: number;
  /** Told of everything that is done, in order of its end. */
  readonly log?: (row: LogRow) => void;
}

export type CheckedOptions = Required<Omit<SimulationOptions, 'hours' | 'calendar' | 'input' | 'log'>> &
  Pick<SimulationOptions, 'hours' | 'calendar' | 'input' | 'log'>;

const where = 'simulate';
const halfAnHour: Distribution = { kind: 'exponential', meanMs: 1_800_000 };

/** The options with their defaults. Throws `OPTION_INVALID`, naming the option. */
export function checkOptions(process: Process, options: SimulationOptions): CheckedOptions {
  const check = (option: string, holds: boolean, wanted: string) => {
    if (!holds) throw optionInvalid(where, option, wanted);
  };
  const {
    staff,
    people = {},
    arrivals,
    cases,
    untilMs,
    choices = {},
    payloads = {},
    durations = {},
    hours,
    calendar,
    priority,
  } = options ?? {};
  const { roles, commands } = process.spec;
  const startMs = options?.startMs ?? Date.UTC(2026, 0, 5, 1);
  check('staff', typeof staff === 'object' && staff !== null, 'how many people work in each role');
  for (const [role, count] of Object.entries(staff)) {
    check(`staff.${role}`, roles.includes(role), `for a role of ${process.id}: ${roles.join(', ')}`);
    check(`staff.${role}`, Number.isSafeInteger(count) && count >= 0 && count <= 10_000, 'a whole number from 0 to 10,000');
  }
  for (const [id, held] of Object.entries(people))
    check(`people.${id}`, Array.isArray(held) && held.every((role) => roles.includes(role)), `a list of roles of ${process.id}`);
  check('arrivals', isArrivals(arrivals), '{ perDay }, { everyMs } or { atMs } with times above 0, ascending');
  check('cases', cases === undefined || (Number.isSafeInteger(cases) && cases > 0), 'a whole number above 0');
  check('untilMs', untilMs === undefined || (Number.isFinite(untilMs) && untilMs > startMs), 'a moment after startMs');
  check('cases', cases !== undefined || untilMs !== undefined || 'atMs' in arrivals, 'given, or untilMs');
  for (const [name, calendarGiven] of Object.entries({ hours, calendar }))
    check(name, calendarGiven === undefined || typeof calendarGiven.due === 'function', 'a calendar');
  for (const [name, distribution] of Object.entries(durations)) {
    check(`durations.${name}`, name === 'default' || Object.hasOwn(commands, name), `for a command of ${process.id}, or default`);
    sampler(distribution, where, `durations.${name}`);
  }
  for (const name of Object.keys(payloads)) {
    check(`payloads.${name}`, Object.hasOwn(commands, name), `for a command of ${process.id}`);
    check(`payloads.${name}`, typeof payloads[name] === 'function', 'a function of a view');
  }
  check('input', options.input === undefined || typeof options.input === 'function', 'a function of a view');
  check('priority', priority === undefined || ['fifo', 'due', 'priority'].includes(priority), "'fifo', 'due' or 'priority'");
  for (const name of ['seed', 'warmUpMs', 'maxEvents', 'maxOpenCases', 'maxStepsPerCase'] as const)
    check(name, options[name] === undefined || (Number.isFinite(options[name]) && options[name] >= 0), 'a number from 0 on');
  return {
    cases: Number.POSITIVE_INFINITY,
    untilMs: Number.POSITIVE_INFINITY,
    seed: 1,
    priority: 'fifo',
    warmUpMs: 0,
    maxEvents: 50_000_000,
    maxOpenCases: 200_000,
    maxStepsPerCase: 200,
    ...options,
    startMs,
    people,
    choices,
    payloads,
    durations: { default: halfAnHour, ...durations },
  };
}

function isArrivals(arrivals: Arrivals): boolean {
  if (typeof arrivals !== 'object' || arrivals === null) return false;
  if ('perDay' in arrivals) return Number.isFinite(arrivals.perDay) && arrivals.perDay > 0;
  if ('everyMs' in arrivals) return Number.isFinite(arrivals.everyMs) && arrivals.everyMs >= 1;
  return Array.isArray(arrivals.atMs) && arrivals.atMs.every((at, index) => Number.isFinite(at) && at >= (arrivals.atMs[index - 1] ?? 0));
}
