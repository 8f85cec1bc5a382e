// What came of a simulation. Times are in ms of natural time unless a name says otherwise.
import type { Text } from '@bihuan/core';
import type { LevelFigures } from './level.ts';
import type { Spread } from './tally.ts';

export interface StateFigures {
  readonly label: Text;
  /** Cases in the state, waiting or being worked on. */
  readonly inState: LevelFigures;
  /** Work that waits for somebody. */
  readonly queue: LevelFigures;
  /** From coming to leaving. */
  readonly sojourn: Spread;
  /** From when work is there until somebody begins with it. */
  readonly waiting: Spread;
  /** From beginning to end, nights and weekends included. */
  readonly handling: Spread;
  /** Work that nobody had begun, or had to leave half-way, when a deadline moved the case on. */
  readonly overtaken: number;
  readonly throughputPerDay: number;
}

export interface DeadlineFigures {
  readonly label: Text;
  readonly met: number;
  readonly fired: number;
  /** Met, of those that came to an end; null while none did. */
  readonly onTime: number | null;
}

export interface RoleFigures {
  readonly label: Text;
  readonly people: number;
  /** Part of the working time that was spent working, from 0 to 1. */
  readonly utilisation: number;
}

export interface SimulationReport {
  readonly process: string;
  readonly version: number;
  readonly seed: number;
  readonly startMs: number;
  /** From when figures count: the start, and the time to warm up. */
  readonly fromMs: number;
  readonly endMs: number;
  readonly cases: {
    readonly opened: number;
    readonly closed: number;
    readonly unfinished: number;
    /** Of those unfinished: cases that nobody can do anything with and no deadline moves; by state. */
    readonly stuck: Readonly<Record<string, number>>;
    /** Set aside because they went in circles. */
    readonly circling: number;
  };
  readonly throughputPerDay: number;
  /** From opening to end, of those that ended. */
  readonly leadTime: Spread;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly states: Readonly<Record<string, StateFigures>>;
  readonly deadlines: Readonly<Record<string, DeadlineFigures>>;
  readonly roles: Readonly<Record<string, RoleFigures>>;
  /** The role with the highest utilisation, and the state whose work waited longest in sum; null where there is none. */
  readonly bottleneck: {
    readonly role: string | null;
    readonly utilisation: number;
    readonly state: string | null;
    readonly waitedMs: number;
  };
  readonly steps: number;
  /** Commands that were refused when their work was done, because the case had moved on meanwhile. */
  readonly refusals: number;
  /** In words: queues that grew to the end, and what stopped the simulation before its end. Then the figures are of a part. */
  readonly growing: readonly string[];
  readonly partial?: Text;
  /** How fast it was computed: differs from run to run. */
  readonly speed: { readonly wallMs: number; readonly casesPerSecond: number; readonly stepsPerSecond: number };
}
