// What the outbox holds, delivered: messages to subscribers, openings and news to linked cases. At least once, in order of each lane (law 10).

import { hearableNews, type LinkNews } from '../controls/links.ts';
import { BihuanError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Subject } from '../record.ts';
import { casesSubscriber } from '../seal.ts';
import type { Claimed } from '../store.ts';
import { backOffMs, competenceOf, isForeign, jittered, leaseMsOf, messageOf, pollMsOf } from './back-off.ts';
import { type EngineContext, systemStanding } from './context.ts';
import { openRequest, sendRequest } from './write.ts';

const batch = 100;
/** Messages that are with subscribers at the same time. */
const atOnce = 8;

export interface RelayReport {
  readonly delivered: number;
  /** Attempts that failed; they are tried again, or listed by `deadLetters`. */
  readonly failed: number;
}

/** Delivers everything in the outbox that is due, until nothing is or `isStopped`. */
export async function relay<Tx>(context: EngineContext<Tx>, isStopped: () => boolean = () => false): Promise<RelayReport> {
  const { store, clock } = context;
  const report = { delivered: 0, failed: 0 };
  while (!isStopped()) {
    const nowMs = clock.nowMs();
    const leaseUntilMs = nowMs + leaseMsOf(context);
    const claimed = await store.claim({ nowMs, leaseUntilMs, limit: batch, ...competenceOf(context) });
    if (claimed.length === 0) break;
    const attempt = async (delivery: Claimed) => {
      // A lease that has run out is another's: this worker was too slow for the rest of its portion.
      if (isStopped() || clock.nowMs() >= leaseUntilMs) return store.release([delivery]);
      report[(await isDelivered(context, delivery)) ? 'delivered' : 'failed'] += 1;
    };
    // Cases hear of each other one after the other, so that they hear the same whoever tells them; subscribers do not wait for each other.
    for (const delivery of claimed.filter((each) => each.subscriber === casesSubscriber)) await attempt(delivery);
    const others = claimed.filter((each) => each.subscriber !== casesSubscriber).values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const delivery of others) await attempt(delivery);
      }),
    );
  }
  return report;
}

async function isDelivered<Tx>(context: EngineContext<Tx>, delivery: Claimed): Promise<boolean> {
  const { store, clock, options } = context;
  const { tenant, case: id, process, name, subscriber } = delivery;
  const lagMs = Math.max(clock.nowMs() - delivery.atMs, 0);
  const operation = { kind: 'delivery' as const, tenant, case: id, process, name, subscriber, lagMs };
  try {
    await context.observer.around(operation, () => deliver(context, delivery));
  } catch (error) {
    options.onError?.(error);
    const isLast = delivery.attempts + 1 >= (options.attempts ?? 12);
    const restMs = isForeign(error) ? pollMsOf(context) : isLast ? null : jittered(backOffMs(delivery.attempts), context.chance());
    await store.retry(delivery, restMs === null ? null : clock.nowMs() + restMs, messageOf(error));
    return false;
  }
  await store.settle(delivery);
  return true;
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
  const { id, tenant, case: caseId, process, revision, index, name, atMs, attempts } = delivery;
  const message = { id, tenant, case: caseId, process, revision, index, name, body, atMs, attempt: attempts + 1 };
  await inTime(context, delivery, async () => subscriber.handle(message));
}

/** A handler that does not come back is given up with its lease: another attempt may begin then. */
async function inTime<Tx>(context: EngineContext<Tx>, delivery: Claimed, handle: () => Promise<void>): Promise<void> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const timeout = context.clock.wait(delivery.leaseUntilMs - context.clock.nowMs(), ended).then(() => 'late' as const);
  try {
    if ((await Promise.race([handle(), timeout])) !== 'late') return;
  } finally {
    end();
  }
  throw new BihuanError(
    'SUBSCRIBER_HANGS',
    {
      zh: `订阅者 ${delivery.subscriber} 未在租约内处理完消息 ${delivery.id}`,
      en: `Subscriber ${delivery.subscriber} did not come back with message ${delivery.id} before its lease ended`,
    },
    { subscriber: delivery.subscriber, message: delivery.id },
  );
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
