// The states of a statechart by path, as coverage and labels need them.
import type { Process, StateNodeConfig } from '@bihuan/core';

export interface Place {
  readonly path: string;
  readonly name: string;
  readonly leaf: boolean;
}

/** Every state but the root and history states, parents first. */
export function placesOf(process: Process): readonly Place[] {
  const walk = (states: StateNodeConfig<any>['states'], parent: string): Place[] =>
    Object.entries(states ?? {}).flatMap(([name, config]) => {
      const { type, states: children } = config as StateNodeConfig<any>;
      if (type === 'history') return [];
      const path = parent ? `${parent}.${name}` : name;
      return [{ path, name, leaf: Object.keys(children ?? {}).length === 0 }, ...walk(children, path)];
    });
  return walk(process.statechart.states, '');
}

/** Whether a target, as reports of branches name it, is a final state. */
export function isFinal(process: Process, target: string): boolean {
  const node = target
    .split('.')
    .reduce<StateNodeConfig<any> | undefined>((parent, name) => parent?.states?.[name], process.statechart as StateNodeConfig<any>);
  return node?.type === 'final';
}
