// How far long work has come, on one line of a terminal that somebody watches; nothing where nobody does.
import type { Sink } from './io.ts';

export interface Progress {
  /** As `ExploreLimits.onProgress`. */
  readonly of: (name: string) => (states: number, open: number) => void;
  /** Takes the line away again. */
  readonly done: () => void;
}

const clearLine = '\r\u001b[2K';

export function progressOn(sink: Sink): Progress {
  let shown = false;
  return {
    of: (name) => (states, open) => {
      if (sink.isTTY !== true || states < 1000) return;
      shown = true;
      sink.write(`${clearLine}${name}: ${states} 状态 states, ${open} 待查 open`);
    },
    done: () => {
      if (shown) sink.write(clearLine);
      shown = false;
    },
  };
}
