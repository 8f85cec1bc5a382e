// Subtrees of the unit tree by range, so that an index serves them and no character of a name is a wildcard.

export interface UnitRange {
  readonly exact?: string;
  /** At or after `from` and before `to`, in binary order. */
  readonly from?: string;
  readonly to?: string;
}

/** A unit and everything below it, as alternatives: `a` itself, and from `a/` up to `a0` (the character after the slash). */
export function unitRanges(unit: string): readonly UnitRange[] {
  return unit === '' ? [{}] : [{ exact: unit }, { from: `${unit}/`, to: `${unit}0` }];
}
