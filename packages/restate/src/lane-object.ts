// The messages of one case for one subscriber, in order: delivered as they come, or kept behind one that rests or is dead (law 10).
import { type Claimed, type DeliveryRow, systemClock } from '@bihuan/core';
import { type ObjectContext, object, handlers as restate, rpc } from '@restatedev/restate-sdk';
import { type Facts, noFacts, type Written } from './given-store.ts';
import { forgetful, keyOf, type LaneHandlers, type Objects, objectsOf, type RelayCount } from './objects.ts';
import { type CaseOptions, type Performed, perform } from './perform.ts';

/** A lane that holds messages: those from `head` up to `tail` wait, the first of them failed. */
interface Waiting {
  readonly head: number;
  readonly tail: number;
  readonly attempts: number;
  /** null: the first is a dead letter. */
  readonly wakeAtMs: number | null;
}

const messageAt = (place: number): string => `message:${place}`;
const tokenOf = ({ head, attempts }: Waiting): string => `${head}.${attempts}`;
const placeOf = ({ id, subscriber }: DeliveryRow): string => keyOf('message', id, subscriber);
const defaultLeaseMs = 60_000;
const graceMs = 60_000;

export function laneObject(options: CaseOptions) {
  const objects = objectsOf(options.name);
  const { leaseMs = defaultLeaseMs } = options;
  const handlers: LaneHandlers = {
    async take(ctx, message) {
      const waiting = await ctx.get<Waiting>('waiting');
      if (waiting) {
        ctx.set(messageAt(waiting.tail), message);
        ctx.set<Waiting>('waiting', { ...waiting, tail: waiting.tail + 1 });
        return null;
      }
      const { failed, nowMs } = await attempt(ctx, options, message, 0);
      if (!failed) return null;
      ctx.set(messageAt(0), message);
      rest(ctx, objects, message, { head: 0, tail: 1, attempts: 1, wakeAtMs: failed.retryAtMs }, failed.error, nowMs);
      return null;
    },
    async wake(ctx, { token }) {
      const waiting = await ctx.get<Waiting>('waiting');
      const none = { delivered: 0, failed: 0 };
      if (!waiting || waiting.wakeAtMs === null || (token !== undefined && token !== tokenOf(waiting))) return none;
      const nowMs = await ctx.run('clock', () => (options.clock ?? systemClock).nowMs());
      if (nowMs >= waiting.wakeAtMs) return empty(ctx, options, waiting);
      // Restate's clock is ahead of ours: a delayed send has to see to it itself.
      if (token !== undefined) wakeLater(ctx, objects, waiting, waiting.wakeAtMs - nowMs);
      return none;
    },
    async revive(ctx, letter) {
      const waiting = await ctx.get<Waiting>('waiting');
      if (waiting?.wakeAtMs !== null || !(await isHead(ctx, waiting, letter))) return null;
      const anew: Waiting = { ...waiting, attempts: 0, wakeAtMs: 0 };
      ctx.set<Waiting>('waiting', anew);
      forget(ctx, objects, letter);
      wakeLater(ctx, objects, anew, 0);
      return null;
    },
    async skip(ctx, letter) {
      const waiting = await ctx.get<Waiting>('waiting');
      if (!waiting || !(await isHead(ctx, waiting, letter))) return null;
      forget(ctx, objects, letter);
      ctx.clear(messageAt(waiting.head));
      const next: Waiting = { ...waiting, head: waiting.head + 1, attempts: 0, wakeAtMs: 0 };
      if (next.head === next.tail) ctx.clear('waiting');
      else {
        ctx.set<Waiting>('waiting', next);
        wakeLater(ctx, objects, next, 0);
      }
      return null;
    },
  };
  const { exclusive } = restate.object;
  return object({
    name: objects.lane.name,
    handlers: {
      take: exclusive({ ingressPrivate: true }, handlers.take),
      wake: exclusive(handlers.wake),
      revive: exclusive(handlers.revive),
      skip: exclusive(handlers.skip),
    },
    // A subscriber may keep a message as long as its lease, and is not to be interrupted before.
    options: { ...forgetful, inactivityTimeout: leaseMs + graceMs, abortTimeout: leaseMs + graceMs },
  });
}

async function isHead(ctx: ObjectContext, { head }: Waiting, letter: DeliveryRow): Promise<boolean> {
  return (await ctx.get<DeliveryRow>(messageAt(head)))?.id === letter.id;
}

const forget = (ctx: ObjectContext, objects: Objects, message: DeliveryRow) =>
  ctx.objectSendClient(objects.trouble, message.tenant).forget({ place: placeOf(message) });

const wakeLater = (ctx: ObjectContext, objects: Objects, waiting: Waiting, delay: number) =>
  ctx.objectSendClient(objects.lane, ctx.key).wake({ token: tokenOf(waiting) }, rpc.sendOpts({ delay }));

/** The first message failed: it is listed, and the lane waits. */
function rest(ctx: ObjectContext, objects: Objects, message: DeliveryRow, waiting: Waiting, error: string, nowMs: number): void {
  const { attempts, wakeAtMs } = waiting;
  ctx.set<Waiting>('waiting', waiting);
  ctx.objectSendClient(objects.trouble, message.tenant).note({ message: { ...message, attempts, error, wakeAtMs } });
  if (wakeAtMs !== null) wakeLater(ctx, objects, waiting, Math.max(wakeAtMs - nowMs, 0));
}

/** Delivers what waits, until all has arrived or one fails. */
async function empty(ctx: ObjectContext, options: CaseOptions, waiting: Waiting): Promise<RelayCount> {
  const objects = objectsOf(options.name);
  let { head, attempts } = waiting;
  const { tail } = waiting;
  let delivered = 0;
  while (head < tail) {
    const message = (await ctx.get<DeliveryRow>(messageAt(head)))!;
    const { failed, nowMs } = await attempt(ctx, options, message, attempts);
    if (failed) {
      rest(ctx, objects, message, { head, tail, attempts: attempts + 1, wakeAtMs: failed.retryAtMs }, failed.error, nowMs);
      return { delivered, failed: 1 };
    }
    ctx.clear(messageAt(head));
    if (attempts > 0) forget(ctx, objects, message);
    delivered += 1;
    head += 1;
    attempts = 0;
  }
  ctx.clear('waiting');
  return { delivered, failed: 0 };
}

/** One attempt by core's relay. What it decides on other cases is committed there; a case that has changed meanwhile is decided on anew. */
async function attempt(
  ctx: ObjectContext,
  options: CaseOptions,
  message: DeliveryRow,
  attempts: number,
): Promise<Performed & Pick<Written, 'failed'>> {
  const objects = objectsOf(options.name);
  const { tenant } = message;
  const leaseMs = options.leaseMs ?? defaultLeaseMs;
  let facts: Facts = noFacts;
  for (;;) {
    const done = await ctx.run('deliver', () => {
      const nowMs = (options.clock ?? systemClock).nowMs();
      const claimed: Claimed = { ...message, attempts, leaseUntilMs: nowMs + leaseMs };
      return perform(options, { ...facts, message: claimed }, (engine) => engine.relay());
    });
    if (done.missing) {
      const id = 'case' in done.missing ? done.missing.case : done.missing.personalOf;
      const target = ctx.objectClient(objects.case, keyOf(tenant, id));
      facts =
        'case' in done.missing
          ? { ...facts, cases: { ...facts.cases, [id]: await target.row(null) } }
          : { ...facts, personal: { ...facts.personal, [id]: await target.personal(null) } };
      continue;
    }
    const [commit] = done.commits;
    if (!commit) return done;
    const answer = await ctx.objectClient(objects.case, keyOf(tenant, commit.case.id)).commit({ commit, nowMs: done.nowMs });
    if (answer === 'committed') return done;
    facts =
      answer === 'conflict' ? { ...facts, cases: {} } : { ...facts, takenSubjects: [...facts.takenSubjects, commit.case.openSubject!] };
  }
}
