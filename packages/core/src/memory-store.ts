// The reference store: the port in memory, as short as it can be. Durable nowhere, transactional everywhere.
import { covers } from './actor.ts';
import { BihuanError } from './errors.ts';
import type {
  CaseQuery,
  CaseRow,
  Claimed,
  DeadLetter,
  DeliveryRow,
  DueTimer,
  JournalRow,
  Store,
  StuckTimer,
  TimerRow,
  WorkItemRow,
  WorkQuery,
} from './store.ts';

interface TimerState extends TimerRow {
  readonly attempts: number;
  readonly retryAtMs: number;
  readonly error: string;
}

interface DeliveryState extends DeliveryRow {
  readonly attempts: number;
  /** Null: a dead letter. */
  readonly dueAtMs: number | null;
  readonly leaseUntilMs: number;
  readonly error: string;
}

export function memoryStore(): Store<never> {
  const cases = new Map<string, CaseRow>();
  const journals = new Map<string, JournalRow[]>();
  const keys = new Map<string, JournalRow>();
  const timers = new Map<string, TimerState>();
  const work = new Map<string, WorkItemRow[]>();
  const deliveries = new Map<string, DeliveryState>();
  const at = (tenant: string, ...rest: readonly string[]) => JSON.stringify([tenant, ...rest]);
  const laneOf = (row: DeliveryRow) => at(row.tenant, row.case, row.subscriber);
  const placeOf = (row: DeliveryRow) => at(row.tenant, row.id, row.subscriber);
  /** The first message of every lane: the others wait for it. */
  const heads = (): readonly DeliveryState[] => {
    const rows = [...deliveries.values()].sort((a, b) => b.revision - a.revision || b.index - a.index);
    return [...new Map(rows.map((row) => [laneOf(row), row])).values()];
  };
  const noTransaction = (tx: unknown) => {
    if (tx !== undefined)
      throw new BihuanError('STORE_UNSUPPORTED', { zh: '内存库没有宿主事务', en: 'The memory store has no host transactions' });
  };

  return {
    capabilities: { hostTransaction: false, durable: false },

    async load({ tenant, id, key }, tx) {
      noTransaction(tx);
      return { case: cases.get(at(tenant, id)), keyed: key === undefined ? undefined : keys.get(at(tenant, key)) };
    },

    async commit({ expectedRevision, case: row, ...rest }, tx) {
      noTransaction(tx);
      const place = at(row.tenant, row.id);
      if ((cases.get(place)?.revision ?? 0) !== expectedRevision) return 'conflict';
      if (rest.entries.some(({ tenant, key }) => key !== null && keys.has(at(tenant, key)))) return 'duplicate';
      const holder = (other: CaseRow) => other.tenant === row.tenant && other.openSubject === row.openSubject && other.id !== row.id;
      if (row.openSubject !== null && [...cases.values()].some(holder)) return 'subject-taken';
      cases.set(place, row);
      journals.set(place, [...(journals.get(place) ?? []), ...rest.entries]);
      for (const entry of rest.entries) if (entry.key !== null) keys.set(at(row.tenant, entry.key), entry);
      for (const timer of rest.timers.drop) timers.delete(at(row.tenant, row.id, timer));
      for (const timer of rest.timers.put)
        timers.set(at(row.tenant, row.id, timer.timer), { ...timer, attempts: 0, retryAtMs: 0, error: '' });
      const kept = (work.get(place) ?? []).filter((item) => !rest.workItems.drop.includes(item.state));
      work.set(place, [...kept, ...rest.workItems.put]);
      for (const delivery of rest.deliveries)
        deliveries.set(placeOf(delivery), { ...delivery, attempts: 0, dueAtMs: 0, leaseUntilMs: 0, error: '' });
      return 'committed';
    },

    async history({ tenant, id, afterRevision = 0, limit = Number.POSITIVE_INFINITY }, tx) {
      noTransaction(tx);
      return (journals.get(at(tenant, id)) ?? []).filter((row) => row.revision > afterRevision).slice(0, limit);
    },

    async find(query, tx) {
      noTransaction(tx);
      return [...cases.values()]
        .filter((row) => matches(row, query))
        .sort((a, b) => compare(a.id, b.id))
        .slice(0, query.limit);
    },

    async work(query, tx) {
      noTransaction(tx);
      const rows = [...work.values()].flat().filter((row) => isWorkFor(row, query));
      const first = new Map(rows.reverse().map((row) => [at(row.case, row.state), row]));
      return [...first.values()]
        .sort(byPlace)
        .filter((row) => query.after === undefined || byPlace(row, query.after) > 0)
        .slice(0, query.limit);
    },

    async dueTimers({ nowMs, limit }) {
      const due = [...timers.values()].filter((timer) => timer.dueAtMs !== null && timer.dueAtMs <= nowMs && timer.retryAtMs <= nowMs);
      const first = new Map(due.sort((a, b) => b.dueAtMs! - a.dueAtMs!).map((timer) => [at(timer.tenant, timer.case), timer as DueTimer]));
      return [...first.values()].sort((a, b) => a.dueAtMs! - b.dueAtMs!).slice(0, limit);
    },

    async deferTimer({ tenant, case: id, timer, generation }, retryAtMs, error) {
      const old = timers.get(at(tenant, id, timer));
      if (old?.generation === generation) timers.set(at(tenant, id, timer), { ...old, attempts: old.attempts + 1, retryAtMs, error });
    },

    async stuckTimers(tenant) {
      return [...timers.values()].filter((timer) => timer.tenant === tenant && timer.attempts > 0) as readonly StuckTimer[];
    },

    async nextWakeMs() {
      const due = [...timers.values()].flatMap((timer) => (timer.dueAtMs === null ? [] : [Math.max(timer.dueAtMs, timer.retryAtMs)]));
      const outbox = heads().flatMap((row) => (row.dueAtMs === null ? [] : [Math.max(row.dueAtMs, row.leaseUntilMs)]));
      return [...due, ...outbox].reduce<number | null>((least, each) => (least === null || each < least ? each : least), null);
    },

    async claim({ nowMs, leaseUntilMs, limit }) {
      const free = heads()
        .filter((row) => row.dueAtMs !== null && row.dueAtMs <= nowMs && row.leaseUntilMs <= nowMs)
        .slice(0, limit);
      for (const row of free) deliveries.set(placeOf(row), { ...row, leaseUntilMs });
      return free as readonly Claimed[];
    },

    async settle(delivery) {
      deliveries.delete(placeOf(delivery));
    },

    async retry(delivery, retryAtMs, error) {
      const row = deliveries.get(placeOf(delivery));
      if (row) deliveries.set(placeOf(delivery), { ...row, attempts: row.attempts + 1, dueAtMs: retryAtMs, leaseUntilMs: 0, error });
    },

    async deadLetters(tenant) {
      return [...deliveries.values()].filter((row) => row.tenant === tenant && row.dueAtMs === null) as readonly DeadLetter[];
    },

    async close() {},
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const matches = (row: CaseRow, query: CaseQuery): boolean =>
  row.tenant === query.tenant &&
  query.units.some((unit) => covers(unit, row.unit)) &&
  (query.process === undefined || row.process === query.process) &&
  (query.state === undefined || row.states.split(' ').includes(query.state)) &&
  (query.closed === undefined || (row.outcome !== null) === query.closed) &&
  (query.outcome === undefined || row.outcome === query.outcome) &&
  (query.subject === undefined || (row.subjectType === query.subject.type && row.subjectId === query.subject.id)) &&
  (query.correlation === undefined || row.correlation === query.correlation) &&
  (query.afterId === undefined || row.id > query.afterId);

const isWorkFor = (row: WorkItemRow, query: WorkQuery): boolean => {
  if (row.tenant !== query.tenant) return false;
  if (row.assignee === query.actor) return query.which !== 'open';
  const granted = (grant: WorkQuery['grants'][number]) =>
    grant.role === row.role && covers(grant.unit, row.unit) && (grant.process === undefined || grant.process === row.process);
  return row.assignee === null && query.which !== 'mine' && query.grants.some(granted);
};

const byPlace = (a: { dueAtMs: number | null; case: string; state: string }, b: typeof a): number =>
  (a.dueAtMs ?? Number.MAX_VALUE) - (b.dueAtMs ?? Number.MAX_VALUE) || compare(a.case, b.case) || compare(a.state, b.state);
