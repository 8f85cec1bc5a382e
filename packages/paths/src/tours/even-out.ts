// Min-cost flow over arcs that hold any amount: from where a tour enters too often to where it leaves too often.
export interface Arc {
  readonly to: number;
  readonly cost: number;
}

export interface Evened {
  readonly cost: number;
  /** How much flows from one node to another, by `from * nodes + to`. */
  readonly flow: ReadonlyMap<number, number>;
}

/** Successive shortest paths from what is over to what is missing. Arcs hold any amount, so no path ever has to be taken back from another's way. */
export function evenOut(next: readonly (readonly Arc[])[], surplus: number[]): Evened {
  const size = next.length;
  const flow = new Map<number, number>();
  const back: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  const costOf = new Map<number, number>();
  const keyOf = (from: number, to: number) => from * size + to;
  for (const [from, arcs] of next.entries()) {
    for (const { to, cost } of arcs) {
      const key = keyOf(from, to);
      costOf.set(key, Math.min(cost, costOf.get(key) ?? Number.POSITIVE_INFINITY));
      back[to]!.set(from, key);
    }
  }
  const out: [to: number, key: number][][] = Array.from({ length: size }, () => []);
  for (const key of costOf.keys()) out[Math.floor(key / size)]!.push([key % size, key]);
  let total = 0;
  for (;;) {
    const sources = surplus.flatMap((amount, node) => (amount > 0 ? [node] : []));
    if (sources.length === 0) break;
    // Costs of arcs taken back are negative: labels are corrected until they stand.
    const distance = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const arrived = new Int32Array(size).fill(-1);
    const queued = new Uint8Array(size);
    const queue: number[] = [];
    for (const source of sources) {
      distance[source] = 0;
      queue.push(source);
      queued[source] = 1;
    }
    const relax = (from: number, to: number, cost: number) => {
      if (distance[from]! + cost >= distance[to]! - 1e-9) return;
      distance[to] = distance[from]! + cost;
      arrived[to] = from;
      if (!queued[to]) {
        queued[to] = 1;
        queue.push(to);
      }
    };
    for (let head = 0; head < queue.length; head++) {
      const node = queue[head]!;
      queued[node] = 0;
      for (const [to, key] of out[node]!) relax(node, to, costOf.get(key)!);
      for (const [from, key] of back[node]!) if ((flow.get(key) ?? 0) > 0 && from !== node) relax(node, from, -costOf.get(key)!);
    }
    let sink = -1;
    for (let node = 0; node < size; node++)
      if (surplus[node]! < 0 && distance[node]! < (sink < 0 ? Number.POSITIVE_INFINITY : distance[sink]!)) sink = node;
    if (sink < 0) break;
    let node = sink;
    for (let from = arrived[node]!; from >= 0; from = arrived[node]!) {
      const backward = keyOf(node, from);
      const forward = costOf.get(keyOf(from, node)) ?? Number.POSITIVE_INFINITY;
      const takesBack = (flow.get(backward) ?? 0) > 0 && -costOf.get(backward)! <= forward;
      if (takesBack) flow.set(backward, flow.get(backward)! - 1);
      else flow.set(keyOf(from, node), (flow.get(keyOf(from, node)) ?? 0) + 1);
      node = from;
    }
    total += distance[sink]!;
    surplus[node]! -= 1;
    surplus[sink]! += 1;
  }
  return { cost: total, flow };
}
