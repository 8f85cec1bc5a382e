// A case in the state of its virtual object: the row in one piece, each journal entry apart, so that a command reads one key.
import type { CaseRow, Commit, JournalRow, PersonalRow } from '@bihuan/core';
import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk';
import { type CommitAnswer, keyOf, laneKey, objectsOf } from './objects.ts';
import type { CaseOptions } from './perform.ts';
import { project, projectsAtOnce } from './projection-object.ts';
import { awake } from './waking.ts';

/** Timers whose step failed: how often, and until when they rest. */
export type Stuck = Readonly<Record<string, { readonly generation: number; readonly attempts: number; readonly retryAtMs: number }>>;

/** What one key holds, so that it changes at once. */
export interface Kept {
  readonly row: CaseRow;
  readonly stuck: Stuck;
  /** When the delayed call comes that looks for due timers: at the earliest of them, or before. */
  readonly wakeAtMs: number | null;
}

const entryAt = (revision: number): string => `entry:${revision}`;

export const readCase = (ctx: ObjectSharedContext | ObjectContext): Promise<Kept | null> => ctx.get<Kept>('case');
export const readPersonal = async (ctx: ObjectSharedContext | ObjectContext): Promise<readonly PersonalRow[]> =>
  (await ctx.get<readonly PersonalRow[]>('personal')) ?? [];

/** Entries up to the revision of the case: those of a commit that is being written are not there yet. */
export async function readJournal(ctx: ObjectSharedContext, afterRevision: number, limit: number): Promise<readonly JournalRow[]> {
  const kept = await readCase(ctx);
  const last = Math.min(kept?.row.revision ?? 0, afterRevision + limit);
  const rows: JournalRow[] = [];
  for (let revision = afterRevision + 1; revision <= last; revision++) {
    const row = await ctx.get<JournalRow>(entryAt(revision));
    if (row) rows.push(row);
  }
  return rows;
}

/** Writes a commit on the case that lives here, and sends what follows from it: timers, messages, and news for the queries. */
export async function keep(
  ctx: ObjectContext,
  options: CaseOptions,
  kept: Kept | null,
  commit: Commit,
  nowMs: number,
  isAwaited = false,
): Promise<CommitAnswer> {
  const objects = objectsOf(options.name);
  const { case: row, expectedRevision, entries, timers, deliveries, personal } = commit;
  if ((kept?.row.revision ?? 0) !== expectedRevision) return 'conflict';
  const held = kept?.row.openSubject ?? null;
  const { tenant, id, openSubject } = row;
  if (openSubject !== null && openSubject !== held && !(await ctx.objectClient(objects.subject, keyOf(tenant, openSubject)).take(id)))
    return 'subject-taken';
  if (personal.put.length + personal.drop.length > 0) ctx.set('personal', changedPersonal(await readPersonal(ctx), personal));
  for (const entry of entries) ctx.set(entryAt(entry.revision), entry);
  const changed = [...timers.drop, ...timers.put.map(({ timer }) => timer)];
  const freed = Object.keys(kept?.stuck ?? {}).filter((timer) => changed.includes(timer));
  const stuck = Object.fromEntries(Object.entries(kept?.stuck ?? {}).filter(([timer]) => !freed.includes(timer)));
  ctx.set<Kept>('case', awake(ctx, objects, { row, stuck, wakeAtMs: kept?.wakeAtMs ?? null }, nowMs));
  for (const timer of freed) ctx.objectSendClient(objects.trouble, tenant).forget({ place: keyOf('timer', id, timer) });
  for (const delivery of deliveries) ctx.objectSendClient(objects.lane, laneKey(delivery)).take(delivery);
  const { queries, projection } = options;
  if (queries === 'at once') await project(projection, commit);
  else if (!(await ctx.run('queries', () => projectsAtOnce(projection, commit)))) {
    // In the order of the case, and as often as it takes; the case itself goes on.
    const later = { ...commit, deliveries: [] };
    if (isAwaited) await ctx.objectClient(objects.projection, ctx.key).apply(later);
    else ctx.objectSendClient(objects.projection, ctx.key).apply(later);
  }
  if (held !== null && held !== openSubject) await ctx.objectClient(objects.subject, keyOf(tenant, held)).release(id);
  return 'committed';
}

function changedPersonal(rows: readonly PersonalRow[], { put, drop }: Commit['personal']): readonly PersonalRow[] {
  const isDropped = (row: PersonalRow) => drop.some((each) => each.revision === row.revision && each.field === row.field);
  return [...rows.filter((row) => !isDropped(row)), ...put].sort(
    (a, b) => a.revision - b.revision || (a.field < b.field ? -1 : Number(a.field > b.field)),
  );
}
