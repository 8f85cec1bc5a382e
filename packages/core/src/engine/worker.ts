// What happens without anybody asking: deadlines fall due, messages are delivered, linked cases hear of each other.

import { hearableNews, type LinkNews } from '../controls/links.ts';
import { decide } from '../decide.ts';
import { BihuanError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Subject } from '../record.ts';
import { casesSubscriber } from '../seal.ts';
import type { Claimed, DueTimer } from '../store.ts';
import { currentOf, type EngineContext, envFor, systemStanding } from './context.ts';
import { openRequest, sendRequest } from './write.ts';

const batch = 100;

export interface DueReport {
  /** Deadlines that took effect. */
  readonly fired: number;
  /** Timers whose step threw; they back off and are listed by `stuckTimers`. */
  readonly stuck: number;
}

const pollMsOf = <Tx>({ options }: EngineContext<Tx>): number => options.pollMs ?? 5_000;

/** Whether this is work for another engine on the same store, which knows the process or subscriber: left to it after a short rest, and never dead. */
const isForeign = (error: unknown): boolean =>
  error instanceof BihuanError && (error.code === 'PROCESS_UNKNOWN' || error.code === 'SUBSCRIBER_UNKNOWN');

/** Doubles from one second, to an hour at most. */
export const backOffMs = (attempts: number): number => Math.min(1000 * 2 ** Math.min(attempts, 12), 3_600_000);

/** Applies everything that is due by now, on every case. Safe on many nodes at once: each commit checks the revision it was decided on. */
export async function runDue<Tx>(context: EngineContext<Tx>): Promise<DueReport> {
  let fired = 0;
  let stuck = 0;
  for (;;) {
    const due = await context.store.dueTimers({ nowMs: context.clock.nowMs(), limit: batch });
    const before = fired + stuck;
    for (const timer of due) {
      try {
        fired += await fire(context, timer);
      } catch (error) {
        stuck += 1;
        context.options.onError?.(error);
        const message = error instanceof Error ? error.message : String(error);
        const restMs = isForeign(error) ? pollMsOf(context) : backOffMs(timer.attempts);
        await context.store.deferTimer(timer, context.clock.nowMs() + restMs, message);
      }
    }
    // A timer that neither fired nor failed is another engine's by now; looking again at once would find it again.
    if (fired + stuck === before) return { fired, stuck };
  }
}

async function fire<Tx>(context: EngineContext<Tx>, timer: DueTimer): Promise<number> {
  for (;;) {
    const { case: row } = await context.store.load({ tenant: timer.tenant, id: timer.case });
    if (!row)
      throw new BihuanError(
        'CASE_CORRUPT',
        { zh: `期限所属案件 ${timer.case} 不存在`, en: `A timer belongs to case ${timer.case}, which does not exist` },
        { case: timer.case },
      );
    const current = currentOf(row);
    const process = context.processOf(current.record);
    const env = envFor(context, systemStanding(timer.tenant), current.record.unit);
    const decision = decide(process, current, { kind: 'timer' }, env);
    if (decision.outcome !== 'applied') {
      const held = current.record.timers[timer.timer];
      // Another engine was first, or the clock went back meanwhile.
      if (held?.generation !== timer.generation || held.dueAtMs !== timer.dueAtMs || held.dueAtMs > env.nowMs) return 0;
      throw new BihuanError(
        'CASE_CORRUPT',
        { zh: `案件 ${timer.case} 的期限未能到期`, en: `Timer ${timer.timer} of case ${timer.case} is due, and nothing came of it` },
        { case: timer.case },
      );
    }
    const result = await context.store.commit(decision.commit);
    if (result === 'committed') return decision.commit.entries.length;
    if (result === 'subject-taken')
      throw new BihuanError(
        'CASE_CORRUPT',
        {
          zh: `案件 ${timer.case} 因期限重开,而其对象已有未结案件`,
          en: `A deadline reopens case ${timer.case}, and another case is open about its subject`,
        },
        { case: timer.case },
      );
  }
}

export interface RelayReport {
  readonly delivered: number;
  /** Attempts that failed; they are tried again, or listed by `deadLetters`. */
  readonly failed: number;
}

/** Delivers everything in the outbox that is due, until nothing is. */
export async function relay<Tx>(context: EngineContext<Tx>): Promise<RelayReport> {
  const { leaseMs = 60_000, attempts = 12 } = context.options;
  let delivered = 0;
  let failed = 0;
  for (;;) {
    const nowMs = context.clock.nowMs();
    const claimed = await context.store.claim({ nowMs, leaseUntilMs: nowMs + leaseMs, limit: batch });
    for (const delivery of claimed) {
      try {
        await deliver(context, delivery);
        await context.store.settle(delivery);
        delivered += 1;
      } catch (error) {
        failed += 1;
        context.options.onError?.(error);
        const restMs = isForeign(error) ? pollMsOf(context) : delivery.attempts + 1 < attempts ? backOffMs(delivery.attempts) : null;
        const again = restMs === null ? null : context.clock.nowMs() + restMs;
        await context.store.retry(delivery, again, error instanceof Error ? error.message : String(error));
      }
    }
    if (claimed.length === 0) return { delivered, failed };
  }
}

async function deliver<Tx>(context: EngineContext<Tx>, delivery: Claimed): Promise<void> {
  const body = JSON.parse(delivery.body) as JsonObject;
  if (delivery.subscriber === casesSubscriber)
    return body['kind'] === 'open' ? openLinked(context, delivery, body) : tell(context, delivery, body);
  const subscriber = context.options.subscribers?.[delivery.subscriber];
  if (!subscriber) {
    throw new BihuanError(
      'SUBSCRIBER_UNKNOWN',
      { zh: `没有订阅者 ${delivery.subscriber}`, en: `This engine has no subscriber ${delivery.subscriber}` },
      { subscriber: delivery.subscriber },
    );
  }
  const { id, tenant, case: caseId, revision, name, attempts } = delivery;
  await subscriber.handle({ id, tenant, case: caseId, revision, name, body, attempt: attempts + 1 });
}

/** A case opened by another: its id and key come from the message, so that a second delivery finds it open. */
async function openLinked<Tx>(context: EngineContext<Tx>, delivery: Claimed, body: JsonObject): Promise<void> {
  const { id, process, link, input, unit, subject } = body as {
    id: string;
    process: string;
    link: string;
    input: JsonObject;
    unit: string;
    subject: Subject | null;
  };
  const { case: opener } = await context.store.load({ tenant: delivery.tenant, id: delivery.case });
  if (!opener) return;
  const outcome = await openRequest(context, context.latest(process), systemStanding(delivery.tenant), {
    id,
    unit,
    input,
    subject: subject ?? undefined,
    correlation: opener.correlation,
    key: `@${delivery.id}`,
    openedFrom: { type: link, case: delivery.case, process: opener.process },
  });
  if (outcome.outcome !== 'applied' && outcome.outcome !== 'replayed') throw undeliverable(delivery, outcome);
}

/** News for the case at the other end. A case that does not exist refuses to be linked; other news for it is dropped. */
async function tell<Tx>(context: EngineContext<Tx>, delivery: Claimed, body: JsonObject): Promise<void> {
  const news = hearableNews(body);
  const standing = systemStanding(delivery.tenant);
  const hear = (id: string, heard: LinkNews, key: string) =>
    sendRequest(context, { standing, id, request: { kind: 'link', news: heard, key } });
  const outcome = await hear(body['to'] as string, news, `@${delivery.id}`);
  if (outcome.outcome === 'applied' || outcome.outcome === 'replayed') return;
  if (outcome.outcome !== 'not-found') throw undeliverable(delivery, outcome);
  if (news.event !== 'register') return;
  const refused: LinkNews = {
    ...news,
    event: 'refused',
    direction: 'from',
    from: body['to'] as string,
    rollUp: { revision: 0, outcome: null, data: {} },
  };
  await hear(delivery.case, refused, `@${delivery.id}!`);
}

function undeliverable(delivery: Claimed, outcome: object): BihuanError {
  const what = JSON.stringify(outcome);
  return new BihuanError(
    'PROCESS_INVALID',
    {
      zh: `案件 ${delivery.case} 的消息 ${delivery.name} 未被接受:${what}`,
      en: `${delivery.name} of case ${delivery.case} was not accepted: ${what}`,
    },
    { case: delivery.case, message: delivery.id },
  );
}

export interface Worker {
  start(): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Runs deadlines and outbox until stopped: at once after a commit, when the next due time comes, and every `pollMs` at least. */
export function worker<Tx>(context: EngineContext<Tx>): Worker {
  const pollMs = pollMsOf(context);
  let running: { readonly ended: Promise<void>; readonly stop: () => void } | undefined;

  const loop = async (isStopped: () => boolean, nap: (ms: number) => Promise<void>) => {
    while (!isStopped()) {
      try {
        const [due, sent] = [await runDue(context), await relay(context)];
        const isIdle = due.fired + due.stuck + sent.delivered + sent.failed === 0;
        const wakeMs = (await context.store.nextWakeMs()) ?? Number.POSITIVE_INFINITY;
        const restMs = wakeMs - context.clock.nowMs();
        // What is due and yet was not there to do is another engine's: no reason to ask again at once.
        await nap(Math.min(pollMs, restMs <= 0 && isIdle ? pollMs : Math.max(restMs, 0)));
      } catch (error) {
        context.options.onError?.(error);
        await nap(pollMs);
      }
    }
  };

  return {
    start() {
      if (running) return;
      let stopped = false;
      let woken = false;
      let ring = () => {};
      let rung = new Promise<void>((resolve) => (ring = resolve));
      const wake = () => {
        woken = true;
        ring();
      };
      const nap = async (ms: number) => {
        if (!woken) await context.clock.wait(Math.max(ms, 1), rung);
        woken = stopped;
        rung = new Promise<void>((resolve) => (ring = resolve));
      };
      const stop = () => {
        stopped = true;
        wake();
      };
      context.wake = wake;
      running = { ended: loop(() => stopped, nap), stop };
    },
    async stop() {
      running?.stop();
      await running?.ended;
      running = undefined;
      context.wake = () => {};
    },
  };
}
