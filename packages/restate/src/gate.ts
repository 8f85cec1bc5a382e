// Counts requests under way, and can be closed: what `drain` waits for.
import { BihuanError } from '@bihuan/core';

export interface Gate {
  readonly pass: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

export function gate(): Gate {
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  return {
    async pass(work) {
      if (closed) throw new BihuanError('ENGINE_DRAINED', { zh: '引擎已停用', en: 'This engine was drained: use another' });
      const running = work();
      underWay.add(running);
      return running.finally(() => underWay.delete(running));
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
}
