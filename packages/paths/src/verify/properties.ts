// Properties of a vendor's own, in a small typed form, and the shortest counter-example to each.
import type { CaseRecord, Limit, Text } from '@bihuan/core';
import type { Graph } from '../explore/graph.ts';
import type { Found } from './graph-checks.ts';
import { circles, wayTo } from './questions.ts';

/** A case at one moment, as properties see it. */
export interface View {
  readonly states: readonly string[];
  readonly context: Readonly<Record<string, any>>;
  /** The result it has ended with, or null. */
  readonly closed: string | null;
}

export type Condition = (view: View) => boolean;

export interface Property {
  readonly name: string;
  /** Holds nowhere. */
  readonly never?: Condition;
  /** Holds everywhere. */
  readonly always?: Condition;
  /**
   * Wherever `from` holds, `to` holds sooner or later, whatever anybody does or leaves undone. `within`, at the latest so long after `from` came to hold
   * (`workingDays(5)`), counted as deadlines are, suspensions and extensions aside.
   */
  readonly leadsTo?: { readonly from: Condition; readonly to: Condition; readonly within?: Limit };
  /** Wherever `then` holds, `first` held before. */
  readonly precedes?: { readonly first: Condition; readonly then: Condition };
  /** A command or deadline happens at most so often in one case. */
  readonly atMost?: { readonly count: number; readonly of: string };
}

export interface CounterExample {
  readonly node: number;
  /** Edges from `node` on. */
  readonly way: readonly number[];
  readonly says: Text;
}

export const viewOf = ({ states, context, closed }: CaseRecord): View => ({ states, context, closed: closed?.outcome ?? null });

/** What is shown false, each by the shortest way there. */
export const brokenProperties = (graph: Graph, properties: readonly Property[], view: (node: number) => View): readonly Found[] =>
  properties.flatMap((property) => {
    const against = counterExample(graph, property, view);
    return against ? [foundAgainst(graph, property, against)] : [];
  });

export const foundAgainst = (graph: Graph, { name }: Property, { node, way, says }: CounterExample): Found => ({
  rule: name,
  at: graph.leavesOf(node).join(' '),
  node,
  way,
  text: { zh: `${name}:${says.zh}`, en: `${name}: ${says.en}` },
});

function counterExample(graph: Graph, property: Property, view: (node: number) => View): CounterExample | undefined {
  const { never, always, leadsTo, precedes, atMost } = property;
  const nodes = Array.from({ length: graph.nodeCount - 1 }, (_, index) => index + 1);
  const bad = (fails: Condition, says: Text) => {
    const node = nodes.find((each) => fails(view(each)));
    return node === undefined ? undefined : { node, way: [], says };
  };
  if (never) return bad(never, { zh: '这里成立', en: 'it holds here' });
  if (always) return bad((each) => !always(each), { zh: '这里不成立', en: 'it does not hold here' });
  if (precedes) {
    const starts = startsOf(graph).filter((node) => !precedes.first(view(node)));
    const way = wayTo(
      graph,
      starts,
      (node) => precedes.then(view(node)),
      (edge) => !precedes.first(view(graph.edgeTo.at(edge))),
    );
    return (
      way && {
        node: way.length > 0 ? graph.sourceOf(way[0]!) : starts.find((node) => precedes.then(view(node)))!,
        way,
        says: { zh: '此前没有先发生应先发生的', en: 'the one without the other before it' },
      }
    );
  }
  if (leadsTo) return unled(graph, leadsTo, view, nodes);
  if (atMost) return tooOften(graph, atMost);
  return undefined;
}

function unled(
  graph: Graph,
  { from, to }: NonNullable<Property['leadsTo']>,
  view: (node: number) => View,
  nodes: readonly number[],
): CounterExample | undefined {
  const reached = new Uint8Array(graph.nodeCount);
  for (const node of nodes) reached[node] = to(view(node)) ? 1 : 0;
  const follow = (edge: number) => !reached[graph.edgeTo.at(edge)];
  const goingRound = new Set(circles(graph, (edge) => follow(edge) && !reached[graph.sourceOf(edge)]).flat());
  const escapes = (node: number) =>
    !reached[node] && (goingRound.has(node) || (node < graph.exploredCount && graph.edgesOf(node)[0] === graph.edgesOf(node)[1]));
  for (const node of nodes) {
    if (reached[node] || !from(view(node))) continue;
    const way = wayTo(graph, [node], escapes, follow);
    if (way)
      return {
        node,
        way,
        says:
          way.length > 0 || goingRound.has(node)
            ? { zh: '从这里起可以一直没有,或没有就结束', en: 'from here it may go on for ever, or end, without it' }
            : { zh: '没有就在这里结束', en: 'it ends here without it' },
      };
  }
  return undefined;
}

/** Counts along ways: a node once for every count. */
function tooOften(graph: Graph, { count: most, of }: NonNullable<Property['atMost']>): CounterExample | undefined {
  const seen = new Map<string, readonly [key: string, edge: number]>();
  const queue: [node: number, count: number][] = startsOf(graph).map((node) => [node, 0]);
  for (const [node] of queue) seen.set(`${node} 0`, ['', -1]);
  for (let head = 0; head < queue.length; head++) {
    const [node, count] = queue[head]!;
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) {
      const next = count + (graph.labelOf(edge).name === of ? 1 : 0);
      const to = graph.edgeTo.at(edge);
      const key = `${to} ${next}`;
      if (seen.has(key)) continue;
      seen.set(key, [`${node} ${count}`, edge]);
      if (next > most) {
        const way: number[] = [];
        let at = key;
        for (let [before, by] = seen.get(at)!; by >= 0; [before, by] = seen.get(at)!) {
          way.unshift(by);
          at = before;
        }
        return { node: Number(at.split(' ')[0]), way, says: { zh: `${of} 发生 ${next} 次`, en: `${of} happens ${next} times` } };
      }
      queue.push([to, next]);
    }
  }
  return undefined;
}

const startsOf = (graph: Graph): number[] => {
  const [first, end] = graph.edgesOf(0);
  return [...new Set(Array.from({ length: end - first }, (_, index) => graph.edgeTo.at(first + index)))];
};
