// Whose turn it is on a connection: a queue, first come first served. A transaction of the host keeps its turn over many awaits.
import { busyError, type Patience } from './busy.ts';

export class Turns {
  #taken = false;
  readonly #waiting = new Set<() => void>();

  tryTake(): boolean {
    if (this.#taken) return false;
    this.#taken = true;
    return true;
  }

  /** Resolves when it is the caller's turn. Throws `STORE_BUSY` when patience ends first. */
  async take(patience: Patience): Promise<void> {
    if (this.tryTake()) return;
    await new Promise<void>((resolve, reject) => {
      const granted = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(granted);
        reject(busyError());
      }, patience.leftMs);
      this.#waiting.add(granted);
    });
  }

  /** Hands the turn to whoever has waited longest. */
  release(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#taken = false;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
