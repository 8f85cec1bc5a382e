// The entrance of an engine: counts what is under way, and can be closed.
import { BihuanError } from '../errors.ts';

export interface Entrance {
  /** Runs `work`. Throws `ENGINE_DRAINED` once closed. */
  readonly pass: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Lets nothing more in, and resolves when nothing is under way. */
  readonly close: () => Promise<void>;
}

export function entrance(): Entrance {
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  return {
    async pass(work) {
      if (closed) throw new BihuanError('ENGINE_DRAINED', { zh: '引擎已停用', en: 'This engine was drained: use another' });
      const running = work();
      underWay.add(running);
      try {
        return await running;
      } finally {
        underWay.delete(running);
      }
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
}
