// The virtual object of a case: what a host asks for is decided here by core's engine, one at a time, and kept in the object's state.
import { type Engine, systemClock } from '@bihuan/core';
import { handlers, type ObjectContext, object, rpc } from '@restatedev/restate-sdk';
import { type Facts, type Missing, noFacts } from './given-store.ts';
import { type Kept, keep, readCase, readJournal, readPersonal } from './keeping.ts';
import { type Answer, type Ask, type CaseHandlers, type Fire, forgetful, keyOf, type Objects, objectsOf } from './objects.ts';
import { type CaseOptions, type Performed, perform, withRecord } from './perform.ts';
import { unsealed } from './wire.ts';

const longestJournal = 1_000_000;

export function caseObject(options: CaseOptions) {
  const objects = objectsOf(options.name);
  const { exclusive, shared } = handlers.object;
  const served: CaseHandlers = {
    async ask(ctx, { method, args, keyed = null }) {
      return decideAndKeep(ctx, options, { keyed }, (engine) => call(engine, method, args));
    },
    async commit(ctx, { commit, nowMs }) {
      return keep(ctx, options, await readCase(ctx), commit, nowMs);
    },
    fire: (ctx, fire) => fireTimer(ctx, options, fire),
    row: async (ctx) => (await readCase(ctx))?.row ?? null,
    journal: (ctx, { afterRevision = 0, limit = longestJournal }) => readJournal(ctx, afterRevision, limit),
    personal: (ctx) => readPersonal(ctx),
  };
  return object({
    name: objects.case.name,
    handlers: {
      ask: exclusive(served.ask),
      commit: exclusive(served.commit),
      fire: exclusive(served.fire),
      row: shared(served.row),
      // All of its state at once: a journal is read whole, and key by key it would take as many round trips.
      journal: shared({ enableLazyState: false }, served.journal),
      personal: shared(served.personal),
    },
    options: { ...forgetful, idempotencyRetention: retriesMs },
  });
}

/** How long a client's retries find the answer of the first attempt. */
export const retriesMs = 120_000;

type Method = (...args: readonly unknown[]) => Promise<unknown>;
const call = (engine: Engine, method: string, args: Ask['args']) =>
  (engine as unknown as Record<string, Method>)[method]!(...args.map(unsealed));

/** Decides until nothing is missing and the subject is free, and keeps what came of it. */
async function decideAndKeep(
  ctx: ObjectContext,
  options: CaseOptions,
  given: Partial<Facts>,
  work: (engine: Engine) => Promise<unknown>,
): Promise<Answer> {
  const objects = objectsOf(options.name);
  const kept = await readCase(ctx);
  const [tenant, id] = JSON.parse(ctx.key) as [string, string];
  let facts: Facts = { ...noFacts, ...given, cases: { [id]: kept?.row ?? null } };
  for (;;) {
    const done = await ctx.run('decide', () => perform(options, facts, work));
    if (done.missing) {
      facts = await fetched(ctx, objects, tenant, id, facts, done.missing);
      continue;
    }
    const [commit] = done.commits;
    if (!commit) return answerOf(done);
    if ((await keep(ctx, options, kept, commit, done.nowMs)) === 'committed') {
      const entry = commit.entries.find(({ key }) => key !== null && !key.startsWith('@'));
      return { ...answerOf(done), ...(entry && { entry }) };
    }
    facts = { ...facts, takenSubjects: [...facts.takenSubjects, commit.case.openSubject!] };
  }
}

const answerOf = (done: Performed): Answer => (done.thrown ? { thrown: done.thrown } : { value: withRecord(done) });

/** Facts with the one that was missing. Other cases are read as they stand, without waiting for what is under way there. */
async function fetched(ctx: ObjectContext, objects: Objects, tenant: string, home: string, facts: Facts, missing: Missing): Promise<Facts> {
  if ('case' in missing) {
    const row = await ctx.objectClient(objects.case, keyOf(tenant, missing.case)).row(null);
    return { ...facts, cases: { ...facts.cases, [missing.case]: row } };
  }
  const isHome = missing.personalOf === home;
  const rows = isHome ? await readPersonal(ctx) : await ctx.objectClient(objects.case, keyOf(tenant, missing.personalOf)).personal(null);
  return { ...facts, personal: { ...facts.personal, [missing.personalOf]: rows } };
}

/** A timer that fell due, by Restate's clock or by ours. Generation and due time are checked here, in the commit that it makes (law 9). */
async function fireTimer(ctx: ObjectContext, options: CaseOptions, { timer, isAsked }: Fire): Promise<{ fired: number; stuck: number }> {
  const objects = objectsOf(options.name);
  const kept = await readCase(ctx);
  const nothing = { fired: 0, stuck: 0 };
  const { generation, dueAtMs } = timer;
  if (!kept || !isStill(kept, timer)) return nothing;
  const before = kept.stuck[timer.timer];
  const attempts = before?.generation === generation ? before.attempts : 0;
  const wakeAtMs = Math.max(dueAtMs!, before?.retryAtMs ?? 0);
  let facts: Facts = {
    ...noFacts,
    cases: { [timer.case]: kept.row },
    timer: { ...timer, attempts, leaseUntilMs: Number.MAX_SAFE_INTEGER },
  };
  const again = (delay: number) => ctx.objectSendClient(objects.case, ctx.key).fire({ timer, isAsked: false }, rpc.sendOpts({ delay }));
  for (;;) {
    const done = await ctx.run('fire', async () => {
      const nowMs = (options.clock ?? systemClock).nowMs();
      return nowMs < wakeAtMs ? nowMs : perform(options, facts, (engine) => engine.runDue());
    });
    if (typeof done === 'number') {
      // Restate's clock is ahead of ours, or the timer rests: whoever asks comes again, a delayed send has to see to it itself.
      if (!isAsked) again(wakeAtMs - done);
      return nothing;
    }
    const [commit] = done.commits;
    if (commit) {
      if ((await keep(ctx, options, kept, commit, done.nowMs, isAsked)) === 'committed') return { fired: commit.entries.length, stuck: 0 };
      facts = { ...facts, takenSubjects: [commit.case.openSubject!] };
      continue;
    }
    if (!done.failed) return nothing;
    const { retryAtMs, error } = done.failed;
    const stuck = { generation, attempts: attempts + 1, retryAtMs: retryAtMs! };
    ctx.set<Kept>('case', { ...kept, stuck: { ...kept.stuck, [timer.timer]: stuck } });
    ctx.objectSendClient(objects.trouble, timer.tenant).note({ timer: { ...timer, attempts: stuck.attempts, error } });
    again(Math.max(retryAtMs! - done.nowMs, 0));
    return { fired: 0, stuck: 1 };
  }
}

function isStill({ row }: Kept, { timer, generation, dueAtMs }: Fire['timer']): boolean {
  const held = (JSON.parse(row.record) as { timers: Record<string, { generation: number; dueAtMs: number; stoppedAtMs: number | null }> })
    .timers[timer];
  return held?.generation === generation && held.dueAtMs === dueAtMs && held.stoppedAtMs === null;
}
