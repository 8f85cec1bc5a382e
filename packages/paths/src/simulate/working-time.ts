// When people work, and how much working time lies between two moments, from nothing but a calendar's due times.
import type { Calendar } from '@bihuan/core';

const hourMs = 3_600_000;
const instant = 1 / hourMs;

export class WorkingTime {
  readonly #hours: Calendar | undefined;
  /** Since when and until when one is known to be at work: spares most questions to the calendar. */
  #opensMs = Number.NaN;
  #askedMs = Number.NaN;

  constructor(hours: Calendar | undefined) {
    this.#hours = hours;
  }

  /** The next moment at which people work: now, if they do. */
  opensMs(nowMs: number): number {
    if (!this.#hours) return nowMs;
    if (nowMs === this.#askedMs || (nowMs > this.#askedMs && nowMs < this.#opensMs)) return Math.max(this.#opensMs, nowMs);
    this.#askedMs = nowMs;
    this.#opensMs = Math.round(this.#hours.due(nowMs, { workingHours: instant }).dueAtMs) - 1;
    return this.#opensMs;
  }

  /** When work that takes so much working time ends. */
  endMs(startMs: number, workMs: number): number {
    return this.#hours ? this.#hours.due(startMs, { workingHours: workMs / hourMs }).dueAtMs : startMs + workMs;
  }

  /** The working time between two moments. */
  betweenMs(fromMs: number, toMs: number): number {
    if (!this.#hours || toMs <= fromMs) return Math.max(toMs - fromMs, 0);
    let [least, most] = [0, toMs - fromMs];
    while (most - least > 1) {
      const middle = (least + most) / 2;
      if (this.endMs(fromMs, middle) <= toMs) least = middle;
      else most = middle;
    }
    return least;
  }
}
