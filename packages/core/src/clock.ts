// The shell's edge: time and randomness come from here, and from nowhere else in core.

/** Now, and waiting. Everything that decides is given a time; only the engine asks for it. */
export interface Clock {
  nowMs(): number;
  /** Resolves after `ms`, or as soon as `woken` does. */
  wait(ms: number, woken: Promise<void>): Promise<void>;
}

/** Longest wait a platform's timer can hold. */
const longestWaitMs = 2_147_483_647;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  wait(ms, woken) {
    const { setTimeout, clearTimeout } = globalThis as unknown as {
      setTimeout: (run: () => void, ms: number) => unknown;
      clearTimeout: (id: unknown) => void;
    };
    return new Promise((resolve) => {
      const id = setTimeout(resolve, Math.min(Math.max(ms, 0), longestWaitMs));
      void woken.then(() => {
        clearTimeout(id);
        resolve();
      });
    });
  },
};

export interface ManualClock extends Clock {
  set(atMs: number): void;
  advance(ms: number): void;
}

/** A clock that stands still until it is moved, for tests, demos and simulations. Moving it wakes who waits. */
export function manualClock(startMs: number): ManualClock {
  let now = startMs;
  const waiting = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  const set = (atMs: number) => {
    now = atMs;
    for (const each of [...waiting]) if (each.untilMs <= now) each.wake();
  };
  return {
    nowMs: () => now,
    set,
    advance: (ms) => set(now + ms),
    wait(ms, woken) {
      return new Promise((resolve) => {
        const each = {
          untilMs: now + ms,
          wake() {
            waiting.delete(each);
            resolve();
          },
        };
        waiting.add(each);
        void woken.then(each.wake);
      });
    },
  };
}

const randomBytes = (count: number): readonly number[] => {
  const { crypto } = globalThis as unknown as { crypto: { getRandomValues(bytes: Uint8Array): Uint8Array } };
  return [...crypto.getRandomValues(new Uint8Array(count))];
};

/** Case ids that sort by time of opening: nine characters of it, sixteen of chance. */
export function timeOrderedIds(clock: Clock): () => string {
  return () =>
    clock.nowMs().toString(36).padStart(9, '0') +
    randomBytes(16)
      .map((byte) => (byte % 36).toString(36))
      .join('');
}

/** 128 bits of chance, in hexadecimal. */
export const randomSalt = (): string =>
  randomBytes(16)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** From 0 up to 1. */
export const randomFraction = (): number => randomBytes(1)[0]! / 256;
