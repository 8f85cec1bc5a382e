// The states of a process, flat, as the checks walk them.
import type { Process } from './process.ts';
import type { StateNodeConfig } from './statechart.ts';

/** One thing that is wrong, named by a rule of `verify` where it has one. */
export interface Fault {
  readonly rule: 'P001' | 'P002' | 'P004' | 'P006' | 'P007' | 'P018' | 'P020' | 'labels' | 'statechart';
  readonly at: string;
  readonly problem: string;
}

/** A state as the checks see it. */
export interface Place {
  readonly path: string;
  readonly config: StateNodeConfig<any>;
  readonly node: any;
  readonly parent: Place | undefined;
  readonly leaf: boolean;
}

/** Every state of a process, parents first; the root is not among them. */
export function places(process: Process): readonly Place[] {
  const walk = (config: StateNodeConfig<any>, node: any, path: string, parent: Place | undefined): Place[] => {
    const place: Place = { path, config, node, parent, leaf: Object.keys(config.states ?? {}).length === 0 };
    const children = Object.entries(config.states ?? {}).flatMap(([key, child]) =>
      walk(child as StateNodeConfig<any>, node.states[key], path ? `${path}.${key}` : key, path ? place : undefined),
    );
    return path ? [place, ...children] : children;
  };
  return walk(process.statechart as StateNodeConfig<any>, process.machine.root, '', undefined);
}

export const lineage = (place: Place): readonly Place[] => (place.parent ? [place, ...lineage(place.parent)] : [place]);
