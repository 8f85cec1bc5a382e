// What happens without anybody asking, until stopped: deadlines fall due, messages are delivered.

import { competenceOf, pollMsOf } from './back-off.ts';
import type { EngineContext } from './context.ts';
import { relay } from './outbox.ts';
import { runDue } from './timers.ts';

export interface Worker {
  start(): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Runs deadlines and outbox until stopped: at once after a commit, when the next due time comes, and every `pollMs` at least. */
export function worker<Tx>(context: EngineContext<Tx>): Worker {
  const pollMs = pollMsOf(context);
  let running: { readonly ended: Promise<unknown>; readonly stop: () => void } | undefined;

  const loop = async (isStopped: () => boolean, nap: (ms: number) => Promise<void>) => {
    while (!isStopped()) {
      try {
        const [due, sent] = [await runDue(context, isStopped), await relay(context, isStopped)];
        const isIdle = due.fired + due.stuck + sent.delivered + sent.failed === 0;
        const wakeMs = (await context.store.nextWakeMs(competenceOf(context))) ?? Number.POSITIVE_INFINITY;
        const restMs = wakeMs - context.clock.nowMs();
        // What is due and yet was not there to do is another engine's: no reason to ask again at once.
        await nap(Math.min(pollMs, restMs <= 0 && isIdle ? pollMs : Math.max(restMs, 0)));
      } catch (error) {
        context.options.onError?.(error);
        await nap(pollMs);
      }
    }
  };

  return {
    start() {
      if (running) return;
      let stopped = false;
      let woken = false;
      let ring = () => {};
      let rung = new Promise<void>((resolve) => (ring = resolve));
      const wake = () => {
        woken = true;
        ring();
      };
      const nap = async (ms: number) => {
        if (!woken) await context.clock.wait(Math.max(ms, 1), rung);
        woken = stopped;
        rung = new Promise<void>((resolve) => (ring = resolve));
      };
      const stop = () => {
        stopped = true;
        wake();
      };
      context.wake = wake;
      // Without it polling finds everything, later.
      const listening = context.store.listen?.(wake).catch((error) => context.options.onError?.(error));
      const ended = loop(() => stopped, nap).then(async () => (await listening)?.());
      running = { ended, stop };
    },
    async stop() {
      running?.stop();
      await running?.ended;
      running = undefined;
      context.wake = () => {};
    },
  };
}
