// Rows of choices in which every two choices of different fields stand together at least once: few rows, found greedily, always the same.

/** A choice of each field, by number. */
export type Row = readonly number[];

export interface Pairwise {
  readonly rows: readonly Row[];
  /** Two choices that no accepted row holds, of those tried: [field, choice, other field, its choice]. */
  readonly refused: readonly (readonly [number, number, number, number])[];
}

/** Fillings of one pair that are tried before it is taken to be refused. */
const mostFillings = 64;

/** `sizes`: how many choices each field has, two fields at least; the first is the plain one. Only rows that are accepted are given. */
export function pairwise(sizes: readonly number[], accepts: (row: Row) => boolean): Pairwise {
  const open = new Map<string, readonly [number, number, number, number]>();
  const keyOf = (field: number, choice: number, other: number, otherChoice: number) =>
    field < other ? `${field} ${choice} ${other} ${otherChoice}` : `${other} ${otherChoice} ${field} ${choice}`;
  for (let field = 0; field < sizes.length; field++)
    for (let other = field + 1; other < sizes.length; other++)
      for (let choice = 0; choice < sizes[field]!; choice++)
        for (let otherChoice = 0; otherChoice < sizes[other]!; otherChoice++)
          open.set(keyOf(field, choice, other, otherChoice), [field, choice, other, otherChoice]);

  const rows: Row[] = [];
  const refused: (readonly [number, number, number, number])[] = [];
  for (const [key, pair] of open) {
    // Filled so that as much as can be is shown at once; then in any other way that is accepted.
    const row = [greedy(sizes, pair, (...each) => open.has(keyOf(...each))), ...fillings(sizes, pair)].find(accepts);
    open.delete(key);
    if (row === undefined) refused.push(pair);
    else rows.push(row);
    row?.forEach((choice, field) => {
      for (let other = field + 1; other < row.length; other++) open.delete(keyOf(field, choice, other, row[other]!));
    });
  }
  return { rows, refused };
}

function greedy(
  sizes: readonly number[],
  [field, choice, other, otherChoice]: readonly [number, number, number, number],
  isOpen: (field: number, choice: number, other: number, otherChoice: number) => boolean,
): Row {
  const fixed = new Map([
    [field, choice],
    [other, otherChoice],
  ]);
  for (const [each, size] of sizes.entries()) {
    if (fixed.has(each)) continue;
    let best: readonly [choice: number, gain: number] = [0, -1];
    for (let choice = 0; choice < size; choice++) {
      const gain = [...fixed].filter(([known, chosen]) => isOpen(known, chosen, each, choice)).length;
      if (gain > best[1]) best = [choice, gain];
    }
    fixed.set(each, best[0]);
  }
  return sizes.map((_, each) => fixed.get(each)!);
}

/** The plain choice everywhere else, then others. */
function* fillings(
  sizes: readonly number[],
  [field, choice, other, otherChoice]: readonly [number, number, number, number],
): Generator<Row> {
  for (let number = 0; number < mostFillings; number++) {
    let left = number;
    const row = sizes.map((size, each) => {
      if (each === field) return choice;
      if (each === other) return otherChoice;
      const digit = left % size;
      left = Math.floor(left / size);
      return digit;
    });
    if (left > 0) return;
    yield row;
  }
}
