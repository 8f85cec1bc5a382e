// The port in terms of statements: binds rows to them, and leaves to a runner where and how they run. Decides nothing (law 2); all SQL stores share it.
import type {
  CaseRow,
  Claimed,
  ClaimQuery,
  DeadLetter,
  DeliveryRow,
  DueTimer,
  JournalRow,
  PersonalRow,
  Store,
  StuckTimer,
  TimerRow,
  WorkItemRow,
} from '@bihuan/core';
import { type Names, type SqlDialect, statement } from '../dialect.ts';
import { loadedFrom, portRow } from '../rows.ts';
import { countQuery, findQuery, type Query } from './find.ts';
import { doneQuery, personalQuery } from './pages.ts';
import type { Statements } from './texts.ts';
import { countWorkQuery, workQuery } from './work.ts';
import { competenceOf, leaseRows } from './workers.ts';
import { type Answer, type Call, removeCase, type Steps } from './write-commit.ts';

/** Runs statements: inside the host's transaction, or in one of its own. */
export interface Runner<Tx> {
  /** `writes`: an answer that does not come leaves open whether it happened. */
  run(call: Call, tx: Tx | undefined, kind?: 'reads' | 'writes'): Promise<Answer>;
  steps<Result>(make: () => Steps<Result>, tx: Tx | undefined): Promise<Result>;
}

export interface PortParts<Tx> {
  readonly runner: Runner<Tx>;
  readonly dialect: SqlDialect;
  readonly names: Names;
  readonly statements: Statements;
}

type PortStore<Tx> = Omit<Store<Tx>, 'capabilities' | 'commit' | 'listen' | 'close'>;

export function portStore<Tx>({ runner, dialect, names, statements }: PortParts<Tx>): PortStore<Tx> {
  const asked = async <Row>(call: Call, tx?: Tx): Promise<readonly Row[]> =>
    (await runner.run(call, tx)).rows.map((row) => portRow<Row>(row));
  const query = <Row>({ written, parameters }: Query, tx?: Tx): Promise<readonly Row[]> =>
    asked<Row>({ statement: statement(dialect, written), parameters }, tx);
  const counted = async (of: Query, tx?: Tx): Promise<number> => Number((await query<{ count: unknown }>(of, tx))[0]!.count);
  const change = async (name: keyof Statements, parameters: object): Promise<void> =>
    void (await runner.run({ statement: statements[name], parameters: { ...parameters } }, undefined, 'writes'));

  /** Looks first whether there is anything: an idle poll is one read. Then takes rows from under other workers, and leases them. */
  const lease = async <Row>(
    look: keyof Statements,
    take: keyof Statements,
    mark: keyof Statements,
    given: ClaimQuery,
  ): Promise<readonly Row[]> => {
    const { parameters } = competenceOf(given);
    if ((await asked({ statement: statements[look], parameters })).length === 0) return [];
    function* steps(): Steps<readonly Row[]> {
      const answer: Answer = yield { statement: statements[take], parameters };
      const rows = answer.rows.map((row) => ({ ...portRow<TimerRow & DeliveryRow>(row), leaseUntilMs: given.leaseUntilMs }));
      if (rows.length > 0) yield { statement: statements[mark], parameters: { rows: leaseRows(rows) } };
      return rows as Row[];
    }
    return runner.steps(steps, undefined);
  };

  return {
    async load({ tenant, id, key }, tx) {
      if (key !== undefined)
        return loadedFrom((await runner.run({ statement: statements.load, parameters: { tenant, id, key } }, tx)).rows[0]!);
      const [found] = await asked<CaseRow>({ statement: statements.loadCase, parameters: { tenant, id } }, tx);
      return { case: found, keyed: undefined };
    },
    history: ({ tenant, id, afterRevision = 0, limit = Number.MAX_SAFE_INTEGER }, tx) =>
      asked<JournalRow>({ statement: statements.history, parameters: { tenant, id, afterRevision, limit } }, tx),
    find: (of, tx) => query<CaseRow>(findQuery(dialect, names, of), tx),
    count: (of, tx) => counted(countQuery(dialect, names, of), tx),
    work: (of, tx) => query<WorkItemRow>(workQuery(dialect, names, of), tx),
    countWork: (of, tx) => counted(countWorkQuery(dialect, names, of), tx),
    done: (of, tx) => query<JournalRow>(doneQuery(dialect, names, of), tx),
    personal: (of, tx) => query<PersonalRow>(personalQuery(dialect, names, of), tx),
    remove: (at, tx) => runner.steps(() => removeCase(statements, at), tx),

    claimTimers(given) {
      const of = given.processes ? 'Of' : '';
      return lease<DueTimer>(`isTimerDue${of}`, `dueTimers${of}`, 'leaseTimers', given);
    },
    deferTimer: (timer, retryAtMs, error) => change('deferTimer', { ...timer, retryAtMs, error }),
    releaseTimers: async (timers) => timers.length > 0 && change('releaseTimers', { rows: leaseRows(timers) }),
    stuckTimers: (of) => asked<StuckTimer>({ statement: statements.stuckTimers, parameters: { ...of } }),
    async nextWakeMs(competence) {
      const { suffix, parameters } = competenceOf(competence);
      const [row] = await asked<{ wakeAtMs: unknown }>({ statement: statements[`nextWake${suffix}`], parameters });
      return row!.wakeAtMs === null ? null : Number(row!.wakeAtMs);
    },

    claim(given) {
      const served = given.subscribers ? 'For' : '';
      return lease<Claimed>(`isWaiting${served}`, `waiting${served}`, 'lease', given);
    },
    settle: (delivery) => change('settle', delivery),
    retry: (delivery, retryAtMs, error) => change('retry', { ...delivery, retryAtMs, error }),
    release: async (deliveries) => deliveries.length > 0 && change('release', { rows: leaseRows(deliveries) }),
    deadLetters: (tenant) => asked<DeadLetter>({ statement: statements.deadLetters, parameters: { tenant } }),
    revive: (letter, atMs) => change('revive', { ...letter, atMs }),
  } as PortStore<Tx>;
}
