// What a proof is asked with.
import type { AnyProcess, JsonObject } from '@bihuan/core';
import type { MigrationSpec } from '@bihuan/core/migration';
import type { Abstractions } from '../explore/abstraction.ts';
import type { ExploreLimits } from '../explore/explore.ts';
import type { Property } from './properties.ts';

export interface VerifyOptions {
  readonly properties?: readonly Property[];
  readonly limits?: ExploreLimits;
  readonly seed?: number;
  /** Processes at the other end of links. */
  readonly with?: readonly AnyProcess[];
  readonly people?: Readonly<Record<string, number>>;
  /** Exactly these people, by id, with their roles: then whoever is missing is missed. */
  readonly directory?: Readonly<Record<string, readonly string[]>>;
  readonly payloads?: Readonly<Record<string, readonly JsonObject[]>>;
  /** What of fields and facts that rules read tells cases apart; what it merges is compared on random ways, and the proof says that it rests on it. */
  readonly abstraction?: Abstractions;
  /** Moves from earlier versions to this one: their reachable states, contexts, deadlines and work items must have a target. */
  readonly migrations?: readonly MigrationSpec[];
  /** Why a finding of severity W is meant so, by rule (`P006`) or by rule and place (`P006 waiting`). */
  readonly answers?: Readonly<Record<string, string>>;
}

/** The most states a process is explored to, unless told. */
export const defaultStates = 30_000;

/** The same for a plain machine, whose states are smaller. */
export const machineStates = 200_000;
