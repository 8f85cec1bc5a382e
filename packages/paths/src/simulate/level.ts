// A number that goes up and down over time, such as the length of a queue: its mean over time, its quantiles over time, its peak.

export interface LevelFigures {
  readonly mean: number;
  readonly p95: number;
  readonly max: number;
}

export class Level {
  #value = 0;
  #max = 0;
  #sinceMs: number;
  #fromMs: number;
  /** How long it stood at each value, in ms. */
  #held: number[] = [];

  constructor(atMs: number) {
    this.#sinceMs = this.#fromMs = atMs;
  }

  get value(): number {
    return this.#value;
  }

  change(by: number, atMs: number): void {
    this.#hold(atMs);
    this.#value += by;
    if (this.#value > this.#max) this.#max = this.#value;
  }

  /** Forgets what was before; the value stays. */
  restart(atMs: number): void {
    this.#sinceMs = this.#fromMs = atMs;
    this.#held = [];
    this.#max = this.#value;
  }

  figures(atMs: number): LevelFigures {
    this.#hold(atMs);
    const total = atMs - this.#fromMs;
    if (total <= 0) return { mean: this.#value, p95: this.#value, max: this.#max };
    let [area, reached, p95] = [0, 0, -1];
    for (const [value, ms] of this.#held.entries()) {
      area += value * ms;
      reached += ms;
      if (p95 < 0 && reached >= 0.95 * total) p95 = value;
    }
    return { mean: area / total, p95: Math.max(p95, 0), max: this.#max };
  }

  #hold(atMs: number): void {
    while (this.#held.length <= this.#value) this.#held.push(0);
    this.#held[this.#value]! += atMs - this.#sinceMs;
    this.#sinceMs = atMs;
  }
}
