// What a worker asks of a store, as the laws ask it: with a lease, and looking only.
import type { Claimed, Competence, DueTimer, Store } from '@bihuan/core';
import { holds } from '../check.ts';

export const leaseMs = 50;

export const takeTimers = (store: Store, nowMs: number, { limit = 100, ...competence }: Competence & { readonly limit?: number } = {}) =>
  store.claimTimers({ nowMs, leaseUntilMs: nowMs + leaseMs, limit, ...competence });

export const takeMessages = (store: Store, nowMs: number, { limit = 100, ...competence }: Competence & { readonly limit?: number } = {}) =>
  store.claim({ nowMs, leaseUntilMs: nowMs + leaseMs, limit, ...competence });

/** The timers due at a moment, given back at once: one that rests is looked at after its rest only. */
export async function lookAtTimers(store: Store, nowMs: number, limit?: number): Promise<readonly DueTimer[]> {
  const taken = await takeTimers(store, nowMs, limit === undefined ? {} : { limit });
  await store.releaseTimers(taken);
  return taken;
}

export async function lookAtMessages(store: Store, nowMs: number): Promise<readonly Claimed[]> {
  const taken = await takeMessages(store, nowMs);
  await store.release(taken);
  return taken;
}

/** Takes one timer, whose step then fails. */
export async function deferOne(store: Store, timer: string, nowMs: number, retryAtMs: number, error = 'boom'): Promise<DueTimer> {
  const taken = await takeTimers(store, nowMs);
  const one = taken.find((each) => each.timer === timer);
  holds(one !== undefined, `timer ${timer} is due at ${nowMs}`);
  await store.releaseTimers(taken.filter((each) => each !== one));
  await store.deferTimer(one!, retryAtMs, error);
  return one!;
}

/** Takes one head of a lane, which then fails: for good, when there is no time to try again. */
export async function failOne(store: Store, id: string, nowMs: number, retryAtMs: number | null, error = 'boom'): Promise<Claimed> {
  const taken = await takeMessages(store, nowMs);
  const one = taken.find((each) => each.id === id);
  holds(one !== undefined, `message ${id} can be taken at ${nowMs}`);
  await store.release(taken.filter((each) => each !== one));
  await store.retry(one!, retryAtMs, error);
  return one!;
}
