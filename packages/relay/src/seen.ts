// What a receiver remembers: the port that a host implements in its own database, and one in memory.

/**
 * Reads and writes only; the receiver decides. Two tables serve: ids with a unique key, and one row a lane.
 * `Tx` is the host's own transaction handle, which `handle` gets, too.
 */
export interface Seen<Tx> {
  /** Commits what was noted with `tx` if `work` ends well, and undoes it and passes the error on if not. */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Notes an id. False when it was noted before; a transaction that is noting the same is waited for. */
  first(id: string, tx: Tx): Promise<boolean>;
  /** Raises the sequence of a lane to this one, unless it is higher; answers what it was before, null at first. Others wait for the lane until the transaction ends. */
  raise(lane: string, sequence: string, tx: Tx): Promise<string | null>;
}

/** One transaction of the memory: what it would add. */
export interface MemoryNotes {
  readonly ids: Set<string>;
  readonly sequences: Map<string, string>;
}

/** For tests and trials: it forgets everything with the process, grows without end, and handles one message at a time. */
export function memorySeen(): Seen<MemoryNotes> {
  const ids = new Set<string>();
  const sequences = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    transaction(work) {
      const mine = last.then(async () => {
        const tx: MemoryNotes = { ids: new Set(), sequences: new Map() };
        const result = await work(tx);
        for (const id of tx.ids) ids.add(id);
        for (const [lane, sequence] of tx.sequences) sequences.set(lane, sequence);
        return result;
      });
      last = mine.catch(() => {});
      return mine;
    },
    async first(id, tx) {
      if (ids.has(id) || tx.ids.has(id)) return false;
      tx.ids.add(id);
      return true;
    },
    async raise(lane, sequence, tx) {
      const before = tx.sequences.get(lane) ?? sequences.get(lane) ?? null;
      if (before === null || before < sequence) tx.sequences.set(lane, sequence);
      return before;
    },
  };
}
