// The structure of a process, judged on the XState machine itself: another pair of eyes beside the checks of `defineProcess`.
import type { Process } from '@bihuan/core';

interface Node {
  readonly path: readonly string[];
  readonly type: string;
  readonly parent?: Node;
  readonly meta?: { readonly owner?: unknown; readonly waits?: unknown; readonly closes?: string };
  readonly config: { readonly after?: object; readonly always?: unknown; readonly meta?: unknown };
  readonly states: Readonly<Record<string, Node>>;
  readonly initial: { readonly target: readonly Node[] };
  readonly transitions: ReadonlyMap<string, readonly { readonly target?: readonly Node[] }[]>;
  readonly always?: readonly { readonly target?: readonly Node[]; readonly guard?: unknown }[];
}

/** States that cannot be reached, that lead to no end, or where a case may wait for ever or for nobody. */
export function structureFaults(process: Process): readonly string[] {
  const root = process.machine.root as unknown as Node;
  const leaves = leavesOf(root);
  const exits = new Map(
    leaves.map((leaf) => [
      leaf,
      lineage(leaf)
        .flatMap(branchesOf)
        .flatMap((branch) => (branch.target ?? []).flatMap(entered)),
    ]),
  );
  const reached = spread(entered(root), (leaf) => exits.get(leaf) ?? []);
  const ends = leaves.filter((leaf) => lineage(leaf).some((node) => node.meta?.closes !== undefined));
  const ending = spread(ends, (leaf) => leaves.filter((before) => exits.get(before)!.includes(leaf)));
  const name = (leaf: Node) => `${process.id}: ${leaf.path.join('.')}`;
  return [
    ...leaves.filter((leaf) => !reached.has(leaf)).map((leaf) => `${name(leaf)} cannot be reached`),
    ...(process.spec.perpetual ? [] : leaves.filter((leaf) => !ending.has(leaf)).map((leaf) => `${name(leaf)} leads to no end`)),
    ...leaves.filter((leaf) => mayWait(leaf) && !ends.includes(leaf)).flatMap((leaf) => waitingFaults(leaf, name(leaf))),
  ];
}

const leavesOf = (node: Node): readonly Node[] => {
  const children = Object.values(node.states).filter((child) => child.type !== 'history');
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
};

const lineage = (node: Node): readonly Node[] => (node.parent ? [node, ...lineage(node.parent)] : [node]);
const branchesOf = (node: Node) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])];

/** Leaves that a target leads to; a history state may lead to any below its parent. */
function entered(node: Node): readonly Node[] {
  if (node.type === 'history') return leavesOf(node.parent!);
  if (node.type === 'parallel') return Object.values(node.states).flatMap(entered);
  return node.type === 'compound' ? node.initial.target.flatMap(entered) : [node];
}

function spread(from: readonly Node[], next: (leaf: Node) => readonly Node[]): ReadonlySet<Node> {
  const seen = new Set(from);
  for (const leaf of seen) for (const other of next(leaf)) seen.add(other);
  return seen;
}

const mayWait = (leaf: Node): boolean =>
  leaf.type !== 'final' && !lineage(leaf).some((node) => node.always?.some((branch) => branch.guard === undefined));

function waitingFaults(leaf: Node, name: string): readonly string[] {
  const line = lineage(leaf);
  const timed = line.some((node) => Object.keys(node.config.after ?? {}).length > 0 || node.meta?.waits !== undefined);
  const owned = line.some((node) => node.meta?.owner !== undefined);
  return [...(timed ? [] : [`${name} waits without a deadline or a reason`]), ...(owned ? [] : [`${name} waits for nobody`])];
}
