// A unit and what is below it, as ranges of an index: the unit, and from `a/` to `a0`, the character after the slash. No character of a name is a wildcard.

export const below = {
  condition: (column: string, name: string): string =>
    `(${column} = :${name} or (${column} >= :${name}First and ${column} < :${name}Past))`,
  parameters: (name: string, unit: string): Readonly<Record<string, string>> => ({
    [name]: unit,
    [`${name}First`]: `${unit}/`,
    [`${name}Past`]: `${unit}0`,
  }),
};
