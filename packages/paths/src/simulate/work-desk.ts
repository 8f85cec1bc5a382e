// Work that waits for somebody: handed out in order, to whoever may do it.
import type { CaseRecord } from '@bihuan/core';
import type { Act } from './acts.ts';
import { Heap } from './heap.ts';
import type { Draw } from './random-stream.ts';
import type { CheckedOptions } from './simulation-options.ts';
import type { Person } from './staff.ts';

/** A case of a simulation. */
export interface SimulatedCase {
  readonly id: string;
  readonly draw: Draw;
  record: CaseRecord;
  /** By state. */
  readonly tasks: Map<string, Task>;
  readonly enteredMs: Map<string, number>;
  steps: number;
  nextDueMs: number;
  gone: boolean;
}

export interface Task {
  readonly of: SimulatedCase;
  readonly state: string;
  readonly act: Act;
  readonly payload: Act['payloads'][number];
  /** Whose work it is alone. */
  readonly assignee: Person | undefined;
  readonly readyMs: number;
  /** Least first. */
  readonly order: number;
  readonly sequence: number;
  startMs: number;
  doneBy: Person | undefined;
  /** Taken, or no longer there to be done. */
  off: boolean;
}

/** How many pieces of work somebody looks through for one that they may do. */
const mostLooks = 200;

const before = (left: Task, right: Task): boolean =>
  left.order < right.order || (left.order === right.order && left.sequence < right.sequence);

export class WorkDesk {
  readonly #mayDo: (task: Task, person: Person) => boolean;
  /** By the roles that may, and by the person whose it is. */
  readonly #open = new Map<string, Heap<Task>>();
  readonly #own = new Map<Person, Heap<Task>>();
  readonly #heapsOf = new Map<Person, readonly Heap<Task>[]>();

  constructor(mayDo: (task: Task, person: Person) => boolean) {
    this.#mayDo = mayDo;
  }

  put(task: Task): void {
    if (task.assignee) this.#ownHeap(task.assignee).push(task);
    else this.#openHeap(task.act.roles).push(task);
  }

  /** The first piece of work that this person may do, taken off the desk. */
  take(person: Person): Task | undefined {
    let best: Task | undefined;
    let from: Heap<Task> | undefined;
    for (const heap of this.#heaps(person)) {
      const passed: Task[] = [];
      let found: Task | undefined;
      while (passed.length < mostLooks) {
        const task = heap.pop();
        if (!task) break;
        if (task.off) continue;
        if (this.#mayDo(task, person)) {
          found = task;
          break;
        }
        passed.push(task);
      }
      for (const task of passed) heap.push(task);
      if (!found) continue;
      if (best && !before(found, best)) heap.push(found);
      else {
        if (best) from!.push(best);
        best = found;
        from = heap;
      }
    }
    return best;
  }

  #ownHeap(person: Person): Heap<Task> {
    const known = this.#own.get(person);
    if (known) return known;
    const heap = new Heap(before);
    this.#own.set(person, heap);
    this.#heapsOf.delete(person);
    return heap;
  }

  #openHeap(roles: readonly string[]): Heap<Task> {
    const key = roles.join(' ');
    const known = this.#open.get(key);
    if (known) return known;
    const heap = new Heap(before);
    this.#open.set(key, heap);
    this.#heapsOf.clear();
    return heap;
  }

  #heaps(person: Person): readonly Heap<Task>[] {
    const known = this.#heapsOf.get(person);
    if (known) return known;
    const own = this.#own.get(person);
    const open = [...this.#open].filter(([roles]) => roles.split(' ').some((role) => person.roles.includes(role))).map(([, heap]) => heap);
    const heaps = own ? [own, ...open] : open;
    this.#heapsOf.set(person, heaps);
    return heaps;
  }
}

/** What `priority` sorts by. */
export function orderOf(priority: CheckedOptions['priority'], record: CaseRecord, state: string, readyMs: number): number {
  const item = record.workItems[state];
  switch (priority) {
    case 'due':
      return item?.dueAtMs ?? Number.POSITIVE_INFINITY;
    case 'priority':
      return -(item?.priority ?? 0);
    default:
      return readyMs;
  }
}

/** When the first deadline of a case falls due that runs; infinity when none does. */
export function earliestDueMs({ timers }: CaseRecord): number {
  let dueMs = Number.POSITIVE_INFINITY;
  for (const key in timers) {
    const timer = timers[key]!;
    if (timer.stoppedAtMs === null && timer.dueAtMs < dueMs) dueMs = timer.dueAtMs;
  }
  return dueMs;
}
