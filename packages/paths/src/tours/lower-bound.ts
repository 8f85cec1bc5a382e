// The least that any suite could take which covers some transitions, guards ignored: a tour over configurations, from opening to opening, at least cost.
import type { Graph } from '../explore/graph.ts';
import { groupBy } from '../group-by.ts';
import { type Arc, evenOut } from './even-out.ts';

/**
 * A tour must enter every node as often as it leaves it. What has to be covered gives every node a surplus or a deficit; the cheapest way to even them
 * out (min-cost flow) is what no suite can do without. An opening costs `resetCost`, every step 1.
 */
export function lowerBound(graphs: readonly Graph[], required: ReadonlySet<string>, resetCost: number): number {
  const carriers = new Map<string, Set<string>>();
  for (const taken of graphs.flatMap((graph) => graph.transitions.values))
    for (const id of taken) carriers.set(id, (carriers.get(id) ?? new Set()).add(taken.join(' ')));
  // Of all kinds that carry one transition, at least one is taken. Where two transitions share a kind, only one of them is asked for.
  const groups = new Map<string, string>();
  const kindsOf = [...required].flatMap((id) => (carriers.has(id) ? [[...carriers.get(id)!]] : []));
  for (const kinds of kindsOf.sort((one, other) => one.length - other.length))
    if (!kinds.some((kind) => groups.has(kind))) for (const kind of kinds) groups.set(kind, kinds.join('\n'));
  const mustTake = new Set(groups.values());

  if (graphs.every((graph) => graph.edgeCount === 0)) return 0;
  // Nodes: configurations (0 stands before every case), and two for each kind of step that leaves several configurations or reaches several.
  const numbers = new Map([['', 0]]);
  const numberOf = (leaves: readonly string[]) => {
    const name = leaves.join(' ');
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  };
  const arcs = new Map<string, { readonly from: number; readonly to: number; readonly kind: string; readonly opens: boolean }>();
  for (const graph of graphs) {
    for (let node = 0; node < graph.exploredCount; node++) {
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) {
        const from = numberOf(graph.leavesOf(node));
        const to = numberOf(graph.leavesOf(graph.edgeTo.at(edge)));
        // Delays that run out without a transition have nothing in common.
        const taken = graph.transitionsOf(edge).join(' ');
        const kind = groups.get(taken) ?? (taken || `${from} ${to}`);
        arcs.set(`${from} ${to} ${kind} ${node === 0}`, { from, to, kind, opens: node === 0 });
      }
    }
  }
  let count = numbers.size;
  const next: Arc[][] = Array.from({ length: count }, () => []);
  const surplus: number[] = Array.from({ length: count }, () => 0);
  const newNode = () => {
    next.push([]);
    surplus.push(0);
    return count++;
  };
  // Every suite opens at least one case.
  const opening = newNode();
  next[0]!.push({ to: opening, cost: resetCost });
  surplus[opening]! += 1;
  surplus[0]! -= 1;
  let fixed = resetCost;
  const byKind = groupBy(arcs.values(), ({ kind }) => kind);
  for (const [kind, all] of byKind) {
    for (const { to } of all.filter((each) => each.opens)) next[opening]!.push({ to, cost: 0 });
    const steps = all.filter((each) => !each.opens);
    if (steps.length === 0) continue;
    const single = steps.length === 1;
    const enter = single ? steps[0]!.from : newNode();
    const leave = single ? steps[0]!.to : newNode();
    if (!single) {
      for (const { from } of steps) next[from]!.push({ to: enter, cost: 0 });
      for (const { to } of steps) next[leave]!.push({ to, cost: 0 });
    }
    next[enter]!.push({ to: leave, cost: 1 });
    // What an opening takes may need no step of its own.
    if (!mustTake.has(kind) || all.some((each) => each.opens)) continue;
    fixed += 1;
    surplus[leave]! += 1;
    surplus[enter]! -= 1;
  }
  for (let node = 1; node < numbers.size; node++) next[node]!.push({ to: 0, cost: 0 });
  return fixed + evenOut(next, surplus).cost;
}
