// Transitions in a row, as words over their ids: what n-switch criteria ask for.
import type { Text } from '@bihuan/core';

/** How many transitions in a row each criterion asks for: 1-switch, 2-switch, 3-switch. `transitions` is 0-switch. */
export const switches = { pairs: 2, triples: 3, quadruples: 4 } as const;
export type Switch = keyof typeof switches;

export interface Word {
  readonly id: string;
  readonly criterion: Switch;
  readonly label: Text;
}

export const switchesIn = (cover: readonly string[]): readonly Switch[] =>
  (Object.keys(switches) as Switch[]).filter((each) => cover.includes(each));

/** The transitions that have to be remembered to know every word that the next one ends. */
export const memoryOf = (wanted: readonly Switch[]): number => Math.max(0, ...wanted.map((each) => switches[each] - 1));

/**
 * The words that end in a step which takes `taken` after `before`, in the order the case takes them; steps that take no transition stand between
 * without counting.
 */
export function wordsEnding(wanted: readonly Switch[], before: readonly string[], taken: readonly string[]): readonly Word[] {
  const row = [...before, ...taken];
  return taken.flatMap((_, index) => {
    const end = before.length + index + 1;
    return wanted.flatMap((criterion) => (end < switches[criterion] ? [] : [wordOf(criterion, row.slice(end - switches[criterion], end))]));
  });
}

function wordOf(criterion: Switch, row: readonly string[]): Word {
  const text = row.join(' → ');
  return { id: `${criterion.slice(0, -1)}:${row.join('>')}`, criterion, label: { zh: text, en: text } };
}
