// What will happen when, in order of time; of two things at one moment, the one that was laid down first.
import { Heap } from './heap.ts';

export interface Event {
  readonly atMs: number;
  readonly sequence: number;
  readonly run: () => void;
  /** Whether it was overtaken by others, and nothing is to happen. */
  readonly isVoid: (() => boolean) | undefined;
}

export class Agenda {
  readonly #events = new Heap<Event>(
    (left, right) => left.atMs < right.atMs || (left.atMs === right.atMs && left.sequence < right.sequence),
  );
  #sequence = 0;
  #most = 10_000;

  add(atMs: number, run: () => void, isVoid?: () => boolean): void {
    this.#events.push({ atMs, sequence: this.#sequence++, run, isVoid });
    if (this.#events.size < this.#most) return;
    // Deadlines that were met may lie years ahead, and hold on to their cases.
    this.#events.keep((event) => !event.isVoid?.());
    this.#most = 2 * this.#events.size + 10_000;
  }

  next(): Event | undefined {
    for (;;) {
      const event = this.#events.pop();
      if (!event?.isVoid?.()) return event;
    }
  }
}
