// What SQLite says when someone else holds the lock, and how long we put up with it. Waiting is asynchronous: the event loop is never blocked.
import { BihuanError } from '@bihuan/core';
import { storeFull } from '../server/trouble.ts';

/** Whether SQLite refused because of another connection's lock. Extended codes (recovery, snapshot) carry the plain one in their low byte. */
export function isBusy(error: unknown): boolean {
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  return (typeof errcode === 'number' && (errcode & 0xff) === 5) || (typeof code === 'string' && code.startsWith('SQLITE_BUSY'));
}

/** What SQLite says when there is no room left, as an error of ours; any other as it is. */
export function notFull(error: unknown): unknown {
  const { errcode, code } = error as { readonly errcode?: unknown; readonly code?: unknown };
  const isFull = (typeof errcode === 'number' && (errcode & 0xff) === 13) || code === 'SQLITE_FULL';
  return isFull ? storeFull(error) : error;
}

export function busyError(cause?: unknown): BihuanError {
  return new BihuanError(
    'STORE_BUSY',
    { zh: '数据库被其他事务占用,请重试', en: 'The database is held by another transaction: try again, or pass that transaction as `tx`' },
    {},
    cause,
  );
}

const pausesMs = [1, 2, 5, 10, 20, 50];

/** Pauses that grow, until a bounded time is over; then `STORE_BUSY`. */
export class Patience {
  readonly #endMs: number;
  #pauses = 0;

  constructor(waitMs: number) {
    this.#endMs = performance.now() + waitMs;
  }

  get leftMs(): number {
    return Math.max(this.#endMs - performance.now(), 0);
  }

  async pause(cause?: unknown): Promise<void> {
    if (this.leftMs === 0) throw busyError(cause);
    const ms = pausesMs[Math.min(this.#pauses++, pausesMs.length - 1)]!;
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms, this.leftMs)));
  }
}
