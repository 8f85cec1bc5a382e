// What a process fails at itself while it is walked: kept and told, so that one broken rule does not hide all the rest.
import { BihuanError } from '@bihuan/core';

export class Faults {
  readonly #told = new Map<string, string>();

  /** Each once, in words. */
  get all(): readonly string[] {
    return [...this.#told.values()];
  }

  /** Undefined where `run` throws an error of the library. */
  guard<Result>(name: string, run: () => Result): Result | undefined {
    try {
      return run();
    } catch (cause) {
      if (!(cause instanceof BihuanError)) throw cause;
      this.#told.set(`${cause.code} ${name}`, `${name} could not be tried everywhere: ${cause.code}, ${cause.text.en.split('\n')[0]}`);
      return undefined;
    }
  }
}
