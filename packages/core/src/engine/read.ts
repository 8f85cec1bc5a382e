// What an actor may see: cases at units where they hold any role, those they opened, and those they have work on.
import { type Actor, checkActor, grantsInForce, operatorRole } from '../actor.ts';
import { stateText } from '../branches.ts';
import { earliestDue } from '../case-columns.ts';
import type { CaseView } from '../case-view.ts';
import { isName, isRevision } from '../check-request.ts';
import { BihuanError } from '../errors.ts';
import { type Explained, explain } from '../explain.ts';
import { type Anchor, type JournalReport, verifyJournal } from '../journal.ts';
import type { JsonValue } from '../json.ts';
import type { CaseRecord, JournalEntry } from '../record.ts';
import type { ActorStanding } from '../standing.ts';
import type { CaseRow, DeadLetter, DonePlace, JournalRow, PersonalRow, StuckTimer, WorkItemRow } from '../store.ts';
import type { Text } from '../text.ts';
import { leaseMsOf } from './back-off.ts';
import { currentOf, type EngineContext, envFor, operatorOf, standingOf } from './context.ts';
import { caseQuery, checkArgument, countLimit, type FindOptions, pageSize, type WorklistOptions, workQuery } from './queries.ts';
import { viewOf } from './write.ts';

export interface WorkListItem extends WorkItemRow {
  readonly title: Text;
  readonly stateLabel: Text;
  readonly overdue: boolean;
}

export interface HistoryEntry extends JournalEntry {
  readonly hash: string;
}

export interface FindHandling<Tx> {
  readonly tx?: Tx;
  /** Told of each case whose stored record cannot be read, which is then left out: a `CASE_CORRUPT` that names it. */
  readonly onUnreadable?: (error: BihuanError) => void;
}

export interface DoneOptions {
  readonly by: Actor;
  /** The last entry of the page before. */
  readonly before?: DonePlace;
  readonly limit?: number;
}

/** A personal field as it was given. */
export interface PersonalData extends Pick<PersonalRow, 'case' | 'revision' | 'field' | 'person'> {
  readonly value: JsonValue;
}

const dataOf = ({ case: id, revision, field, person, value }: PersonalRow): PersonalData => ({
  case: id,
  revision,
  field,
  person,
  value: JSON.parse(value) as JsonValue,
});

export function reader<Tx>(context: EngineContext<Tx>) {
  const { store, clock } = context;

  const seen = async (id: string, by: Actor, tx?: Tx) => {
    const standing = await standingOf(context, by);
    const { case: row } = isName(id) ? await store.load({ tenant: by.tenant, id }, tx) : { case: undefined };
    return row && isVisible(row, standing, clock.nowMs()) ? { row, standing } : undefined;
  };

  /** For operators of the whole tenant: a case that is gone, of which a journal or an anchor still tells. */
  const missingCase = async (id: string, by: Actor, anchor: Anchor | undefined, tx?: Tx): Promise<JournalReport | undefined> => {
    const isOperator = await operatorOf(context, by).then(
      () => true,
      () => false,
    );
    if (!isOperator || !isName(id) || (await store.load({ tenant: by.tenant, id }, tx)).case) return undefined;
    const rows = await store.history({ tenant: by.tenant, id }, tx);
    const last = rows.at(-1);
    if (!last && !anchor) return undefined;
    const fault = { revision: last?.revision ?? anchor!.revision, problem: 'case-missing', detail: 'the case is gone' } as const;
    return { tenant: by.tenant, case: id, entries: rows.length, head: last?.hash ?? '', faults: [fault] };
  };

  return {
    /** The case, or undefined when there is none that this actor may see. */
    async get(id: string, { by, tx }: { readonly by: Actor; readonly tx?: Tx }): Promise<CaseView | undefined> {
      const found = await seen(id, by, tx);
      return found && viewOf(currentOf(found.row).record);
    },

    async explain(id: string, { by, tx }: { readonly by: Actor; readonly tx?: Tx }): Promise<Explained | undefined> {
      const found = await seen(id, by, tx);
      if (!found) return undefined;
      const current = currentOf(found.row);
      return explain(context.processOf(current.record), current, envFor(context, found.standing, current.record.unit));
    },

    async history(
      id: string,
      {
        by,
        afterRevision = 0,
        limit = 1_000,
        tx,
      }: { readonly by: Actor; readonly afterRevision?: number; readonly limit?: number; readonly tx?: Tx },
    ): Promise<readonly HistoryEntry[]> {
      const found = await seen(id, by, tx);
      if (!found) return [];
      const rows = await store.history({ tenant: by.tenant, id, afterRevision, limit: pageSize(limit) }, tx);
      return rows.map((row) => ({ ...entryOf(row), hash: row.hash }));
    },

    async verifyJournal(
      id: string,
      { by, anchor, tx }: { readonly by: Actor; readonly anchor?: Anchor; readonly tx?: Tx },
    ): Promise<JournalReport | undefined> {
      checkArgument(anchor === undefined || (isRevision(anchor?.revision) && isName(anchor.hash)), 'anchor', '{ revision, hash }');
      for (;;) {
        const found = await seen(id, by, tx);
        if (!found) return missingCase(id, by, anchor, tx);
        const rows = await store.history({ tenant: by.tenant, id }, tx);
        const after = await store.load({ tenant: by.tenant, id }, tx);
        // A command between the two reads would look like a gap.
        if (after.case?.revision === found.row.revision) return verifyJournal(found.row, rows, context.digest, anchor);
      }
    },

    /**
     * Cases in order, a page of them. A stored record that cannot be read throws `CASE_CORRUPT`, unless `onUnreadable` is there to be told: then that case
     * is left out, and the page is filled up with those that follow.
     */
    async find({ tx, after, limit, onUnreadable, ...options }: FindOptions & FindHandling<Tx>): Promise<readonly CaseView[]> {
      const query = await caseQuery(context, options);
      if (!query) return [];
      const most = pageSize(limit);
      const views: CaseView[] = [];
      let place = after && { id: after.id, dueAtMs: earliestDue(after.timers ?? {}) };
      for (;;) {
        const asked = most - views.length;
        const rows = await store.find({ ...query, ...(place && { after: place }), limit: asked }, tx);
        for (const row of rows) {
          const record = onUnreadable ? readable(row, onUnreadable) : currentOf(row).record;
          if (record) views.push(viewOf(record));
        }
        const last = rows.at(-1);
        if (!last || rows.length < asked || views.length === most) return views;
        place = { id: last.id, dueAtMs: last.dueAtMs };
      }
    },

    /** How many cases `find` would list; counted up to `limit` (default 1,000), so that it costs the same in any store. */
    async count({ tx, after: _, limit = 1_000, ...options }: FindOptions & { readonly tx?: Tx }): Promise<number> {
      const query = await caseQuery(context, options);
      return query ? store.count({ ...query, limit: countLimit(limit) }, tx) : 0;
    },

    /** 待办: what this actor has to do (`mine`), may take (`open`), or both. */
    async worklist({ tx, after, limit, ...options }: WorklistOptions & { readonly tx?: Tx }): Promise<readonly WorkListItem[]> {
      const query = await workQuery(context, options);
      const now = clock.nowMs();
      const rows = await store.work({ ...query, ...(after && { after }), limit: pageSize(limit) }, tx);
      return rows.map((row) => {
        // Another engine on this store may run processes that this one was not given: their work is listed all the same.
        const spec = context.known(row.process)?.spec;
        return {
          ...row,
          title: spec?.labels.title ?? { zh: row.process, en: row.process },
          stateLabel: spec ? stateText(spec, [row.state]) : { zh: row.state, en: row.state },
          overdue: row.dueAtMs !== null && row.dueAtMs <= now,
        };
      });
    },

    async countWork({ tx, after: _, limit = 1_000, ...options }: WorklistOptions & { readonly tx?: Tx }): Promise<number> {
      return store.countWork({ ...(await workQuery(context, options)), limit: countLimit(limit) }, tx);
    },

    /** 已办: what this actor did, latest first. */
    async done({ by, before, limit, tx }: DoneOptions & { readonly tx?: Tx }): Promise<readonly HistoryEntry[]> {
      checkActor(by);
      const rows = await store.done({ tenant: by.tenant, actor: by.id, ...(before && { before }), limit: pageSize(limit) }, tx);
      return rows.map((row) => ({ ...entryOf(row), hash: row.hash }));
    },

    /** The personal fields of a case, for those whom the process names as `personalReaders`, and operators. */
    async personal(id: string, { by, tx }: { readonly by: Actor; readonly tx?: Tx }): Promise<readonly PersonalData[]> {
      const found = await seen(id, by, tx);
      if (!found) return [];
      const { process, unit } = found.row;
      const readers = [operatorRole, ...(context.known(process)?.spec.personalReaders ?? [])];
      if (grantsInForce(found.standing.grants, process, unit, clock.nowMs()).every(({ role }) => !readers.includes(role))) return [];
      return (await store.personal({ tenant: by.tenant, case: id }, tx)).map(dataOf);
    },

    /** Everything kept of one person, for operators of the whole tenant: what they may ask for (个人信息保护法 第四十五条). */
    async personalOf(
      person: string,
      { by, after, limit, tx }: { readonly by: Actor; readonly after?: PersonalData; readonly limit?: number; readonly tx?: Tx },
    ): Promise<readonly PersonalData[]> {
      await operatorOf(context, by);
      checkArgument(isName(person), 'person', 'the id of a person');
      return (await store.personal({ tenant: by.tenant, person, ...(after && { after }), limit: pageSize(limit) }, tx)).map(dataOf);
    },

    /** Deadlines that could not be applied, or that no engine has applied for longer than a lease. For operators of the whole tenant. */
    async stuckTimers({ by }: { readonly by: Actor }): Promise<readonly StuckTimer[]> {
      await operatorOf(context, by);
      const stuck = await store.stuckTimers({ tenant: by.tenant, dueBeforeMs: clock.nowMs() - leaseMsOf(context) });
      return stuck.map((timer) =>
        timer.error === '' ? { ...timer, error: `no engine applies ${timer.process}@${timer.version}` } : timer,
      );
    },

    /** For operators of the whole tenant: bodies of messages tell of every case. */
    async deadLetters({ by }: { readonly by: Actor }): Promise<readonly DeadLetter[]> {
      await operatorOf(context, by);
      return store.deadLetters(by.tenant);
    },
  };
}

function isVisible(row: CaseRow, { by, persons, grants }: ActorStanding, nowMs: number): boolean {
  if (grantsInForce(grants, row.process, row.unit, nowMs).length > 0) return true;
  const { record } = currentOf(row);
  return record.openedBy.some((id) => persons.includes(id)) || Object.values(record.workItems).some((item) => item.assignee === by.id);
}

function readable(row: CaseRow, onUnreadable: (error: BihuanError) => void): CaseRecord | undefined {
  try {
    return currentOf(row).record;
  } catch (error) {
    if (!(error instanceof BihuanError)) throw error;
    onUnreadable(error);
    return undefined;
  }
}

function entryOf({ tenant, case: id, revision, entry }: JournalRow): JournalEntry {
  try {
    return JSON.parse(entry) as JournalEntry;
  } catch (cause) {
    throw new BihuanError(
      'CASE_CORRUPT',
      { zh: `案件 ${id} 的日志第${revision}条已损坏`, en: `Entry ${revision} in the journal of case ${id} is not JSON` },
      { tenant, case: id, revision },
      cause,
    );
  }
}
