// What of a value tells states apart, where somebody declares that not all of it does.

/** Nothing of it; a number up to so much; or what a function makes of it, as JSON. */
export type Abstraction = 'ignore' | { readonly most: number } | ((value: any) => unknown);

/** By context field; for processes also by fact of the case: `case.links`, `case.openedBy`. */
export type Abstractions = Readonly<Record<string, Abstraction>>;

export function abstracted(value: unknown, rule: Abstraction | undefined): unknown {
  if (rule === undefined) return value;
  if (rule === 'ignore') return 0;
  if (typeof rule === 'function') return rule(value);
  return typeof value === 'number' ? Math.min(value, rule.most) : value;
}

/** In words, for what a proof rests on. */
export function saidOf(field: string, rule: Abstraction): string {
  if (rule === 'ignore') return `${field} is left out`;
  return typeof rule === 'function' ? `${field} is told apart by what is made of it` : `${field} is counted to ${rule.most}`;
}
