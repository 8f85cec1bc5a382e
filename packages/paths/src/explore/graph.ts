// The finite model behind a process, as numbers: nodes, edges in the order they were found, and what each edge is.
import type { Label } from './label.ts';
import type { Packed } from './model.ts';

/** Whole numbers that grow without copying one by one. */
export class Numbers {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  get bytes(): number {
    return this.#values.byteLength;
  }
}

/** Values by number, equal ones by the same. */
export class Table<Value> {
  readonly values: Value[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(value: Value, key = JSON.stringify(value)): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    this.values.push(value);
    return this.values.length - 1;
  }
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly label: Label;
  readonly transitions: readonly string[];
}

/** Node 0 stands before every case: its edges open one. */
export class Graph {
  readonly packed: (Packed | undefined)[] = [undefined];
  /** Index into `configurations`, by node. */
  readonly configuration = new Numbers();
  readonly configurations = new Table<readonly string[]>();
  readonly labels = new Table<Label>();
  readonly transitions = new Table<readonly string[]>();
  /** By node, the number of its first edge; its last is before the first of the next node. Only explored nodes have edges. */
  readonly firstEdge = new Numbers();
  readonly edgeTo = new Numbers();
  readonly edgeLabel = new Numbers();
  readonly edgeTransitions = new Numbers();
  /** The result a node has ended with, by node. */
  readonly ended = new Map<number, string>();

  constructor() {
    this.configuration.push(this.configurations.numberOf([]));
    this.firstEdge.push(0);
  }

  get nodeCount(): number {
    return this.packed.length;
  }

  get edgeCount(): number {
    return this.edgeTo.length;
  }

  /** Nodes whose moves are known. */
  get exploredCount(): number {
    return this.firstEdge.length - 1;
  }

  addNode(packed: Packed, leaves: readonly string[], ended: string | null): number {
    this.packed.push(packed);
    this.configuration.push(this.configurations.numberOf(leaves, leaves.join(' ')));
    if (ended !== null) this.ended.set(this.nodeCount - 1, ended);
    return this.nodeCount - 1;
  }

  addEdge(to: number, label: Label, transitions: readonly string[]): void {
    this.edgeTo.push(to);
    this.edgeLabel.push(this.labels.numberOf(label));
    this.edgeTransitions.push(this.transitions.numberOf(transitions, transitions.join(' ')));
  }

  /** Ends the edges of the node that is explored now. Nodes are explored in their order. */
  closeNode(): void {
    this.firstEdge.push(this.edgeCount);
  }

  edgesOf(node: number): readonly [first: number, end: number] {
    return node < this.exploredCount ? [this.firstEdge.at(node), this.firstEdge.at(node + 1)] : [0, 0];
  }

  /** The node an edge leaves. */
  sourceOf(edge: number): number {
    let [low, high] = [0, this.exploredCount - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firstEdge.at(middle) <= edge) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  labelOf(edge: number): Label {
    return this.labels.values[this.edgeLabel.at(edge)]!;
  }

  transitionsOf(edge: number): readonly string[] {
    return this.transitions.values[this.edgeTransitions.at(edge)]!;
  }

  leavesOf(node: number): readonly string[] {
    return this.configurations.values[this.configuration.at(node)]!;
  }
}
