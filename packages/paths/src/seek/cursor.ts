// A case on its way through an explored graph: planned on the graph, walked on the case itself, which may turn out otherwise.
import type { Label } from '../explore/label.ts';
import type { Move } from '../explore/model.ts';
import { kindOf } from '../tours/control-graph.ts';
import type { Explored, Walked } from '../tours/tour.ts';
import { firstWay } from '../tours/way.ts';

export type WaitMs<State> = (place: State, label: Label) => number;

export class Cursor<State> {
  readonly explored: Explored<State>;
  readonly steps: Walked<State>[] = [];
  place: State | null = null;
  readonly #waitMs: WaitMs<State>;

  constructor(explored: Explored<State>, waitMs: WaitMs<State>) {
    this.explored = explored;
    this.#waitMs = waitMs;
  }

  /** The node it is at: 0 before the case is open; undefined where the graph does not know it. */
  get node(): number | undefined {
    return this.place === null ? 0 : this.explored.nodeOf(this.explored.model.key(this.place));
  }

  /** The way a node was first found, which is sure. */
  arrive(node: number): boolean {
    const { graph, arrivedBy } = this.explored;
    return node === 0 || this.follow(firstWay(graph, arrivedBy, arrivedBy[node]!));
  }

  /** Takes edges as long as they come to what they say. */
  follow(edges: readonly number[]): boolean {
    const { graph } = this.explored;
    return edges.every((edge) => this.take(graph.labelOf(edge), kindOf(graph.transitionsOf(edge))));
  }

  /** False, and nothing is done, where it would take other transitions than said. */
  take(label: Label, kind: string): boolean {
    const { model } = this.explored;
    const move =
      this.place === null
        ? model.starts().find((start) => JSON.stringify(start.label) === JSON.stringify(label))
        : model.step(this.place, label);
    if (!move || kindOf(move.transitions) !== kind) return false;
    this.add(move);
    return true;
  }

  add({ label, to, transitions }: Move<State>): void {
    const waitMs = label.kind === 'time' ? this.#waitMs(this.place!, label) : 0;
    this.steps.push({ label, before: this.place, after: to, transitions, waitMs, offsetMs: 0 });
    this.place = to;
  }
}

/** The fewest edges from a node to one that is wanted; undefined where none is reached. */
export function wayTo(
  graph: Explored<never>['graph'],
  from: number,
  wanted: (node: number) => boolean,
  blocked: ReadonlySet<number> = new Set(),
): readonly number[] | undefined {
  const cameBy = new Map<number, number>([[from, -1]]);
  for (const node of cameBy.keys()) {
    if (node !== 0 && wanted(node)) {
      const way: number[] = [];
      for (let edge = cameBy.get(node)!; edge >= 0; edge = cameBy.get(graph.sourceOf(edge))!) way.unshift(edge);
      return way;
    }
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++)
      if (!cameBy.has(graph.edgeTo.at(edge)) && !blocked.has(edge)) cameBy.set(graph.edgeTo.at(edge), edge);
  }
  return undefined;
}
