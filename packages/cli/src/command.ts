// What a command of the CLI is: how it is declared to commander, and how it comes to its answer.
import type { Process } from '@bihuan/core';
import type { Command } from 'commander';
import type { Io } from './io.ts';
import type { Answer, Wording } from './wording.ts';

/** Everything a command is given. */
export interface Asked<Options> {
  readonly args: readonly (string | undefined)[];
  readonly options: Options;
  readonly wording: Wording;
  /** The catalogue, and what `--process` brought. */
  readonly processes: () => Promise<readonly Process[]>;
  readonly io: Io;
}

export interface CliCommand<Options = any> {
  /** Adds itself, its arguments, options and examples to the program. */
  readonly declare: (program: Command) => Command;
  readonly answer: (asked: Asked<Options>) => Promise<Answer>;
}
