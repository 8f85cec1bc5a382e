// Every way from an opening to an end, or to a target, that comes by no state twice: the short ones first, as many as is allowed.
import type { Graph } from '../explore/graph.ts';

export interface SimplePaths {
  /** Where they lead: paths of states. Default: wherever a case ends. */
  readonly to?: string | readonly string[];
  /** The most paths. Default 200. */
  readonly paths?: number;
  /** The most moves of one path, its opening among them. Default: none. */
  readonly depth?: number;
  /** Milliseconds to look for them. Default 10,000. */
  readonly ms?: number;
}

export interface Ways {
  /** By their edges. */
  readonly ways: readonly (readonly number[])[];
  /** In words, what stopped the search, and what is not in; undefined when all is. */
  readonly stopped?: string;
}

/**
 * A state is what the model tells apart: where a case is, and what of the rest makes a difference. Ways end at the first target they come to. Those of
 * one length are in before any that is longer, so that whatever stops the search, no shorter one is missing.
 */
export function simplePaths(graph: Graph, isTarget: (node: number) => boolean, options: SimplePaths, clock: () => number): Ways {
  const { paths: most = 200, depth: deepest = Number.POSITIVE_INFINITY, ms = 10_000 } = options;
  const endsMs = clock() + ms;
  const distance = distancesTo(graph, isTarget);
  const ways: number[][] = [];
  const onWay = new Uint8Array(graph.nodeCount);
  let tries = 0;

  /** Ways of exactly `length` moves; whether some would have gone on. */
  const ofLength = (length: number): 'done' | 'deeper' | 'paths' | 'ms' => {
    let deeper = false;
    const way: number[] = [];
    const cursors: number[] = [graph.edgesOf(0)[0]];
    const nodes: number[] = [0];
    onWay.fill(0);
    onWay[0] = 1;
    while (nodes.length > 0) {
      if (++tries % 4096 === 0 && clock() > endsMs) return 'ms';
      const node = nodes.at(-1)!;
      const edge = cursors[cursors.length - 1]!;
      if (edge >= graph.edgesOf(node)[1]) {
        onWay[node] = 0;
        nodes.pop();
        cursors.pop();
        way.pop();
        continue;
      }
      cursors[cursors.length - 1] = edge + 1;
      const to = graph.edgeTo.at(edge);
      const left = length - way.length - 1;
      if (onWay[to] || distance[to] === unreached) continue;
      if (distance[to]! > left || (left === 0 && !isTarget(to))) {
        deeper = true;
        continue;
      }
      if (isTarget(to)) {
        if (left > 0) continue;
        if (ways.length === most) return 'paths';
        ways.push([...way, edge]);
        continue;
      }
      onWay[to] = 1;
      nodes.push(to);
      cursors.push(graph.edgesOf(to)[0]);
      way.push(edge);
    }
    return deeper ? 'deeper' : 'done';
  };

  for (let length = 1; ; length++) {
    if (length > deepest) return { ways, stopped: `no simple path of more than ${deepest} moves was looked for` };
    const came = ofLength(length);
    if (came === 'done') return { ways };
    if (came === 'deeper') continue;
    const all = `simple paths of fewer than ${length} moves are all in, longer ones only in part or not at all`;
    return { ways, stopped: came === 'paths' ? `stopped at ${most} simple paths: ${all}` : `stopped after ${ms} ms: ${all}` };
  }
}

const unreached = -1;

/** How many moves away the nearest target is, by node. */
function distancesTo(graph: Graph, isTarget: (node: number) => boolean): Int32Array {
  const into: number[][] = Array.from({ length: graph.nodeCount }, () => []);
  for (let node = 0; node < graph.exploredCount; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) into[graph.edgeTo.at(edge)]!.push(node);
  }
  const distance = new Int32Array(graph.nodeCount).fill(unreached);
  const queue: number[] = [];
  for (let node = 1; node < graph.nodeCount; node++) {
    if (!isTarget(node)) continue;
    distance[node] = 0;
    queue.push(node);
  }
  for (let head = 0; head < queue.length; head++) {
    for (const node of into[queue[head]!]!) {
      if (distance[node] !== unreached) continue;
      distance[node] = distance[queue[head]!]! + 1;
      queue.push(node);
    }
  }
  return distance;
}
