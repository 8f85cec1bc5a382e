// The virtual object of a case: what a host asks for is decided here by core's engine, one at a time, and kept in the object's state.
import { type Engine, systemClock, type TimerRow } from '@bihuan/core';
import { handlers, type ObjectContext, object } from '@restatedev/restate-sdk';
import { type Facts, type Missing, noFacts } from './given-store.ts';
import { type Kept, keep, readCase, readJournal, readPersonal } from './keeping.ts';
import { type Answer, type Ask, type CaseHandlers, forgetful, keyOf, type Objects, objectsOf, type TimerCount } from './objects.ts';
import { type CaseOptions, type Performed, perform, withRecord } from './perform.ts';
import { awake, isStill, nextTimer } from './waking.ts';
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
    fire: (ctx, timer) => fireAsked(ctx, options, timer),
    wake: (ctx, { atMs }) => wakeUp(ctx, options, atMs),
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
      wake: exclusive({ ingressPrivate: true }, served.wake),
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

const nothing: TimerCount = { fired: 0, stuck: 0 };

/** A timer that a client asks for, by our clock. */
async function fireAsked(ctx: ObjectContext, options: CaseOptions, timer: TimerRow): Promise<TimerCount> {
  const kept = await readCase(ctx);
  if (!kept || !isStill(kept, timer)) return nothing;
  const done = await fire(ctx, options, kept, timer, true);
  return typeof done === 'number' ? nothing : done;
}

/** By Restate's clock something is due: the case tries the first of its timers, and sees to it that it is woken for the next. */
async function wakeUp(ctx: ObjectContext, options: CaseOptions, atMs: number): Promise<null> {
  const kept = await readCase(ctx);
  if (kept?.wakeAtMs !== atMs) return null;
  const woken: Kept = { ...kept, wakeAtMs: null };
  ctx.set<Kept>('case', woken);
  const next = nextTimer(woken);
  const done = next && (await fire(ctx, options, woken, next.timer, false));
  // Restate's clock is ahead of ours, the timer rests, or it was put off.
  if (typeof done === 'number') ctx.set<Kept>('case', awake(ctx, objectsOf(options.name), woken, done));
  return null;
}

/** Applies what is due, or answers what our clock says when it is too early. Due time and generation are checked in the commit that it makes (law 9). */
async function fire(ctx: ObjectContext, options: CaseOptions, kept: Kept, timer: TimerRow, isAsked: boolean): Promise<TimerCount | number> {
  const objects = objectsOf(options.name);
  const { generation } = timer;
  const before = kept.stuck[timer.timer];
  const rest = before?.generation === generation ? before : { attempts: 0, retryAtMs: timer.dueAtMs! };
  const atMs = Math.max(timer.dueAtMs!, rest.retryAtMs);
  const { attempts } = rest;
  let facts: Facts = {
    ...noFacts,
    cases: { [timer.case]: kept.row },
    timer: { ...timer, attempts, leaseUntilMs: Number.MAX_SAFE_INTEGER },
  };
  for (;;) {
    const done = await ctx.run('fire', async () => {
      const nowMs = (options.clock ?? systemClock).nowMs();
      return nowMs < atMs ? nowMs : perform(options, facts, (engine) => engine.runDue());
    });
    if (typeof done === 'number') return done;
    const [commit] = done.commits;
    if (commit) {
      if ((await keep(ctx, options, kept, commit, done.nowMs, isAsked)) === 'committed') return { fired: commit.entries.length, stuck: 0 };
      facts = { ...facts, takenSubjects: [commit.case.openSubject!] };
      continue;
    }
    if (!done.failed) return nothing;
    const { retryAtMs, error } = done.failed;
    const stuck = { ...kept.stuck, [timer.timer]: { generation, attempts: attempts + 1, retryAtMs: retryAtMs! } };
    ctx.set<Kept>('case', awake(ctx, objects, { ...kept, stuck }, done.nowMs));
    ctx.objectSendClient(objects.trouble, timer.tenant).note({ timer: { ...timer, attempts: attempts + 1, error } });
    return { fired: 0, stuck: 1 };
  }
}
