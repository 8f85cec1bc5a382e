// An explored graph once more, its nodes told apart by the last transitions: what n-switch criteria ask for are single edges of it.
import { Graph } from '../explore/graph.ts';
import type { Explored } from './tour.ts';
import { memoryOf, type Switch, type Word, wordsEnding } from './words.ts';

/** Kinds of step that every case takes before its transitions make a word: `first:0`, `first:1` … */
export const firstOf = 'first:';
/** Larger graphs are followed only so far, which is said. */
const mostNodes = 200_000;

export interface History {
  readonly wordsOf: (edge: number) => readonly Word[];
  /** The same graph with words for transitions, and the last transitions among the states: for the lower bound. */
  readonly bound: Graph;
  /** Openings take no transition and steps one at most: then every case takes its first ones one after the other. */
  readonly oneByOne: boolean;
}

export type Remembering<Each> = Each & { readonly history: History };

/** `graph`, `arrivedBy` and `nodeOf` are of the larger graph; the model stays what it is. */
export function remembering<State, Each extends Explored<State>>(explored: Each, wanted: readonly Switch[]): Remembering<Each> {
  const { graph: base, nodeOf: baseNodeOf } = explored;
  const memory = memoryOf(wanted);
  const graph = new Graph();
  const bound = new Graph();
  const words: (readonly Word[])[] = [];
  const arrivedBy: number[] = [-1];
  const at: { readonly node: number; readonly last: readonly string[] }[] = [{ node: 0, last: [] }];
  const numbers = new Map([['0 ', 0]]);
  const known = new Map<string, readonly Word[]>();
  let cut = 0;
  let oneByOne = true;
  for (let number = 0; number < at.length; number++) {
    const { node, last } = at[number]!;
    const [first, end] = at.length > mostNodes ? [0, 0] : base.edgesOf(node);
    if (at.length > mostNodes) cut += 1;
    for (let edge = first; edge < end; edge++) {
      const taken = base.transitionsOf(edge);
      if (taken.length > (node === 0 ? 0 : 1)) oneByOne = false;
      const after = taken.length === 0 ? last : [...last, ...taken].slice(-memory);
      const target = base.edgeTo.at(edge);
      const key = keyOf(target, after);
      let to = numbers.get(key);
      if (to === undefined) {
        to = at.length;
        numbers.set(key, to);
        at.push({ node: target, last: after });
        arrivedBy.push(words.length);
        const leaves = base.leavesOf(target);
        graph.addNode(base.packed[target]!, leaves, base.ended.get(target) ?? null);
        bound.addNode('', [...leaves, ...after], null);
      }
      const row = `${last.join('>')} ${taken.join('>')}`;
      const ending = known.get(row) ?? wordsEnding(wanted, last, taken);
      known.set(row, ending);
      words.push(ending);
      const label = base.labelOf(edge);
      graph.addEdge(to, label, taken);
      bound.addEdge(to, label, ending.length > 0 ? ending.map(({ id }) => id) : [taken.length === 0 ? row : `${firstOf}${last.length}`]);
    }
    graph.closeNode();
    bound.closeNode();
  }
  const left = `transitions in a row were followed through ${at.length} states and what led there; ${cut} of them were not gone on from`;
  return {
    ...explored,
    graph,
    arrivedBy: Int32Array.from(arrivedBy),
    notExplored: [...explored.notExplored, ...(cut > 0 ? [left] : [])],
    nodeOf(state, last = []) {
      const node = baseNodeOf(state);
      return node === undefined ? undefined : numbers.get(keyOf(node, memory === 0 ? [] : last.slice(-memory)));
    },
    history: { wordsOf: (edge) => words[edge]!, bound, oneByOne },
  };
}

const keyOf = (node: number, last: readonly string[]): string => `${node} ${last.join('>')}`;

/** Every word that some edge ends, by id. */
export function possibleWords(explored: readonly Pick<Explored<never>, 'graph' | 'history'>[]): ReadonlyMap<string, Word> {
  const found = new Map<string, Word>();
  for (const { graph, history } of explored)
    for (let edge = 0; history && edge < graph.edgeCount; edge++) for (const word of history.wordsOf(edge)) found.set(word.id, word);
  return found;
}
