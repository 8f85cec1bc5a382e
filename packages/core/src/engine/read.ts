// What an actor may see: cases at units where they hold any role, those they opened, and those they have work on.
import { type Actor, covers, grantsInForce } from '../actor.ts';
import { stateText } from '../branches.ts';
import type { CaseView } from '../case-view.ts';
import { isName, isRevision } from '../check-request.ts';
import { BihuanError } from '../errors.ts';
import { type Explained, explain } from '../explain.ts';
import { type Anchor, type JournalReport, verifyJournal } from '../journal.ts';
import type { CaseRecord, JournalEntry, Subject } from '../record.ts';
import type { ActorStanding } from '../standing.ts';
import type { CaseRow, DeadLetter, JournalRow, StuckTimer, WorkItemRow, WorkPlace } from '../store.ts';
import type { Text } from '../text.ts';
import { currentOf, type EngineContext, envFor, operatorOf, standingOf } from './context.ts';
import { viewOf } from './write.ts';

export interface FindOptions {
  readonly by: Actor;
  /** Only cases at or below this unit. */
  readonly unit?: string;
  readonly process?: string;
  readonly state?: string;
  readonly closed?: boolean;
  readonly outcome?: string;
  readonly subject?: Subject;
  readonly correlation?: string;
  /** The last id of the page before. */
  readonly afterId?: string;
  /** Default 100, at most 1,000. */
  readonly limit?: number;
}

export interface WorklistOptions {
  readonly by: Actor;
  readonly which?: 'mine' | 'open' | 'all';
  /** The last item of the page before. */
  readonly after?: WorkPlace;
  readonly limit?: number;
}

export interface WorkListItem extends WorkItemRow {
  readonly title: Text;
  readonly stateLabel: Text;
  readonly overdue: boolean;
}

export interface HistoryEntry extends JournalEntry {
  readonly hash: string;
}

function checkArgument(holds: boolean, option: string, wanted: string): void {
  if (!holds) throw new BihuanError('OPTION_INVALID', { zh: `${option} 不合法`, en: `${option} is ${wanted}` }, { option });
}

function pageSize(limit = 100): number {
  checkArgument(Number.isFinite(limit), 'limit', 'a finite number');
  return Math.min(Math.max(Math.trunc(limit), 1), 1_000);
}

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

    async find({ by, unit, limit, tx, ...query }: FindOptions & { readonly tx?: Tx }): Promise<readonly CaseView[]> {
      const standing = await standingOf(context, by);
      const { subject } = query;
      checkArgument(subject === undefined || (isName(subject?.type) && isName(subject.id)), 'subject', '{ type, id }');
      const units = narrowed(unitsOf(standing, query.process, clock.nowMs()), unit);
      if (units.length === 0) return [];
      const rows = await store.find({ ...query, tenant: by.tenant, units, limit: pageSize(limit) }, tx);
      return rows.map((row) => viewOf(currentOf(row).record));
    },

    async worklist({ by, which = 'all', after, limit, tx }: WorklistOptions & { readonly tx?: Tx }): Promise<readonly WorkListItem[]> {
      const { grants } = await standingOf(context, by);
      const now = clock.nowMs();
      const current = grants.filter((grant) => (grant.fromMs ?? now) <= now && now <= (grant.untilMs ?? now));
      const query = { tenant: by.tenant, actor: by.id, grants: current, which, ...(after && { after }), limit: pageSize(limit) };
      const rows = await store.work(query, tx);
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

    /** For operators of the whole tenant. */
    async stuckTimers({ by }: { readonly by: Actor }): Promise<readonly StuckTimer[]> {
      await operatorOf(context, by);
      return store.stuckTimers(by.tenant);
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
  const record = JSON.parse(row.record) as CaseRecord;
  return record.openedBy.some((id) => persons.includes(id)) || Object.values(record.workItems).some((item) => item.assignee === by.id);
}

function unitsOf({ grants }: ActorStanding, process: string | undefined, nowMs: number): readonly string[] {
  const seen = grants.filter((grant) => grant.process === undefined || grant.process === process);
  return [...new Set(grantsInForceAnywhere(seen, nowMs).map((grant) => grant.unit))];
}

const grantsInForceAnywhere = <G extends { fromMs?: number; untilMs?: number }>(grants: readonly G[], nowMs: number): readonly G[] =>
  grants.filter((grant) => (grant.fromMs ?? nowMs) <= nowMs && nowMs <= (grant.untilMs ?? nowMs));

/** The parts of the actor's units that lie in the asked one. */
function narrowed(units: readonly string[], unit: string | undefined): readonly string[] {
  if (unit === undefined) return units;
  if (units.some((each) => covers(each, unit))) return [unit];
  return units.filter((each) => covers(unit, each));
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
