// What can be asked of an explored graph: from where an end can be reached, what goes round for ever, and how something is come to.
import type { Graph } from '../explore/graph.ts';

/** Nodes from which some of `goals` can be reached. What was not gone on from counts as able to: nothing is known against it. */
export function ableToReach(graph: Graph, goals: (node: number) => boolean): Uint8Array {
  const into: number[][] = Array.from({ length: graph.nodeCount }, () => []);
  for (let node = 0; node < graph.exploredCount; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) into[graph.edgeTo.at(edge)]!.push(node);
  }
  const able = new Uint8Array(graph.nodeCount);
  const queue: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) if (goals(node) || node >= graph.exploredCount) queue.push(node);
  for (const node of queue) able[node] = 1;
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const before of into[node]!) {
      if (able[before]) continue;
      able[before] = 1;
      queue.push(before);
    }
  }
  return able;
}

/** Strongly connected parts of more than one node, or with an edge to itself, over the edges that `follow` lets through (Tarjan, without recursion). */
export function circles(graph: Graph, follow: (edge: number) => boolean): readonly (readonly number[])[] {
  const size = graph.nodeCount;
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const stack: number[] = [];
  const found: number[][] = [];
  let counter = 0;
  for (let root = 0; root < size; root++) {
    if (index[root]! >= 0) continue;
    const work: [node: number, edge: number][] = [[root, graph.edgesOf(root)[0]]];
    index[root] = low[root] = counter++;
    stack.push(root);
    onStack[root] = 1;
    while (work.length > 0) {
      const top = work.at(-1)!;
      const [node] = top;
      const end = graph.edgesOf(node)[1];
      let descended = false;
      while (top[1] < end) {
        const edge = top[1]++;
        if (!follow(edge)) continue;
        const to = graph.edgeTo.at(edge);
        if (index[to]! < 0) {
          index[to] = low[to] = counter++;
          stack.push(to);
          onStack[to] = 1;
          work.push([to, graph.edgesOf(to)[0]]);
          descended = true;
          break;
        }
        if (onStack[to]) low[node] = Math.min(low[node]!, index[to]!);
      }
      if (descended) continue;
      work.pop();
      const parent = work.at(-1)?.[0];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] !== index[node]) continue;
      const part: number[] = [];
      for (let each = stack.pop()!; ; each = stack.pop()!) {
        onStack[each] = 0;
        part.push(each);
        if (each === node) break;
      }
      if (part.length > 1 || selfLoop(graph, node, follow)) found.push(part);
    }
  }
  return found;
}

function selfLoop(graph: Graph, node: number, follow: (edge: number) => boolean): boolean {
  const [first, end] = graph.edgesOf(node);
  for (let edge = first; edge < end; edge++) if (graph.edgeTo.at(edge) === node && follow(edge)) return true;
  return false;
}

/** The shortest way, as edges, from some nodes to one that `goal` accepts, along edges that `follow` lets through. */
export function wayTo(
  graph: Graph,
  from: readonly number[],
  goal: (node: number) => boolean,
  follow: (edge: number) => boolean = () => true,
): readonly number[] | undefined {
  const cameBy = new Map<number, readonly [edge: number, node: number]>(from.map((node) => [node, [-1, -1]]));
  const queue = [...from];
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!;
    if (goal(node)) {
      const way: number[] = [];
      for (let at = node; cameBy.get(at)![0] >= 0; at = cameBy.get(at)![1]) way.unshift(cameBy.get(at)![0]);
      return way;
    }
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) {
      const to = graph.edgeTo.at(edge);
      if (cameBy.has(to) || !follow(edge)) continue;
      cameBy.set(to, [edge, node]);
      queue.push(to);
    }
  }
  return undefined;
}
