// How far states are from the ends of a process: which ends give a case up (不予登记, 撤回, 作废), and which commands lead on.
import { type Process, systemRole } from '@bihuan/core';
import { type Place, places } from '@bihuan/core/model';

/** An XState node, as far as this looks into it. */
export interface Node {
  readonly path: readonly string[];
  readonly type: string;
  readonly parent?: Node;
  readonly meta?: { readonly closes?: string };
  readonly initial?: { readonly target?: readonly Node[] };
  readonly states: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[];
}

interface Transition {
  readonly target?: readonly Node[] | undefined;
}

export const rootOf = (process: Process): Node => process.machine.root as unknown as Node;
const nodesOf = (process: Process): readonly Node[] => (places(process) as readonly Place[]).map(({ node }) => node as Node);

/** The results that are farthest from the first state, counted in transitions: the others give a case up. */
export function farthestEnds(process: Process): ReadonlySet<string> {
  const distances = spread(entered(rootOf(process)), (node) => leadingOut(node, () => true).flatMap(entered));
  const nearest = new Map<string, number>();
  for (const node of nodesOf(process)) {
    const [closes, distance] = [node.meta?.closes, distances.get(node)];
    if (closes !== undefined && distance !== undefined) nearest.set(closes, Math.min(distance, nearest.get(closes) ?? distance));
  }
  const farthest = Math.max(...nearest.values());
  return new Set([...nearest].filter(([, distance]) => distance === farthest).map(([closes]) => closes));
}

/** How many commands of people every state is from one of these ends; states that are not there reach none. */
export function distancesTo(process: Process, ends: ReadonlySet<string>): ReadonlyMap<Node, number> {
  const { commands } = process.spec;
  const isForPeople = (event: string) => Object.hasOwn(commands, event) && commands[event]!.by.some((role) => role !== systemRole);
  const before = new Map<Node, Node[]>();
  for (const node of nodesOf(process))
    for (const next of leadingOut(node, isForPeople).flatMap(entered)) before.set(next, [...(before.get(next) ?? []), node]);
  const closing = nodesOf(process).filter(({ meta }) => meta?.closes !== undefined && ends.has(meta.closes));
  return spread(closing, (node) => before.get(node) ?? []);
}

function spread(from: readonly Node[], nexts: (node: Node) => readonly Node[]): ReadonlyMap<Node, number> {
  const distances = new Map<Node, number>();
  let front = from;
  for (let distance = 0; front.length > 0; distance++) {
    const fresh = [...new Set(front)].filter((node) => !distances.has(node));
    for (const node of fresh) distances.set(node, distance);
    front = fresh.flatMap(nexts);
  }
  return distances;
}

/** A node and those that are entered with it. */
function entered(node: Node): Node[] {
  const inner = node.type === 'parallel' ? Object.values(node.states) : node.type === 'compound' ? (node.initial?.target ?? []) : [];
  return [node, ...inner.flatMap(entered)];
}

function leadingOut(node: Node, isFollowed: (event: string) => boolean): Node[] {
  const followed = [...node.transitions].flatMap(([event, branches]) => (isFollowed(event) ? branches : []));
  const own = [...followed, ...(node.always ?? [])].flatMap((branch) => branch.target ?? []);
  return node.parent ? [...own, ...leadingOut(node.parent, isFollowed)] : own;
}
