// Branches of a statechart by their place, and statecharts with one place changed. Nothing is changed in place.
import type { Process, Statechart, StateNodeConfig } from '@bihuan/core';
import { type Branch, branchList, list } from '@bihuan/core/model';

type Node = StateNodeConfig<any>;

/** Where branches stand: `key` is `on`, `after`, `always` or `onDone`; `name` the command or deadline. */
export interface BranchPlace {
  /** Path of the state; empty for the root. */
  readonly state: string;
  readonly key: 'on' | 'after' | 'always' | 'onDone';
  readonly name: string;
  readonly branches: readonly Branch<any, string>[];
}

export interface ActionPlace {
  readonly state: string;
  readonly key: 'entry' | 'exit';
  readonly actions: readonly string[];
}

/** Every place where branches stand, states in their own order. */
export const branchPlaces = ({ statechart }: Process): readonly BranchPlace[] =>
  nodes(statechart as Node, '').flatMap(([state, node]) => [
    ...(['on', 'after'] as const).flatMap((key) =>
      Object.entries(node[key] ?? {}).map(([name, branches]): BranchPlace => ({ state, key, name, branches: branchList(branches as any) })),
    ),
    ...(['always', 'onDone'] as const).flatMap((key): BranchPlace[] =>
      node[key] === undefined ? [] : [{ state, key, name: '', branches: branchList(node[key] as any) }],
    ),
  ]);

export const actionPlaces = ({ statechart }: Process): readonly ActionPlace[] =>
  nodes(statechart as Node, '').flatMap(([state, node]) =>
    (['entry', 'exit'] as const).flatMap((key): ActionPlace[] =>
      node[key] === undefined ? [] : [{ state, key, actions: list(node[key]) as readonly string[] }],
    ),
  );

/** The statechart with other branches at a place; none at all takes the place away. */
export function withBranches(statechart: Statechart<any>, place: BranchPlace, branches: BranchPlace['branches']): Statechart<any> {
  const { key, name } = place;
  return edited(statechart, place.state, (node) => {
    if (key === 'always' || key === 'onDone') return branches.length > 0 ? { ...node, [key]: branches } : without(node, key);
    const map = node[key] as Readonly<Record<string, unknown>>;
    return { ...node, [key]: branches.length > 0 ? { ...map, [name]: branches } : without(map, name) };
  });
}

export function withActions(statechart: Statechart<any>, { state, key }: ActionPlace, actions: readonly string[]): Statechart<any> {
  return edited(statechart, state, (node) => ({ ...node, [key]: actions }));
}

function edited(statechart: Statechart<any>, path: string, change: (node: Node) => object): Statechart<any> {
  const edit = (node: Node, names: readonly string[]): object => {
    const [first, ...rest] = names;
    if (first === undefined) return change(node);
    return { ...node, states: { ...node.states, [first]: edit(node.states![first]!, rest) } };
  };
  return edit(statechart as Node, path === '' ? [] : path.split('.')) as Statechart<any>;
}

function nodes(node: Node, path: string): readonly (readonly [string, Node])[] {
  const inner = Object.entries(node.states ?? {}).flatMap(([name, child]) => nodes(child as Node, path ? `${path}.${name}` : name));
  return [[path, node], ...inner];
}

export const without = <Value extends object>(map: Value, key: string): Value =>
  Object.fromEntries(Object.entries(map).filter(([name]) => name !== key)) as Value;
