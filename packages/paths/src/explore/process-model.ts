// A process of ours as a model: what its people, its clock and its linked cases can do. How it is walked is said in walked-process.ts.
import type { AnyProcess, JsonObject, JsonValue, Process } from '@bihuan/core';
import type { attempt } from '@bihuan/core/model';
import type { Abstractions } from './abstraction.ts';
import type { Cast, Hats } from './cast.ts';
import type { Label } from './label.ts';
import type { Model, Move } from './model.ts';
import type { Showings } from './news.ts';
import type { Variant } from './payload-values.ts';
import type { Place } from './place-key.ts';
import { WalkedProcess } from './walked-process.ts';

export interface ProcessModelOptions {
  readonly seed?: number;
  /** People of a role, where a rule needs several. Default 1. */
  readonly people?: Readonly<Record<string, number>>;
  /** Exactly these people, by id, with the roles they hold. */
  readonly directory?: Readonly<Record<string, readonly string[]>>;
  /** Payloads tried first, by command; `open` for the input. */
  readonly payloads?: Readonly<Record<string, readonly JsonObject[]>>;
  /** What linked cases may show of themselves, by process. */
  readonly showings?: Showings;
  /** Tell apart only these counters, and not who opened a case: small enough to plan on, not to prove with. */
  readonly counters?: ReadonlySet<string>;
  /** A model of the same process, whose groups begin alike: what it learned of rules and requests need not be found again. */
  readonly learnedFrom?: ProcessModel;
  /** What of fields and facts that rules read tells states apart. Default: all of it. */
  readonly abstraction?: Abstractions;
  /** Tell apart how long each deadline has left. Default: only where deadlines of different states may run at once. */
  readonly exactTime?: boolean;
  /** Default `apart`. */
  readonly hats?: Hats;
}

export interface ProcessModel extends Model<Place> {
  readonly process: AnyProcess;
  readonly cast: Cast;
  readonly counts: () => ReadonlyMap<string, number>;
  readonly relevant: () => readonly string[];
  /** Context fields that a rule was seen to read. */
  readonly readBy: (rule: string) => readonly string[];
  /** What rules answered since this was last asked: `name=true`, `name=false`. */
  readonly answers: () => readonly string[];
  /** What a request that changes nothing comes to, as core says it; undefined where the process itself fails. */
  readonly refusal: (place: Place, label: Label) => ReturnType<typeof attempt> | undefined;
  /** Content that the schema of a command accepts, the plainest. */
  readonly plainPayload: (command: string) => JsonValue | undefined;
  /** Rules that were seen to read who acts. */
  readonly askWho: () => ReadonlySet<string>;
  /** Rules that were seen to read the time. */
  readonly askWhen: () => ReadonlySet<string>;
  /** Contents a command is tried with. */
  readonly variants: (command: string) => readonly Variant[];
  /** Tries a request of one group of people everywhere from now on. False where it was already, or is none that is tried. */
  readonly keep: (world: number, label: Label) => boolean;
  /** A case opened as said, by the people of the first group. */
  readonly begin: (label: Label) => Move<Place> | undefined;
  /** The same place a while later; nothing may fall due until then. */
  readonly later: (place: Place, waitMs: number) => Place;
}

export function processModel(process: AnyProcess, options: ProcessModelOptions = {}): ProcessModel {
  return new WalkedProcess(process as Process, options, options.learnedFrom as WalkedProcess | undefined);
}
