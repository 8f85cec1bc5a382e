// Stores that break timers.
import type { ClaimQuery, Commit, TimerRow } from '@bihuan/core';
import { type Saboteur, saboteur } from './saboteur.ts';

export const timersSaboteurs: readonly Saboteur[] = [
  saboteur(
    'fires after cancelling: dropped timers stay',
    [
      'writes to one of two cases of the same id, in its own tenant',
      'never lists a timer that was dropped',
      'forgets deferrals when a timer is put or dropped',
      'wakes for the earliest timer that runs, at the end of its rest',
      'answers as the reference store does, whatever is asked',
      'delivers the messages of a case in order, although some fail at first',
    ],
    (sound) => ({
      commit: (commit, tx) => sound.commit({ ...commit, timers: { ...commit.timers, drop: [] } }, tx),
    }),
  ),

  saboteur(
    'fires early: rounds the time up to the next second',
    [
      'defers, retries and leases in one tenant without touching the other',
      'lists a timer from the moment it is due, and not before',
      'lists timers in order of due time, up to a limit',
      'lists a replaced timer by its new due time and generation only',
      'lets a deferred timer rest until its time, counts, and lists it as stuck',
      'lists the other timers of a case, and other cases, while one rests',
      'forgets deferrals when a timer is put or dropped',
      'leaves the timers that a commit does not name as they are',
      'leases a timer to one worker, and to another once the lease has ended',
      'leases every timer to one of many workers that ask at once',
      'wakes for the earliest timer that runs, at the end of its rest',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      claimTimers: (query) =>
        sound.claimTimers({ ...query, nowMs: Math.min(Math.ceil((query.nowMs + 1) / 1_000) * 1_000, 8_640_000_000_000_000) }),
    }),
  ),

  saboteur(
    'never backs off: a deferred timer is due again at once',
    [
      'defers, retries and leases in one tenant without touching the other',
      'lets a deferred timer rest until its time, counts, and lists it as stuck',
      'lists the other timers of a case, and other cases, while one rests',
      'forgets deferrals when a timer is put or dropped',
      'leaves the timers that a commit does not name as they are',
      'wakes for the earliest timer that runs, at the end of its rest',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      deferTimer: (timer, _, error) => sound.deferTimer(timer, 0, error),
    }),
  ),

  saboteur(
    'lists every timer of a case, not its earliest',
    [
      'gives every text and number back bit for bit',
      'writes to one of two cases of the same id, in its own tenant',
      'lists one timer of a case, its earliest',
      'never lists a timer that was dropped',
      'forgets deferrals when a timer is put or dropped',
      'lists a timer that nobody took for too long as stuck',
      'wakes for the earliest timer that runs, at the end of its rest',
      'removes a case with everything kept of it, and nothing else',
      'answers as the reference store does, whatever is asked',
      'delivers the messages of a case in order, although some fail at first',
    ],
    (sound) => {
      const apart = <Row extends TimerRow>(row: Row): Row => ({ ...row, case: `${row.case}\n${row.timer}` });
      const own = <Row extends TimerRow>(row: Row): Row => ({ ...row, case: row.case.split('\n')[0]! });
      return {
        commit(commit, tx) {
          return sound.commit({ ...commit, timers: { ...commit.timers, put: commit.timers.put.map(apart) } }, tx);
        },
        claimTimers: async (query) => (await sound.claimTimers(query)).map(own),
        stuckTimers: async (query) => (await sound.stuckTimers(query)).map(own),
        deferTimer: (timer, retryAtMs, error) => sound.deferTimer(apart(timer), retryAtMs, error),
        releaseTimers: (timers) => sound.releaseTimers(timers.map(apart)),
      };
    },
  ),

  saboteur(
    'fires timers whose clock stands still',
    [
      'never lists a timer whose clock stands still',
      'wakes for the earliest timer that runs, at the end of its rest',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      commit(commit, tx) {
        const put = commit.timers.put.map((timer) => ({ ...timer, dueAtMs: timer.dueAtMs ?? 0 }));
        return sound.commit({ ...commit, timers: { ...commit.timers, put } }, tx);
      },
    }),
  ),

  saboteur(
    'defers a timer that was set anew since',
    ['defers nothing for a timer of another generation, or one that is gone', 'answers as the reference store does, whatever is asked'],
    (sound) => {
      const generations = new Map<string, number>();
      const place = (timer: TimerRow) => JSON.stringify([timer.tenant, timer.case, timer.timer]);
      return {
        async commit(commit, tx) {
          const result = await sound.commit(commit, tx);
          if (result === 'committed') for (const timer of commit.timers.put) generations.set(place(timer), timer.generation);
          return result;
        },
        deferTimer: (timer, retryAtMs, error) =>
          sound.deferTimer({ ...timer, generation: generations.get(place(timer)) ?? timer.generation }, retryAtMs, error),
      };
    },
  ),

  saboteur(
    'wakes for nothing',
    [
      'answers undefined, null or nothing where there is nothing',
      'gives a worker the timers of the processes and versions it was given',
      'wakes for the earliest timer that runs, at the end of its rest',
      'wakes for a message at once, at the end of its lease, and at its retry time',
      'sleeps over a dead letter and all that wait behind it',
      'wakes a worker for what it can do only',
      'answers as the reference store does, whatever is asked',
      'delivers the messages of a case in order, although some fail at first',
    ],
    (sound) => ({ nextWakeMs: async (competence) => (await sound.nextWakeMs(competence)) ?? 0 }),
  ),

  saboteur(
    'ignores leases of timers: two workers are given the same',
    [
      'leases a timer to one worker, and to another once the lease has ended',
      'leases every timer to one of many workers that ask at once',
      'lists a timer that nobody took for too long as stuck',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({ claimTimers: (query) => sound.claimTimers({ ...query, leaseUntilMs: query.nowMs }) }),
  ),

  saboteur(
    'listens to a worker whose lease has passed to another',
    ['leases a timer to one worker, and to another once the lease has ended'],
    (sound) => {
      const leases = new Map<string, number>();
      const place = (timer: TimerRow) => JSON.stringify([timer.tenant, timer.case, timer.timer]);
      return {
        async claimTimers(query) {
          const taken = await sound.claimTimers(query);
          for (const timer of taken) leases.set(place(timer), timer.leaseUntilMs);
          return taken;
        },
        deferTimer: (timer, retryAtMs, error) =>
          sound.deferTimer({ ...timer, leaseUntilMs: leases.get(place(timer)) ?? timer.leaseUntilMs }, retryAtMs, error),
      };
    },
  ),

  saboteur(
    'gives every worker the timers of every process',
    ['gives a worker the timers of the processes and versions it was given', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      claimTimers: ({ processes: _, ...query }) => sound.claimTimers(query),
    }),
  ),

  timersLostInACrash(),
];

/** Timers live in memory beside the store: what was put before a restart is gone. */
function timersLostInACrash(): Saboteur {
  const base = saboteur(
    'loses its timers in a crash',
    ['has everything after it was closed and opened again', 'fires after a restart what fell due before it'],
    () => ({}),
  );
  return {
    ...base,
    sabotage(sound) {
      const put: TimerRow[] = [];
      const watched = {
        ...sound.store,
        commit: (commit: Commit, tx: unknown) => {
          put.push(...commit.timers.put);
          return sound.store.commit(commit, tx);
        },
      };
      const isLost = (timer: TimerRow) =>
        put.some((each) => each.tenant === timer.tenant && each.case === timer.case && each.timer === timer.timer);
      const reopened = {
        ...sound.store,
        claimTimers: async (query: ClaimQuery) => (await sound.store.claimTimers(query)).filter((timer) => !isLost(timer)),
        stuckTimers: async (query: { readonly tenant: string; readonly dueBeforeMs: number }) =>
          (await sound.store.stuckTimers(query)).filter((timer) => !isLost(timer)),
      };
      return { ...sound, store: watched, reopen: async () => reopened };
    },
  };
}
