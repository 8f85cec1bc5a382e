// Limits of a round. 004 names none: all of these are our rule.
import { type Limit, workingDays } from '@bihuan/core';

export interface RoundOptions {
  readonly collect: Limit;
  readonly decompose: Limit;
  readonly claim: Limit;
  readonly carryOut: Limit;
  readonly evaluate: Limit;
  readonly most: { readonly reminders: number };
}

export const roundDefaults: RoundOptions = {
  collect: workingDays(20),
  decompose: workingDays(10),
  claim: workingDays(10),
  carryOut: workingDays(60),
  evaluate: workingDays(10),
  most: { reminders: 2 },
};
