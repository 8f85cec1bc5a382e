// The rules that need nothing but the graph: reached states, stuck cases, ends in reach, circles, who may move. For processes and plain machines alike.
import type { Text } from '@bihuan/core';
import type { Exploration } from '../explore/explore.ts';
import type { Graph } from '../explore/graph.ts';
import type { Label } from '../explore/label.ts';
import { ableToReach, circles } from './questions.ts';

/** A finding before its witness is made: `node` is where it shows. */
export interface Found {
  readonly rule: string;
  readonly at: string;
  readonly text: Text;
  readonly node?: number;
  /** Edges that follow, for what shows only on the way. */
  readonly way?: readonly number[];
  /** What is tried last, for what shows only in how it is answered. */
  readonly then?: Label;
}

export interface GraphFacts {
  /** Every leaf state of the statechart. */
  readonly leaves: readonly string[];
  readonly isEnd: (node: number) => boolean;
  /** Leaf states that were entered and left within one step. */
  readonly passed?: Iterable<string>;
  /** Whether more may be possible there than was tried: then nothing is said of what cannot follow. */
  readonly isOpen?: (node: number) => boolean;
  /** Whether it need not end. */
  readonly perpetual: boolean;
  /** Whether it is known that what was not come by cannot be. */
  readonly unreached: (path: string) => boolean;
}

const text = (zh: string, en: string): Text => ({ zh, en });

export function graphChecks(
  { graph }: Pick<Exploration<unknown>, 'graph'>,
  { leaves, isEnd, isOpen = () => false, passed = [], perpetual, unreached: known }: GraphFacts,
): readonly Found[] {
  const reached = new Set([...graph.configurations.values.flat(), ...passed]);
  const unreached = leaves.filter((path) => !reached.has(path) && known(path));
  const stuck: number[] = [];
  for (let node = 1; node < graph.exploredCount; node++) {
    const [first, end] = graph.edgesOf(node);
    if (first === end && !isEnd(node) && !isOpen(node)) stuck.push(node);
  }
  const able = perpetual ? undefined : ableToReach(graph, (node) => isEnd(node) || isOpen(node));
  const stranded = able ? firstByConfiguration(graph, (node) => !able[node] && !isEnd(node)) : [];
  const name = (node: number) => graph.leavesOf(node).join(' ');
  return [
    ...unreached.map((path): Found => ({ rule: 'P001', at: path, text: text(`状态 ${path} 不可到达`, `state ${path} cannot be reached`) })),
    ...firstOf(graph, stuck).map(
      (node): Found => ({
        rule: 'P003',
        at: name(node),
        node,
        text: text(`案件停在 ${name(node)}:没有人、没有期限能推动`, `a case is stuck in ${name(node)}: nothing can move it`),
      }),
    ),
    ...stranded.map(
      (node): Found => ({
        rule: 'P004',
        at: name(node),
        node,
        text: text(`从 ${name(node)} 到不了任何终点`, `no end can be reached from ${name(node)}`),
      }),
    ),
    ...endless(graph, isEnd).map(
      (node): Found => ({
        rule: 'P005',
        at: name(node),
        node,
        text: text(
          `${name(node)} 一带可以无限循环,没有期限迫使离开`,
          `a case may go round ${name(node)} for ever: no deadline makes it leave`,
        ),
      }),
    ),
  ];
}

/** The first node of every configuration that fits. */
export function firstByConfiguration(graph: Graph, fits: (node: number) => boolean): readonly number[] {
  const found = new Map<number, number>();
  for (let node = 1; node < graph.exploredCount; node++) {
    const configuration = graph.configuration.at(node);
    if (!found.has(configuration) && fits(node)) found.set(configuration, node);
  }
  return [...found.values()];
}

const firstOf = (graph: Graph, nodes: readonly number[]): readonly number[] => {
  const fits = new Set(nodes);
  return firstByConfiguration(graph, (node) => fits.has(node));
};

/** Circles of states that no deadline leads out of: the first of those that begin in a configuration. */
function endless(graph: Graph, isEnd: (node: number) => boolean): readonly number[] {
  const found = new Map<number, number>();
  for (const part of circles(graph, () => true)) {
    const inside = new Set(part);
    const leaves = part.some((node) => {
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) if (graph.labelOf(edge).kind === 'time' && !inside.has(graph.edgeTo.at(edge))) return true;
      return false;
    });
    if (leaves || part.some(isEnd) || part.some((node) => node >= graph.exploredCount)) continue;
    const first = part.reduce((least, node) => Math.min(least, node));
    const configuration = graph.configuration.at(first);
    found.set(configuration, Math.min(first, found.get(configuration) ?? first));
  }
  return [...found.values()];
}
