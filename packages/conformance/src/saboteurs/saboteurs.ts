// Stores broken on purpose, each in the way that real ones break. The suite is trusted because it names every one of them.
import type { CaseRow, Claimed, Commit, DeliveryRow, JournalRow, Loaded, TimerRow } from '@bihuan/core';
import { type Saboteur, saboteur } from './saboteur.ts';

const current = (row: Commit['case']) => ({ tenant: row.tenant, id: row.id });

export const saboteurs: readonly Saboteur[] = [
  saboteur('loses an update: writes whatever revision was expected', [], (sound) => ({
    async commit(commit, tx) {
      const { case: row } = await sound.load(current(commit.case), tx);
      return sound.commit({ ...commit, expectedRevision: row?.revision ?? 0 }, tx);
    },
  })),

  saboteur('appends twice: every entry of a commit stands in the journal two times', [], (sound) => ({
    commit: (commit, tx) => sound.commit({ ...commit, entries: commit.entries.flatMap((entry) => [entry, { ...entry, key: null }]) }, tx),
  })),

  saboteur('leaves a gap: of several entries of a commit, only the last is written', [], (sound) => ({
    commit: (commit, tx) => sound.commit({ ...commit, entries: commit.entries.slice(-1) }, tx),
  })),

  saboteur('reorders: a journal is read latest first', [], (sound) => ({
    history: async (at, tx) => [...(await sound.history(at, tx))].reverse(),
  })),

  saboteur('fires after cancelling: dropped timers stay', [], (sound) => ({
    commit: (commit, tx) => sound.commit({ ...commit, timers: { ...commit.timers, drop: [] } }, tx),
  })),

  saboteur('fires early: rounds the time up to the next second', [], (sound) => ({
    dueTimers: ({ nowMs, limit }) => sound.dueTimers({ nowMs: Math.min(Math.ceil((nowMs + 1) / 1_000) * 1_000, 8_640_000_000_000_000), limit }),
  })),

  saboteur('never backs off: a deferred timer is due again at once', [], (sound) => ({
    deferTimer: (timer, _, error) => sound.deferTimer(timer, 0, error),
  })),

  timersLostInACrash(),

  saboteur('sends before it commits: messages of a refused commit are delivered', [], (sound) => {
    const leaked: DeliveryRow[] = [];
    return {
      async commit(commit, tx) {
        const result = await sound.commit(commit, tx);
        if (result !== 'committed') leaked.push(...commit.deliveries);
        return result;
      },
      async claim(query) {
        const given = await sound.claim(query);
        return [...given, ...leaked.splice(0).map((delivery): Claimed => ({ ...delivery, attempts: 0 }))];
      },
    };
  }),

  saboteur('shows a case to every tenant that knows its id', [], (sound) => {
    const rows = new Map<string, CaseRow>();
    return {
      async commit(commit, tx) {
        const result = await sound.commit(commit, tx);
        if (result === 'committed' && tx === undefined) rows.set(commit.case.id, commit.case);
        return result;
      },
      async load(at, tx) {
        const loaded = await sound.load(at, tx);
        return { ...loaded, case: loaded.case ?? rows.get(at.id) };
      },
    };
  }),

  saboteur('finds across tenants: a list forgets whose it is', [], (sound) => {
    const tenants = new Set<string>();
    return {
      commit(commit, tx) {
        tenants.add(commit.case.tenant);
        return sound.commit(commit, tx);
      },
      async find(query, tx) {
        const all = await Promise.all([...tenants].map((tenant) => sound.find({ ...query, tenant }, tx)));
        return all.flat().sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, query.limit);
      },
    };
  }),

  saboteur('forgets keys: the same request is applied again', [], (sound) => ({
    load: async (at, tx): Promise<Loaded> => ({ ...(await sound.load(at, tx)), keyed: undefined }),
    commit: (commit, tx) => sound.commit({ ...commit, entries: commit.entries.map((entry): JournalRow => ({ ...entry, key: null })) }, tx),
  })),

  saboteur('reads what is stale: a case is seen as it was one commit ago', [], (sound) => {
    const seen = new Map<string, CaseRow | undefined>();
    const place = ({ tenant, id }: { readonly tenant: string; readonly id: string }) => JSON.stringify([tenant, id]);
    return {
      async commit(commit, tx) {
        const before = (await sound.load(current(commit.case), tx)).case;
        const result = await sound.commit(commit, tx);
        if (result === 'committed' && before) seen.set(place(commit.case), before);
        return result;
      },
      async load(at, tx) {
        const loaded = await sound.load(at, tx);
        const stale = seen.get(place(at));
        seen.delete(place(at));
        return { ...loaded, case: stale ?? loaded.case };
      },
    };
  }),

  saboteur('uses a revision twice: opening a case that exists starts it anew', [], (sound) => ({
    async commit(commit, tx) {
      const result = await sound.commit(commit, tx);
      if (result !== 'conflict' || commit.expectedRevision !== 0) return result;
      const { case: row } = await sound.load(current(commit.case), tx);
      return sound.commit({ ...commit, expectedRevision: row?.revision ?? 0 }, tx);
    },
  })),

  saboteur('disorders a lane: indexes are compared as text', [], (sound) => ({
    commit: (commit, tx) => sound.commit({ ...commit, deliveries: commit.deliveries.map((each) => ({ ...each, index: Number(`${each.index}`.padEnd(3, '0')) })) }, tx),
    claim: async (query) => (await sound.claim(query)).map((each) => ({ ...each, index: Number(each.id.slice(each.id.lastIndexOf(':') + 1)) })),
  })),

  saboteur('ignores leases: two workers are given the same message', [], (sound) => ({
    claim: (query) => sound.claim({ ...query, leaseUntilMs: query.nowMs }),
  })),

  saboteur('lets a lane pass its dead letter', [], (sound) => {
    const buried = new Map<string, Claimed>();
    return {
      async retry(delivery, retryAtMs, error) {
        await sound.retry(delivery, retryAtMs, error);
        if (retryAtMs !== null) return;
        const letter = (await sound.deadLetters(delivery.tenant)).find((each) => each.id === delivery.id && each.subscriber === delivery.subscriber);
        if (!letter) return;
        buried.set(`${delivery.tenant} ${delivery.id} ${delivery.subscriber}`, letter);
        await sound.settle(letter);
      },
      deadLetters: async (tenant) => [...buried.values()].filter((letter) => letter.tenant === tenant) as never,
    };
  }),

  saboteur('loses a message that failed once', [], (sound) => ({
    retry: (delivery, retryAtMs, error) => (retryAtMs === null ? sound.retry(delivery, null, error) : sound.settle(delivery)),
  })),

  saboteur('leaks work: a unit covers those whose names begin alike', [], (sound) => ({
    async work(query, tx) {
      const everywhere = query.grants.map((grant) => ({ ...grant, unit: '' }));
      const rows = await sound.work({ ...query, grants: everywhere }, tx);
      return rows.filter((row) => row.assignee !== null || query.grants.some((grant) => row.unit.startsWith(grant.unit)));
    },
  })),

  saboteur('keeps work that is done', [], (sound) => ({
    commit: (commit, tx) =>
      sound.commit({ ...commit, workItems: { ...commit.workItems, drop: commit.workItems.drop.filter((state) => commit.workItems.put.some((item) => item.state === state)) } }, tx),
  })),

  saboteur('lets two open cases hold one subject', [], (sound) => {
    const subjects = new Map<string, string | null>();
    const place = ({ tenant, id }: { readonly tenant: string; readonly id: string }) => JSON.stringify([tenant, id]);
    const shown = (row: CaseRow | undefined) => row && { ...row, openSubject: subjects.get(place(row)) ?? null };
    return {
      async commit(commit, tx) {
        const result = await sound.commit({ ...commit, case: { ...commit.case, openSubject: null } }, tx);
        if (result === 'committed') subjects.set(place(commit.case), commit.case.openSubject);
        return result;
      },
      async load(at, tx) {
        const loaded = await sound.load(at, tx);
        return { ...loaded, case: shown(loaded.case) };
      },
      find: async (query, tx) => (await sound.find(query, tx)).map((row) => shown(row)!),
    };
  }),

  saboteur("commits outside of the host's transaction", [], (sound) => ({
    commit: (commit, tx) => (tx === undefined ? sound.commit(commit) : sound.commit(commit, tx)),
  })),

  saboteur('ignores a transaction it does not know, instead of refusing it', [], () => ({})),
];

/** Timers live in memory beside the store: what was put before a restart is gone. */
function timersLostInACrash(): Saboteur {
  const base = saboteur('loses its timers in a crash', [], () => ({}));
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
      const isLost = (timer: TimerRow) => put.some((each) => each.tenant === timer.tenant && each.case === timer.case && each.timer === timer.timer);
      const reopened = {
        ...sound.store,
        dueTimers: async (query: { readonly nowMs: number; readonly limit: number }) => (await sound.store.dueTimers(query)).filter((timer) => !isLost(timer)),
        stuckTimers: async (tenant: string) => (await sound.store.stuckTimers(tenant)).filter((timer) => !isLost(timer)),
      };
      return { ...sound, store: watched, reopen: async () => reopened };
    },
  };
}
