// One connection and one queue per database file in a process; stores on the same file share it, and the last one closes it.
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BihuanError } from '@bihuan/core';
import { isBusy, Patience } from './busy.ts';
import { handleOf, type SqliteDatabase, type SqliteHandle } from './handle.ts';
import { Turns } from './turns.ts';

export type Synchronous = 'full' | 'normal';

/** How long opening may block on another process that is opening, too (ms). Afterwards nothing ever blocks. */
const openingTimeoutMs = 5_000;

export class Connection {
  readonly handle: SqliteHandle;
  /** Where the file is; null in memory. */
  readonly path: string | null;
  readonly turns = new Turns();
  synchronous: Synchronous = 'full';
  readonly #own: boolean;
  #users = 0;

  constructor(handle: SqliteHandle, path: string | null, own: boolean) {
    this.handle = handle;
    this.path = path;
    this.#own = own;
  }

  enter(): this {
    this.#users += 1;
    return this;
  }

  /** Runs `work`, which is synchronous, when no transaction is open here; again and again while another connection holds the lock. */
  async run<Result>(work: () => Result, waitMs: number): Promise<Result> {
    let patience: Patience | undefined;
    for (;;) {
      if (!this.turns.tryTake()) {
        patience ??= new Patience(waitMs);
        await this.turns.take(patience);
      }
      let cause: unknown;
      try {
        if (!this.handle.isTransaction) return work();
      } catch (error) {
        if (!isBusy(error)) throw error;
        cause = error;
      } finally {
        this.turns.release();
      }
      patience ??= new Patience(waitMs);
      await patience.pause(cause);
    }
  }

  /** Takes the turn and begins a transaction. Whoever calls must `end` it. */
  async begin(waitMs: number): Promise<void> {
    const patience = new Patience(waitMs);
    await this.turns.take(patience);
    for (;;) {
      try {
        if (!this.handle.isTransaction) return this.handle.exec('begin immediate');
      } catch (error) {
        if (!isBusy(error)) return this.#giveUp(error);
      }
      await patience.pause().catch((error) => this.#giveUp(error));
    }
  }

  /** Throws when the transaction has ended already: SQLite rolls back by itself when a disk is full. */
  end(how: 'commit' | 'rollback'): void {
    try {
      if (how === 'commit' || this.handle.isTransaction) this.handle.exec(how);
    } finally {
      if (this.handle.isTransaction) this.handle.exec('rollback');
      this.turns.release();
    }
  }

  #giveUp(error: unknown): never {
    this.turns.release();
    throw error;
  }

  /** From here on nothing blocks: a lock is met by asking again. */
  opened(): void {
    if (this.#own) this.handle.exec('pragma busy_timeout = 0');
  }

  /** Opening failed: gives up what it had. */
  abandon(): void {
    this.#users -= 1;
    if (this.#users > 0 || !this.#own) return;
    if (this.path !== null) byPath.delete(this.path);
    this.handle.close();
  }

  async leave(waitMs: number): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0 || !this.#own) return;
    if (this.path !== null) byPath.delete(this.path);
    await this.turns.take(new Patience(waitMs));
    this.handle.close();
  }
}

const byPath = new Map<string, Connection>();
const byDatabase = new WeakMap<SqliteDatabase, Connection>();

/** The connection to a file, which may be shared. Sets WAL, and the stricter of all `synchronous` that were asked for. */
export function connectionToFile(file: string, synchronous: Synchronous): Connection {
  const path = file === ':memory:' ? null : placeOf(file);
  const known = path === null ? undefined : byPath.get(path);
  if (known) {
    if (synchronous === 'full' && known.synchronous === 'normal') known.handle.exec('pragma synchronous = full');
    if (synchronous === 'full') known.synchronous = 'full';
    return known.enter();
  }
  const database = new DatabaseSync(path ?? ':memory:', { timeout: openingTimeoutMs });
  try {
    database.exec(`pragma journal_mode = wal; pragma synchronous = ${synchronous}`);
  } catch (error) {
    database.close();
    throw error;
  }
  const connection = new Connection(handleOf(database), path, true);
  connection.synchronous = synchronous;
  if (path !== null) byPath.set(path, connection);
  return connection.enter();
}

/** The host's own connection: neither configured nor closed by us. */
export function connectionOfHost(database: SqliteDatabase): Connection {
  const handle = handleOf(database);
  const connection = byDatabase.get(database) ?? new Connection(handle, handle.path, false);
  byDatabase.set(database, connection);
  return connection.enter();
}

/** The one path of a file, however it was spelled, so that two stores on it find each other. */
export function placeOf(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const folder = dirname(file);
  if (file !== '' && existsSync(folder)) return join(realpathSync(folder), basename(file));
  throw new BihuanError(
    'OPTION_INVALID',
    { zh: `数据库文件所在目录不存在:${file}`, en: `The folder of the database file does not exist: ${file}` },
    { file },
  );
}
