// Migrations of live cases, in batches: tried, applied, taken back. Every case is one commit, so a run that was cut off is simply run again.
import type { Actor } from '../actor.ts';
import type { Current, Env } from '../decide.ts';
import { currentOf, type EngineContext, envFor, operatorOf, standingOf } from '../engine/context.ts';
import { contextOf } from '../engine/inside.ts';
import { BihuanError } from '../errors.ts';

import type { CaseRow } from '../store.ts';
import { type Moved, moveBack, moveCase } from './move-case.ts';
import type { Hole, MigrationPlan } from './plan.ts';

export interface MigrationOptions {
  /** An operator of the whole tenant; only its cases are moved. */
  readonly by: Actor;
  /** Most cases to move in this run. Default: all. */
  readonly limit?: number;
  /** Told after each case. */
  readonly onProgress?: (report: MigrationReport) => void;
}

export interface MigrationReport {
  readonly moved: number;
  /** Cases that stay where they are, and why. */
  readonly problems: readonly { readonly case: string; readonly problem: string }[];
}

const page = 100;

/** What a run would come to, without writing anything. Counts cases that would move. */
export const dryRun = (engine: object, plan: MigrationPlan, options: MigrationOptions): Promise<MigrationReport> =>
  overCases(contextOf(engine), plan, plan.from.version, options, async (row, env) => {
    const moved = await Promise.resolve(currentOf(row))
      .then((current) => moveCase(plan, current, env))
      .catch(problemOf);
    return 'problem' in moved ? moved.problem : undefined;
  });

/**
 * Moves the live cases of one tenant to the new version. Cases that have ended stay. May be run again at any time, and on several nodes at once; until the
 * old version is taken from the engines, `revert` takes back what has not gone on since. Throws `MIGRATION_HOLES` for a plan that has any.
 */
export async function migrate(engine: object, plan: MigrationPlan, options: MigrationOptions): Promise<MigrationReport> {
  if (plan.holes.length > 0) throw holesError(plan.from.id, plan.holes);
  const context = contextOf(engine);
  for (const process of [plan.from, plan.to])
    context.processOf({ id: '', process: process.id, version: process.version, hash: process.hash });
  return overCases(context, plan, plan.from.version, options, (row, env) =>
    commit(context, row, (current) => moveCase(plan, current, env)),
  );
}

/** Takes a migration back, case by case, where nothing has gone on since. */
export async function revert(
  engine: object,
  plan: Pick<MigrationPlan, 'from' | 'to'>,
  options: MigrationOptions,
): Promise<MigrationReport> {
  const context = contextOf(engine);
  return overCases(context, plan, plan.to.version, options, async (row, env) => {
    const { tenant, id } = row;
    return commit(context, row, async (current) => moveBack(plan, current, await context.store.history({ tenant, id }), env));
  });
}

/** A case whose step throws stays, and says why: others go on. */
const problemOf = (error: unknown): { readonly problem: string } => ({ problem: error instanceof Error ? error.message : String(error) });

function holesError(process: string, holes: readonly Hole[]): BihuanError {
  const lines = holes.map((hole) => `  ${hole.kind} ${hole.at}: ${hole.problem}`).join('\n');
  return new BihuanError(
    'MIGRATION_HOLES',
    { zh: `流程 ${process} 的迁移计划有缺口:\n${lines}`, en: `The plan to migrate ${process} has holes:\n${lines}` },
    { process, holes },
  );
}

async function overCases<Tx>(
  context: EngineContext<Tx>,
  { from }: Pick<MigrationPlan, 'from'>,
  version: number,
  { by, limit = Number.POSITIVE_INFINITY, onProgress }: MigrationOptions,
  each: (row: CaseRow, env: Env) => Promise<string | undefined>,
): Promise<MigrationReport> {
  await operatorOf(context, by);
  const standing = await standingOf(context, by);
  const report = { moved: 0, problems: [] as { case: string; problem: string }[] };
  let after: { readonly dueAtMs: null; readonly id: string } | undefined;
  for (;;) {
    const rows = await context.store.find({
      tenant: by.tenant,
      units: [''],
      process: from.id,
      version,
      limit: page,
      ...(after && { after }),
    });
    for (const row of rows) {
      if (report.moved >= limit) return report;
      const { closed, unit } = currentOf(row).record;
      if (closed?.final) continue;
      const problem = await each(row, envFor(context, standing, unit));
      if (problem === undefined) report.moved += 1;
      else report.problems.push({ case: row.id, problem });
      onProgress?.({ moved: report.moved, problems: [...report.problems] });
    }
    const last = rows.at(-1);
    if (!last || rows.length < page) return report;
    after = { dueAtMs: null, id: last.id };
  }
}

/** Commits what is decided on the case as it is now, again when another commit came first; answers why it stays, if it does. */
async function commit<Tx>(
  context: EngineContext<Tx>,
  { tenant, id, version }: CaseRow,
  decide: (current: Current) => Moved | Promise<Moved>,
): Promise<string | undefined> {
  for (;;) {
    const { case: row } = await context.store.load({ tenant, id });
    if (row?.version !== version) return 'another run was first';
    const moved = await Promise.resolve(currentOf(row)).then(decide).catch(problemOf);
    if ('problem' in moved) return moved.problem;
    if ((await context.store.commit(moved.commit)) === 'committed') {
      context.wake();
      return undefined;
    }
  }
}
