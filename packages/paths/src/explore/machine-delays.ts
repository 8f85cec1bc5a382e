// Delays of an XState machine, by the ids of the events that they send.
import type { AnyStateMachine } from 'xstate';

export const afterPrefix = 'xstate.after.';

/** Ms until the first of them runs out. */
export const soonest = (delays: Readonly<Record<string, number>>): number | undefined => {
  const all = Object.values(delays);
  return all.length > 0 ? Math.min(...all) : undefined;
};

/** Whether a delay can begin while one of another state runs. */
export function delaysOverlap(root: AnyStateMachine['root']): boolean {
  let found = false;
  const timed = (node: any): boolean => {
    const below = Object.values(node.states ?? {}).map(timed);
    const own = (node.after ?? []).length > 0;
    if ((own && below.includes(true)) || (node.type === 'parallel' && below.filter(Boolean).length > 1)) found = true;
    return own || below.includes(true);
  };
  timed(root);
  return found;
}

/** As it is written in the machine. */
export const delayName = (id: string): string => {
  if (!id.startsWith(afterPrefix)) return id;
  const name = id.slice(afterPrefix.length);
  return name.includes('.') ? name.slice(0, name.indexOf('.')) : name;
};
