// A plain XState machine as a model: its events, its guards as they are or as free choices, and its delays in the order they run out.
import type { JsonObject, JsonValue } from '@bihuan/core';
import type { AnyStateMachine } from 'xstate';
import type { Abstractions } from './abstraction.ts';
import type { Label } from './label.ts';
import type { Model } from './model.ts';
import { WalkedMachine } from './walked-machine.ts';

export interface MachineModelOptions {
  /** Payloads by event type: what an event carries beyond its type. */
  readonly events?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly input?: JsonValue;
  /** What of the context tells states apart. Default: all of it. */
  readonly abstraction?: Abstractions;
}

/** What a machine is at. Delays are in ms from now. */
export interface MachineState {
  readonly value: unknown;
  readonly context: JsonObject;
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly done: boolean;
  readonly delays: Readonly<Record<string, number>>;
  /** What they send, where that is more than their names. */
  readonly sends: Readonly<Record<string, JsonObject>>;
  /** Names of the actors it has. */
  readonly children: readonly string[];
  readonly leaves: readonly string[];
}

export interface MachineModel extends Model<MachineState> {
  readonly machine: AnyStateMachine;
  /** Events that could not be tried everywhere, because a guard, action or delay of the machine threw. */
  readonly faults: readonly string[];
  /** In words, what may happen less often than it is tried: of `limits`, those that leave nothing out. */
  readonly supposed: readonly string[];
  /** Events that lead into a circle of steps that nothing from outside causes; without a state where it cannot even begin. */
  readonly circles: readonly Circle[];
  /** What it is begun with. */
  readonly input: unknown;
  /** Leaf states that were entered and left on the way of some step. */
  readonly everPassed: ReadonlySet<string>;
  /** Those that every step with these transitions enters and leaves. */
  passed(transitions: readonly string[]): readonly string[];
  /** Whether more may be possible in a state than was tried. */
  unsure(state: MachineState): boolean;
  /** Every event some active state listens to, and the delay that runs out first. */
  labels(state: MachineState): readonly Label[];
  /** The transitions one event has in the active states, each judged on its own. */
  branches(state: MachineState, label: Label): readonly MachineBranch[];
}

export interface Circle {
  readonly event: string;
  readonly state?: MachineState;
}

export interface MachineBranch {
  readonly source: string;
  /** Null where it stays. */
  readonly target: string | null;
  readonly guarded: boolean;
  /** Null where nobody implemented its guard, or it reads what the event does not carry. */
  readonly open: boolean | null;
}

export const machineModel = (machine: AnyStateMachine, options: MachineModelOptions = {}): MachineModel =>
  new WalkedMachine(machine, options);
