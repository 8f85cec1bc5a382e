// Deadlines that fall due, applied without anybody asking. Many nodes share them by leases; what decides is the commit (law 9).

import { decide } from '../decide.ts';
import { BihuanError } from '../errors.ts';
import type { DueTimer } from '../store.ts';
import { backOffMs, competenceOf, isForeign, leaseMsOf, messageOf, pollMsOf } from './back-off.ts';
import { currentOf, type EngineContext, envFor, systemStanding } from './context.ts';

const batch = 100;

export interface DueReport {
  /** Deadlines that took effect. */
  readonly fired: number;
  /** Timers whose step threw; they back off and are listed by `stuckTimers`. */
  readonly stuck: number;
}

/** Applies everything that is due by now, on every case, until nothing is or `isStopped`. */
export async function runDue<Tx>(context: EngineContext<Tx>, isStopped: () => boolean = () => false): Promise<DueReport> {
  const { store, clock, options } = context;
  const report = { fired: 0, stuck: 0 };
  while (!isStopped()) {
    const nowMs = clock.nowMs();
    const leaseUntilMs = nowMs + leaseMsOf(context);
    const due = await store.claimTimers({ nowMs, leaseUntilMs, limit: batch, ...competenceOf(context) });
    if (due.length === 0) break;
    for (const [index, timer] of due.entries()) {
      // A lease that has run out is another's: this worker was too slow for the rest of its portion.
      if (isStopped() || clock.nowMs() >= leaseUntilMs) {
        await store.releaseTimers(due.slice(index));
        break;
      }
      const { tenant, case: id, process, timer: name, dueAtMs } = timer;
      const operation = { kind: 'timer' as const, tenant, case: id, process, name, lagMs: Math.max(nowMs - dueAtMs!, 0) };
      try {
        // One that neither fires nor fails is another engine's by now: its lease keeps it from being found again at once.
        report.fired += await context.observer.around(operation, () => fire(context, timer));
      } catch (error) {
        report.stuck += 1;
        options.onError?.(error);
        const restMs = isForeign(error) ? pollMsOf(context) : backOffMs(timer.attempts);
        await store.deferTimer(timer, clock.nowMs() + restMs, messageOf(error));
      }
    }
  }
  return report;
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
