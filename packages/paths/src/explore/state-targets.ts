// Which states of a machine any transition could lead to, guards, events and time left aside: what is not among them cannot be reached, whatever is unknown.
import type { AnyStateMachine } from 'xstate';

/** Paths of all states that are entered if every transition of every entered state is taken. */
export function enterable(machine: AnyStateMachine): ReadonlySet<string> {
  const entered = new Set<any>();
  const queue: any[] = [];
  const enter = (node: any): void => {
    if (entered.has(node)) return;
    entered.add(node);
    queue.push(node);
    if (node.parent) {
      enter(node.parent);
      // Regions are entered together.
      if (node.parent.type === 'parallel') for (const region of Object.values(node.parent.states)) enterInside(region);
    }
  };
  const enterInside = (node: any): void => {
    enter(node);
    if (node.type === 'parallel') for (const region of Object.values(node.states)) if (!entered.has(region)) enterInside(region);
    for (const target of node.initial?.target ?? []) if (!entered.has(target)) enterInside(target);
  };
  const follow = (transition: any): void => {
    for (const target of transition.target ?? []) enterInside(target);
  };
  enterInside(machine.root);
  for (const node of queue) {
    for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) follow(transition);
    // A history without a past leads to its own target, or to where its parent begins.
    if (node.type !== 'history') continue;
    for (const target of targetsOfHistory(node)) enterInside(target);
    enterInside(node.parent);
  }
  return new Set([...entered].map((node) => node.path.join('.')));
}

/** As XState resolves it: the target of a history is written like that of a transition. */
function targetsOfHistory(node: any): readonly any[] {
  const { target } = node.config as { readonly target?: string };
  if (target === undefined) return [];
  if (target.startsWith('#')) return [node.machine.getStateNodeById(target.slice(1))];
  const found = target
    .replace(/^\./, '')
    .split('.')
    .reduce((at: any, name) => at?.states?.[name], node.parent);
  return found ? [found] : [];
}
