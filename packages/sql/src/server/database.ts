// What a store asks of the host's database library: run one statement, run a transaction, join the host's own. One small adapter per library.
import { BihuanError } from '@bihuan/core';

export interface SqlText {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Of a statement that is sent again and again: a driver may keep it prepared under this name. */
  readonly name?: string;
}

export interface SqlAnswer {
  readonly rows: readonly object[];
  /** Rows written. */
  readonly changes: number;
}

export interface Session {
  run(sql: SqlText): Promise<SqlAnswer>;
}

export interface HostSession extends Session {
  /** Whether the library knows that its transaction is open. Where it cannot tell, the database is asked before each operation. */
  readonly isOpen: boolean | 'unknown';
}

/** A database as a host's library reaches it. `Tx` is that library's transaction handle. */
export interface Database<Tx> extends Session {
  /** Runs `work` in a transaction of READ COMMITTED, on one connection: committed when it resolves, rolled back when it rejects. */
  transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /** The host's own transaction. Throws `STORE_UNSUPPORTED` for what is none of this library. */
  inside(tx: Tx): HostSession;
  /** Calls `ring` on every notification, on a connection of its own that is made again when it breaks. PostgreSQL only. */
  listen?(channel: string, ring: () => void): Promise<() => Promise<void>>;
}

/** A handle that is no transaction of the library. */
export const notATransaction = (library: string, expected: string): BihuanError =>
  new BihuanError(
    'STORE_UNSUPPORTED',
    {
      zh: `传入的 tx 不是 ${library} 的事务:应为${expected}`,
      en: `What was passed as \`tx\` is no transaction of ${library}: it takes ${expected}`,
    },
    { library },
  );

/** A transaction that was committed or rolled back, or was never begun. */
export const transactionEnded = (cause?: unknown): BihuanError =>
  new BihuanError('STORE_CLOSED', { zh: '传入的事务未开始或已结束', en: 'The transaction that was passed as `tx` is not open' }, {}, cause);

/** Whether a value has all of these methods: how a handle of a library is recognised without importing it. */
export const hasMethods = (value: unknown, ...names: readonly string[]): value is Record<string, (...args: never[]) => unknown> =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
