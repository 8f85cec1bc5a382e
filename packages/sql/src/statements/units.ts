// A unit and what is below it, as ranges of an index: the unit, and from `a/` to `a0`, the character after the slash. No character of a name is a wildcard.

export const below = {
  // One range of an index that holds both, and little else; an `or` of two ranges is not always read off an index.
  condition: (column: string, name: string): string =>
    `(${column} >= :${name} and ${column} < :${name}Past and (${column} = :${name} or ${column} >= :${name}First))`,
  parameters: (name: string, unit: string): Readonly<Record<string, string>> => ({
    [name]: unit,
    [`${name}First`]: `${unit}/`,
    [`${name}Past`]: `${unit}0`,
  }),
};
