// What a database or driver says when something is wrong, as typed errors: what may be tried again, what may have happened, what is misuse.
import { BihuanError } from '@bihuan/core';

export interface Trouble {
  /** Another transaction was in the way, or still is: nothing happened. */
  readonly isBusy: (error: unknown) => boolean;
  /** One of several transactions that were in each other's way, and was given up: nothing happened, and it may go through at once. */
  readonly isVictim: (error: unknown) => boolean;
  /** The connection broke. */
  readonly isLost: (error: unknown) => boolean;
  /** A connection could not be made: nothing happened. */
  readonly isUnreachable: (error: unknown) => boolean;
  /** A savepoint was asked for outside of a transaction. */
  readonly isNoTransaction: (error: unknown) => boolean;
  /** There is no room on the disk: nothing happened. */
  readonly isFull: (error: unknown) => boolean;
  /** A table or column is not there. */
  readonly isSchema: (error: unknown) => boolean;
}

/** The first error of a chain of causes that is meant: libraries wrap those of their drivers. */
export function causeOf(error: unknown, isMeant: (each: unknown) => boolean): unknown {
  let each: unknown = error;
  for (let depth = 0; depth < 6 && typeof each === 'object' && each !== null; depth++) {
    if (isMeant(each)) return each;
    const { cause, driverError, originalError, meta } = each as Readonly<Record<string, unknown>>;
    each = driverError ?? cause ?? originalError ?? (meta as { readonly driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  }
  return undefined;
}

/** Whether one of the causes has a `code` or `errno` among these, or a message that says so. */
export const says = (codes: readonly (string | number)[], message?: RegExp) => (error: unknown) =>
  causeOf(error, (each) => {
    const { code, errno, sqlState, originalCode, message: text } = each as Readonly<Record<string, unknown>>;
    return [code, errno, sqlState, originalCode].some((value) => codes.includes(value as string)) || (message?.test(String(text)) ?? false);
  }) !== undefined;

export const unreachable = says(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'CONNECT_TIMEOUT', '57P03', '53300', 1040]);
export const lost = says(
  ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'PROTOCOL_CONNECTION_LOST', 'CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED'],
  /connection (was )?(terminated|closed|lost|ended|is closed)|server has gone away|closed state|Connection terminated/i,
);

export const storeFull = (cause: unknown): BihuanError =>
  new BihuanError(
    'STORE_FULL',
    { zh: '数据库磁盘已满,未写入任何内容', en: 'The disk of the database is full, and nothing was written' },
    {},
    cause,
  );

/** `mayHaveHappened`: it was being committed when the connection broke. */
export function typedError(trouble: Trouble, error: unknown, mayHaveHappened: boolean): unknown {
  if (trouble.isBusy(error))
    return new BihuanError(
      'STORE_BUSY',
      { zh: '数据库被其他事务占用,请重试', en: 'Another transaction was in the way: try again' },
      {},
      error,
    );
  if (trouble.isUnreachable(error) || (trouble.isLost(error) && !mayHaveHappened))
    return new BihuanError(
      'STORE_BUSY',
      { zh: '数据库连接不可用,请重试', en: 'The database cannot be reached, and nothing was written: try again' },
      {},
      error,
    );
  if (trouble.isLost(error))
    return new BihuanError(
      'STORE_UNCERTAIN',
      {
        zh: '提交时连接中断,不知是否已写入;请以同一幂等键重试',
        en: 'The connection broke while committing: it may have been written or not. Try again with the same key',
      },
      {},
      error,
    );
  if (trouble.isFull(error)) return storeFull(error);
  if (trouble.isSchema(error))
    return new BihuanError('STORE_SCHEMA', { zh: '数据表缺失或被改动', en: 'A table or column is missing: run the migration' }, {}, error);
  return error;
}
