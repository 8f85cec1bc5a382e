// How far long work has come, on one line of a terminal that somebody watches; nothing where nobody does.
import type { Sink } from './io.ts';

export interface Progress {
  /** As `ExploreLimits.onProgress`. */
  readonly of: (name: string) => (states: number, open: number) => void;
  /** So many of what is counted are done, of so many. */
  readonly count: (done: number, total: number, zh: string, en: string) => void;
  /** Takes the line away again. */
  readonly done: () => void;
}

const clearLine = '\r\u001b[2K';

export function progressOn(sink: Sink): Progress {
  let shown = false;
  const show = (line: string) => {
    if (sink.isTTY !== true) return;
    shown = true;
    sink.write(`${clearLine}${line}`);
  };
  return {
    of: (name) => (states, open) => {
      if (states >= 1000) show(`${name}: ${states} 状态 states, ${open} 待查 open`);
    },
    count: (done, total, zh, en) => show(`${done}/${total} ${zh} ${en}`),
    done: () => {
      if (shown) sink.write(clearLine);
      shown = false;
    },
  };
}
