// One small thing wrong with a process: what it is, where, and the changed declaration. Nothing is built yet.
import type { ProcessSpec, Statechart, Text } from '@bihuan/core';

export type MutantKind =
  | 'role-missing' // everybody may
  | 'role-dropped' // one of the roles may not any more, or another may instead
  | 'guard-dropped'
  | 'guard-negated'
  | 'branches-swapped'
  | 'retargeted'
  | 'transition-dropped'
  | 'deadline-doubled'
  | 'deadline-shifted' // one unit more
  | 'deadline-removed' // never falls due
  | 'limit-shifted' // a counter of a rule is one off
  | 'bound-shifted' // a bound of a payload is one off
  | 'action-dropped'
  | 'update-dropped';

export interface Mutation {
  /** From kind and place: the same change has the same id in every run. */
  readonly id: string;
  readonly kind: MutantKind;
  readonly place: string;
  readonly description: Text;
  readonly spec: ProcessSpec;
  readonly statechart: Statechart<any>;
}
