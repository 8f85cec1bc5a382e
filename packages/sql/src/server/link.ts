// The link between the store and the host's database: binds parameters, says what went wrong in typed errors, and looks after the host's transaction.
import { BihuanError } from '@bihuan/core';
import { bind, type Statement } from '../dialect.ts';
import type { Runner } from '../statements/port-store.ts';
import type { Call, Steps } from '../statements/write-commit.ts';
import { type Database, type Session, type SqlAnswer, type SqlText, transactionEnded } from './database.ts';
import { causeOf, type Trouble, typedError } from './trouble.ts';

export interface Link<Tx> extends Runner<Tx> {
  /** Like `steps`, and rolled back, but not the host's transaction, when they answer false. */
  trial(make: () => Steps<boolean>, tx: Tx | undefined): Promise<boolean>;
}

export interface LinkOptions<Tx> {
  readonly database: Database<Tx>;
  readonly trouble: Trouble;
  /** Runs once, before anything else, where the first operation runs. */
  readonly check: (session: Session) => Promise<void>;
  /** Runs at the beginning of every transaction, and of every operation inside the host's; answers what ends the latter. Without a tenant: for all. */
  readonly enter?: (session: Session, tenant: string | undefined) => Promise<() => Promise<void>>;
}

/** How often a transaction of our own is begun in all. */
const mostTries = 10;

const [savepoint, release, rollbackTo] = ['savepoint bihuan', 'release savepoint bihuan', 'rollback to savepoint bihuan'].map(
  (text): SqlText => ({ text, values: [] }),
) as [SqlText, SqlText, SqlText];

export function linkTo<Tx>({ database, trouble, check, enter }: LinkOptions<Tx>): Link<Tx> {
  let checked: Promise<void> | undefined;
  const ready = (session: Session): Promise<void> => {
    checked ??= check(session).catch((error) => {
      checked = undefined;
      throw error;
    });
    return checked;
  };
  const send = (session: Session, call: Call): Promise<SqlAnswer> => session.run(sqlOf(call));

  const typed = async <Result>(work: () => Promise<Result>, isOver: () => boolean): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof BihuanError ? error : typedError(trouble, error, isOver());
    }
  };
  /** A transaction of our own that was given up for another is begun again; the host's only the host can begin again. */
  const persistent = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (tries === mostTries || !trouble.isVictim(error)) throw error;
      }
    }
  };

  /** A transaction of our own. Once its work is done, only the commit is left: lost then, nobody knows. */
  const own = async <Result>(tenant: string | undefined, work: (session: Session) => Promise<Result>): Promise<Result> => {
    let isOver = false;
    return typed(
      () =>
        database.transaction(async (session) => {
          await ready(session);
          await enter?.(session, tenant);
          const result = await work(session);
          isOver = true;
          return result;
        }),
      () => isOver,
    );
  };

  /** The host's transaction. Where only the database knows whether it is open, it is asked: a savepoint outlives its statement in a transaction only. */
  const host = async <Result>(tx: Tx, tenant: string | undefined, work: (session: Session) => Promise<Result>): Promise<Result> => {
    const session = database.inside(tx);
    if (session.isOpen === false) throw transactionEnded();
    return typed(
      async () => {
        if (session.isOpen === 'unknown') await probe(session, trouble);
        await ready(session);
        const leave = await enter?.(session, tenant);
        try {
          return await work(session);
        } finally {
          // After an error the transaction takes no statement: the host will roll it back, and this with it.
          await leave?.().catch(() => {});
        }
      },
      () => false,
    );
  };

  return {
    run(call, tx, kind = 'reads') {
      if (tx !== undefined) return host(tx, tenantOf(call), (session) => send(session, call));
      if (enter) return persistent(() => own(tenantOf(call), (session) => send(session, call)));
      const alone = async () => {
        // In a transaction, so that a driver without them is found out at once.
        if (!checked) await database.transaction(ready);
        await checked;
        return send(database, call);
      };
      return persistent(() => typed(alone, () => kind === 'writes'));
    },

    async steps(make, tx) {
      if (tx === undefined) return persistent(() => begun(make(), own));
      return begun(make(), (tenant, work) => host(tx, tenant, work));
    },

    async trial(make, tx) {
      if (tx === undefined) {
        const kept = (tenant: string | undefined, work: (session: Session) => Promise<boolean>) =>
          own(tenant, async (session) => {
            if (await work(session)) return true;
            throw new NotWritten();
          });
        try {
          return await persistent(() => begun(make(), kept));
        } catch (error) {
          if (causeOf(error, (each) => each instanceof NotWritten)) return false;
          throw error;
        }
      }
      return begun(make(), (tenant, work) =>
        host(tx, tenant, async (session) => {
          await session.run(savepoint);
          let isKept = false;
          try {
            isKept = await work(session);
            return isKept;
          } finally {
            // An error may have ended the whole transaction: then there is nothing to go back to.
            if (!isKept) await session.run(rollbackTo).catch(() => {});
            await session.run(release).catch(() => {});
          }
        }),
      );
    },
  };
}

const tenantOf = ({ parameters }: Call): string | undefined => parameters['tenant'] as string | undefined;

/** Runs steps where `within` puts them. Their first statement tells the tenant they are for. */
function begun<Result>(
  steps: Steps<Result>,
  within: (tenant: string | undefined, work: (session: Session) => Promise<Result>) => Promise<Result>,
): Promise<Result> {
  const first = steps.next();
  return within(first.done ? undefined : tenantOf(first.value), async (session) => {
    let step = first;
    while (!step.done) step = steps.next(await session.run(sqlOf(step.value)));
    return step.value;
  });
}

const names = new WeakMap<Statement, string>();
let named = 0;

/** Statements that live as long as the store are named; those put together for one query are not. */
function sqlOf({ statement: to, parameters }: Call): SqlText {
  const name = names.get(to);
  const bound = bind(to, parameters);
  return name === undefined ? bound : { ...bound, name };
}

/** Gives a statement the name it is kept prepared under. */
export function kept(to: Statement): Statement {
  names.set(to, `bihuan_${++named}`);
  return to;
}

/** Rolls a transaction back through the host's library, which does so for what is thrown. */
class NotWritten extends Error {}

async function probe(session: Session, trouble: Trouble): Promise<void> {
  try {
    await session.run(savepoint);
    await session.run(release);
  } catch (error) {
    throw trouble.isNoTransaction(error) ? transactionEnded(error) : error;
  }
}
