// What exploration needs of anything that moves: a process of ours, or a plain XState machine.
import type { Text } from '@bihuan/core';
import type { Label } from './label.ts';

/** A move that changes something, and the state it leads to. */
export interface Move<State> {
  readonly label: Label;
  readonly to: State;
  /** Ids of the transitions taken, in order. */
  readonly transitions: readonly string[];
}

/** Finite in what `key` tells apart. States are opaque; two with the same key are held to behave alike, which `explore` checks by trying. */
export interface Model<State = unknown> {
  readonly id: string;
  readonly version: number | string;
  readonly hash: string;
  readonly title: Text;
  /** Every way to begin. */
  starts(): readonly Move<State>[];
  /** Every move from a state that changes something, in a fixed order, no two alike. */
  moves(state: State): readonly Move<State>[];
  /** One move again from another state, or undefined where it changes nothing there. */
  step(state: State, label: Label): Move<State> | undefined;
  key(state: State): string;
  /** Small enough to keep a million. `unpack(pack(state))` behaves as `state`. */
  pack(state: State): Packed;
  unpack(packed: Packed): State;
  /** Paths of the active leaf states. */
  leaves(state: State): readonly string[];
  /** The result a case has ended with, or null. */
  ended(state: State): string | null;
  /** Tells apart what differs between two states that had one key and behaved differently. False when it cannot. */
  refine(one: State, other: State): boolean;
  /** Grows whenever `key` tells more apart: then what was explored before is void. */
  generation(): number;
  /** In words, what this model leaves out from the start. */
  readonly limits: readonly string[];
}

export type Packed = Int32Array | string;
