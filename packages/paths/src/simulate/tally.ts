// Many values summed up in little memory: their mean exactly, their quantiles to one part in a hundred.

export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Values from 0 on. */
export class Tally {
  #count = 0;
  #sum = 0;
  #max = 0;
  #buckets: number[] = [];

  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    if (value > this.#max) this.#max = value;
    const bucket = value < 1 ? 0 : 1 + Math.floor(Math.log(value) / step);
    while (this.#buckets.length <= bucket) this.#buckets.push(0);
    this.#buckets[bucket]! += 1;
  }

  reset(): void {
    this.#count = this.#sum = this.#max = 0;
    this.#buckets = [];
  }

  get sum(): number {
    return this.#sum;
  }

  spread(): Spread {
    const mean = this.#count === 0 ? 0 : this.#sum / this.#count;
    return { count: this.#count, mean, p50: this.#quantile(0.5), p95: this.#quantile(0.95), max: this.#max };
  }

  #quantile(share: number): number {
    let left = share * this.#count;
    for (const [bucket, count] of this.#buckets.entries()) {
      left -= count;
      if (left <= 0 && count > 0) return bucket === 0 ? 0 : Math.min(Math.exp((bucket - 0.5) * step), this.#max);
    }
    return 0;
  }
}

/** Width of a bucket, as a logarithm. */
const step = Math.log(1.02);
