// How far the ends of a process are from its beginning: those that are nearer than the farthest give a case up (不予登记, 撤回, 作废).
import type { Process } from '@bihuan/core';
import { type Place, places } from '@bihuan/core/model';

/** An XState node, as far as this looks into it. */
interface Node {
  readonly path: readonly string[];
  readonly type: string;
  readonly parent?: Node;
  readonly initial?: { readonly target?: readonly Node[] };
  readonly states: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<string, readonly { readonly target?: readonly Node[] | undefined }[]>;
  readonly always?: readonly { readonly target?: readonly Node[] | undefined }[];
}

/** The results that are farthest from the first state, counted in transitions. */
export function farthestEnds(process: Process): ReadonlySet<string> {
  const distances = new Map<Node, number>();
  let front: Node[] = [process.machine.root as unknown as Node].flatMap(entered);
  for (let distance = 0; front.length > 0; distance++) {
    const fresh = front.filter((node) => !distances.has(node));
    for (const node of fresh) distances.set(node, distance);
    front = [...new Set(fresh)].flatMap((node) => leadingOut(node).flatMap(entered));
  }
  const nearest = new Map<string, number>();
  for (const { node, config } of places(process) as readonly (Place & { readonly node: Node })[]) {
    const [closes, distance] = [config.meta?.closes, distances.get(node)];
    if (closes !== undefined && distance !== undefined) nearest.set(closes, Math.min(distance, nearest.get(closes) ?? distance));
  }
  const farthest = Math.max(...nearest.values());
  return new Set([...nearest].filter(([, distance]) => distance === farthest).map(([closes]) => closes));
}

/** A node and those that are entered with it. */
function entered(node: Node): Node[] {
  const inner = node.type === 'parallel' ? Object.values(node.states) : node.type === 'compound' ? (node.initial?.target ?? []) : [];
  return [node, ...inner.flatMap(entered)];
}

function leadingOut(node: Node): Node[] {
  const branches = [...node.transitions.values(), node.always ?? []].flat();
  const own = branches.flatMap((branch) => branch.target ?? []);
  return node.parent ? [...own, ...leadingOut(node.parent)] : own;
}
