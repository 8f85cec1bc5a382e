// What a law of the engine is, and what an engine hands in to be held to it: a factory, and what it can do.
import type { Capabilities, Engine, EngineOptions } from '@bihuan/core';
import { type Desk, type DeskOptions, deskAt } from './desk.ts';

/** What a law chooses; how cases are kept is the engine's own affair. The clock stands still until the law moves it. */
export type GivenOptions = Omit<EngineOptions<any>, 'store'> & Required<Pick<EngineOptions, 'clock' | 'newId'>>;

/** An engine without any case. */
export interface EngineUnderTest {
  readonly engine: Engine<any>;
  readonly capabilities: Capabilities;
  /** Resolves when nothing is under way and queries have caught up. What rests until a later time is not waited for. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface EngineHarness {
  readonly create: (options: GivenOptions) => Promise<EngineUnderTest>;
}

export interface EngineLaw {
  /** A sentence in the present tense; unique. */
  readonly name: string;
  readonly topic: string;
  /** Number in section 3 of the design. */
  readonly law: number;
  /** Throws `LawBroken`, or whatever the engine threw. */
  readonly run: (harness: EngineHarness) => Promise<void>;
}

/** Laws of one topic, each with an engine of its own. */
export function lawsOf(
  topic: string,
  bodies: readonly (readonly [law: number, name: string, body: (desk: Desk) => Promise<void>, options?: () => DeskOptions])[],
): readonly EngineLaw[] {
  return bodies.map(([law, name, body, options]) => ({
    name,
    topic,
    law,
    async run(harness) {
      const desk = await deskAt(harness, options?.());
      try {
        await body(desk);
      } finally {
        await desk.close();
      }
    },
  }));
}
