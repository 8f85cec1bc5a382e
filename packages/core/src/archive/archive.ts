// Closed cases written to a file, taken from the store once the file is safe, and put back. And the heads of journals, to be kept elsewhere.
import type { Actor } from '../actor.ts';
import { currentOf, type EngineContext, operatorOf } from '../engine/context.ts';
import { contextOf } from '../engine/inside.ts';
import { BihuanError } from '../errors.ts';
import { type Anchor, verifyJournal } from '../journal.ts';
import { restoringCommit } from '../seal.ts';
import type { CaseQuery, CaseRow } from '../store.ts';
import { type ArchivedCase, archiveLine, readLine } from './line.ts';

export interface ArchiveOptions {
  /** An operator of the whole tenant; only its cases are archived. */
  readonly by: Actor;
  readonly process?: string;
  /** Cases on which nothing happened since (epoch ms). */
  readonly quietSinceMs: number;
}

export interface CaseAnchor extends Anchor {
  readonly tenant: string;
  readonly case: string;
}

const page = 100;

/** A line for every closed case, in order of id. Nothing is removed: write the lines to a file, make sure of it, then call `removeArchived` with each. */
export async function* exportClosed(engine: object, { by, process, quietSinceMs }: ArchiveOptions): AsyncGenerator<string> {
  const context = contextOf(engine);
  for await (const row of casesOf(context, by, { closed: true, ...(process !== undefined && { process }) })) {
    if (row.atMs > quietSinceMs) continue;
    const at = { tenant: row.tenant, id: row.id };
    const journal = await context.store.history(at);
    // A case that went on between the reads is for another time.
    if (journal.at(-1)?.hash !== row.head) continue;
    yield archiveLine({ row, journal, personal: await context.store.personal({ tenant: row.tenant, case: row.id }) });
  }
}

/**
 * Removes a case that is in an archive, if it is still the same and the line is whole. Its keys are free from then on: a request sent again after that
 * long is a new one. `changed`: it went on since. `undelivered`: a message of it waits still. Throws `ARCHIVE_INVALID` for a line that was altered.
 */
export async function removeArchived(
  engine: object,
  line: string,
  { by }: { readonly by: Actor },
): Promise<'removed' | 'changed' | 'undelivered'> {
  const context = contextOf(engine);
  const { row } = whole(context, readLine(line));
  await operatorOf(context, by, row.tenant);
  const { tenant, id, revision } = row;
  const { case: stored } = await context.store.load({ tenant, id });
  if (stored?.head !== row.head) return 'changed';
  const removed = await context.store.remove({ tenant, id, revision });
  return removed === 'conflict' ? 'changed' : removed;
}

/**
 * Copies every case of a tenant, open or closed, to the store of another engine, with its journal, deadlines, work and personal fields: from SQLite to
 * PostgreSQL, say. Nobody may write meanwhile: drain the engines of the old store first. May be run again; cases that are there already are `taken`.
 * Throws `STORE_BUSY` while messages wait in the old store, because they would be left behind: call `relay` until none does, skip dead letters.
 */
export async function copyCases(
  from: object,
  to: object,
  { by }: { readonly by: Actor },
): Promise<{ readonly copied: number; readonly taken: readonly string[] }> {
  const [source, target] = [contextOf(from), contextOf(to)];
  await operatorOf(target, by);
  const waits = (await source.store.nextWakeMs({ processes: [] })) !== null || (await source.store.deadLetters(by.tenant)).length > 0;
  if (waits)
    throw new BihuanError('STORE_BUSY', {
      zh: '原库尚有未送达的消息',
      en: 'Messages wait in the old store: relay them first, and skip dead letters',
    });
  const taken: string[] = [];
  let copied = 0;
  for await (const row of casesOf(source, by, {})) {
    const { tenant, id } = row;
    const archived = {
      row,
      journal: await source.store.history({ tenant, id }),
      personal: await source.store.personal({ tenant, case: id }),
    };
    if ((await put(target, whole(source, archived))) === 'restored') copied += 1;
    else taken.push(id);
  }
  return { copied, taken };
}

/** Puts an archived case back. `taken`: its id, or a key of it, is in use. Throws `ARCHIVE_INVALID` for a line that was altered. */
export async function restoreArchived(engine: object, line: string, { by }: { readonly by: Actor }): Promise<'restored' | 'taken'> {
  const context = contextOf(engine);
  const archived = whole(context, readLine(line));
  await operatorOf(context, by, archived.row.tenant);
  return put(context, archived);
}

async function put<Tx>(context: EngineContext<Tx>, { row, journal, personal }: ArchivedCase): Promise<'restored' | 'taken'> {
  const { record } = currentOf(row);
  const commit = restoringCommit(context.processOf(record), record, row.head);
  const result = await context.store.commit({ ...commit, entries: journal, personal: { put: personal, drop: [] } });
  return result === 'committed' ? 'restored' : 'taken';
}

/** The case, if its journal verifies under the engine's key. */
function whole<Tx>(context: EngineContext<Tx>, archived: ArchivedCase): ArchivedCase {
  const { faults } = verifyJournal(archived.row, archived.journal, context.digest);
  const [fault] = faults;
  if (fault === undefined) return archived;
  throw new BihuanError(
    'ARCHIVE_INVALID',
    {
      zh: `归档案件 ${archived.row.id} 已被改动:第${fault.revision}条 ${fault.detail}`,
      en: `The archived case ${archived.row.id} was altered: entry ${fault.revision}, ${fault.detail}`,
    },
    { case: archived.row.id, faults },
  );
}

/** The head of every journal of the tenant, to be kept where who can write to the database cannot: up to it nothing can be rewritten unseen (law 11). */
export async function* exportAnchors(engine: object, { by }: { readonly by: Actor }): AsyncGenerator<CaseAnchor> {
  for await (const { tenant, id, revision, head } of casesOf(contextOf(engine), by, {})) yield { tenant, case: id, revision, hash: head };
}

async function* casesOf<Tx>(context: EngineContext<Tx>, by: Actor, query: Partial<CaseQuery>): AsyncGenerator<CaseRow> {
  await operatorOf(context, by);
  for (let last: CaseRow | undefined; ; ) {
    const after = last && { after: { dueAtMs: null, id: last.id } };
    const rows = await context.store.find({ ...query, tenant: by.tenant, units: [''], limit: page, ...after });
    yield* rows;
    if (rows.length < page) return;
    last = rows.at(-1);
  }
}
