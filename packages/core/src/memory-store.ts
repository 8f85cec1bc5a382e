// The reference store: the port in memory, as short as it can be. Durable nowhere, transactional everywhere.
import { covers } from './actor.ts';
import { BihuanError } from './errors.ts';
import type {
  CaseQuery,
  CaseRow,
  Competence,
  DeadLetter,
  DeliveryRow,
  JournalRow,
  PersonalRow,
  Store,
  StuckTimer,
  TimerRow,
  WorkItemRow,
  WorkQuery,
} from './store.ts';

interface TimerState extends TimerRow {
  readonly attempts: number;
  /** The later of due time, retry time and end of lease; null while its clock stands still. */
  readonly wakeAtMs: number | null;
  readonly error: string;
}

interface DeliveryState extends DeliveryRow {
  readonly attempts: number;
  /** When it may be taken; null: a dead letter. */
  readonly wakeAtMs: number | null;
  readonly error: string;
}

export function memoryStore(): Store<never> {
  const cases = new Map<string, CaseRow>();
  const journals = new Map<string, JournalRow[]>();
  const keys = new Map<string, JournalRow>();
  const timers = new Map<string, TimerState>();
  const work = new Map<string, WorkItemRow[]>();
  const terms = new Map<string, ReadonlySet<string>>();
  const personal = new Map<string, PersonalRow[]>();
  const deliveries = new Map<string, DeliveryState>();
  const at = (tenant: string, ...rest: readonly string[]) => JSON.stringify([tenant, ...rest]);
  const timerAt = (row: TimerRow) => at(row.tenant, row.case, row.timer);
  const laneOf = (row: DeliveryRow) => at(row.tenant, row.case, row.subscriber);
  const placeOf = (row: DeliveryRow) => at(row.tenant, row.id, row.subscriber);
  /** The first message of every lane: the others wait for it. */
  const heads = (): readonly DeliveryState[] => {
    const rows = [...deliveries.values()].sort((a, b) => b.revision - a.revision || b.index - a.index);
    return [...new Map(rows.map((row) => [laneOf(row), row])).values()];
  };
  /** The state of a timer or message, if it is the one meant and still leased to whoever asks. */
  const leased = <Row extends { readonly wakeAtMs: number | null }>(row: Row | undefined, { leaseUntilMs }: { leaseUntilMs: number }) =>
    row?.wakeAtMs === leaseUntilMs ? row : undefined;
  const found = (query: Omit<CaseQuery, 'limit'>) =>
    [...cases.values()]
      .filter((row) => matches(row, terms.get(at(row.tenant, row.id)) ?? new Set(), query))
      .sort(query.dueBeforeMs === undefined ? (a, b) => compare(a.id, b.id) : byDue);
  const workFor = (query: Omit<WorkQuery, 'limit'>) => {
    const { subject, terms: asked = [] } = query;
    const isOfCase = ({ tenant, case: id }: WorkItemRow) => {
      const [row, known] = [cases.get(at(tenant, id)), terms.get(at(tenant, id))];
      const isAbout = subject === undefined || (row?.subjectType === subject.type && row.subjectId === subject.id);
      return isAbout && asked.every((term) => known?.has(term));
    };
    const rows = [...work.values()].flat().filter((row) => isWorkFor(row, query) && isOfCase(row));
    return [...new Map(rows.sort((a, b) => compare(b.role, a.role)).map((row) => [at(row.case, row.state), row])).values()].sort(byPlace);
  };
  const noTransaction = (tx: unknown) => {
    if (tx !== undefined)
      throw new BihuanError('STORE_UNSUPPORTED', { zh: '内存库没有宿主事务', en: 'The memory store has no host transactions' });
  };

  return {
    capabilities: { hostTransaction: false, durable: false, readYourWritesQueries: true, wakeUps: false },

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
      for (const timer of rest.timers.put) timers.set(timerAt(timer), { ...timer, attempts: 0, wakeAtMs: timer.dueAtMs, error: '' });
      const kept = (work.get(place) ?? []).filter((item) => !rest.workItems.drop.includes(item.state));
      work.set(place, [...kept, ...rest.workItems.put]);
      for (const delivery of rest.deliveries) deliveries.set(placeOf(delivery), { ...delivery, attempts: 0, wakeAtMs: 0, error: '' });
      const left = [...(terms.get(place) ?? [])].filter((term) => !rest.terms.drop.includes(term));
      terms.set(place, new Set([...left, ...rest.terms.put]));
      const isDropped = (field: PersonalRow) =>
        rest.personal.drop.some((each) => each.revision === field.revision && each.field === field.field);
      personal.set(place, [...(personal.get(place) ?? []).filter((field) => !isDropped(field)), ...rest.personal.put]);
      return 'committed';
    },

    async history({ tenant, id, afterRevision = 0, limit = Number.POSITIVE_INFINITY }, tx) {
      noTransaction(tx);
      return (journals.get(at(tenant, id)) ?? []).filter((row) => row.revision > afterRevision).slice(0, limit);
    },

    async find(query, tx) {
      noTransaction(tx);
      const { after, dueBeforeMs } = query;
      const isLater = (row: CaseRow) => after === undefined || (dueBeforeMs === undefined ? row.id > after.id : byDue(row, after) > 0);
      return found(query).filter(isLater).slice(0, query.limit);
    },

    async count(query, tx) {
      noTransaction(tx);
      return Math.min(found(query).length, query.limit);
    },

    async work(query, tx) {
      noTransaction(tx);
      const { after } = query;
      return workFor(query)
        .filter((row) => after === undefined || byPlace(row, after) > 0)
        .slice(0, query.limit);
    },

    async countWork(query, tx) {
      noTransaction(tx);
      return Math.min(workFor(query).length, query.limit);
    },

    async done({ tenant, actor, before, limit }, tx) {
      noTransaction(tx);
      const own = [...journals.values()].flat().filter((row) => row.tenant === tenant && row.actor === actor);
      return own
        .sort((a, b) => latestFirst(a, b))
        .filter((row) => before === undefined || latestFirst(row, before) > 0)
        .slice(0, limit);
    },

    async personal(query, tx) {
      noTransaction(tx);
      const ofTenant = [...personal.values()].flat().filter((row) => row.tenant === query.tenant);
      if ('case' in query) return ofTenant.filter((row) => row.case === query.case).sort(byField);
      const { person, after, limit } = query;
      const ofPerson = ofTenant.filter((row) => row.person === person).sort(byField);
      return ofPerson.filter((row) => after === undefined || byField(row, after) > 0).slice(0, limit);
    },

    async remove({ tenant, id, revision }, tx) {
      noTransaction(tx);
      const place = at(tenant, id);
      const isOf = (row: { readonly tenant: string; readonly case: string }) => row.tenant === tenant && row.case === id;
      if (cases.get(place)?.revision !== revision) return 'conflict';
      if ([...deliveries.values()].some(isOf)) return 'undelivered';
      for (const { key } of journals.get(place) ?? []) if (key !== null) keys.delete(at(tenant, key));
      for (const [key, timer] of timers) if (isOf(timer)) timers.delete(key);
      for (const rows of [cases, journals, work, terms, personal]) rows.delete(place);
      return 'removed';
    },

    async claimTimers({ nowMs, leaseUntilMs, limit, processes }) {
      const due = [...timers.values()].filter(
        (timer) => timer.wakeAtMs !== null && timer.wakeAtMs <= nowMs && isProcessOf(timer, processes),
      );
      const ordered = due.sort((a, b) => byDueTime(a, b) || compare(a.timer, b.timer));
      const firsts = new Map([...ordered].reverse().map((timer) => [at(timer.tenant, timer.case), timer]));
      const taken = [...firsts.values()].sort(byDueTime).slice(0, limit);
      for (const timer of taken) timers.set(timerAt(timer), { ...timer, wakeAtMs: leaseUntilMs });
      return taken.map(({ wakeAtMs: _, error: __, ...timer }) => ({ ...timer, leaseUntilMs }));
    },

    async deferTimer(timer, retryAtMs, error) {
      const old = leased(timers.get(timerAt(timer)), timer);
      if (old?.generation !== timer.generation) return;
      timers.set(timerAt(timer), { ...old, attempts: old.attempts + 1, wakeAtMs: Math.max(old.dueAtMs!, retryAtMs), error });
    },

    async releaseTimers(given) {
      for (const timer of given) {
        const old = leased(timers.get(timerAt(timer)), timer);
        if (old?.generation === timer.generation) timers.set(timerAt(timer), { ...old, wakeAtMs: old.dueAtMs });
      }
    },

    async stuckTimers({ tenant, dueBeforeMs }) {
      const isStuck = (timer: TimerState) => timer.attempts > 0 || (timer.wakeAtMs !== null && timer.wakeAtMs < dueBeforeMs);
      const stuck = [...timers.values()].filter((timer) => timer.tenant === tenant && isStuck(timer));
      return stuck
        .sort((a, b) => compare(a.case, b.case) || compare(a.timer, b.timer))
        .map(({ wakeAtMs: _, ...timer }): StuckTimer => timer);
    },

    async nextWakeMs({ processes, subscribers }) {
      const times = [
        ...[...timers.values()].filter((timer) => isProcessOf(timer, processes)),
        ...heads().filter((row) => isFor(row, subscribers)),
      ].flatMap(({ wakeAtMs }) => (wakeAtMs === null ? [] : [wakeAtMs]));
      return times.reduce<number | null>((least, each) => (least === null || each < least ? each : least), null);
    },

    async claim({ nowMs, leaseUntilMs, limit, subscribers }) {
      const taken = heads()
        .filter((row) => row.wakeAtMs !== null && row.wakeAtMs <= nowMs && isFor(row, subscribers))
        .sort((a, b) => a.wakeAtMs! - b.wakeAtMs! || compare(a.tenant, b.tenant) || byLane(a, b))
        .slice(0, limit);
      for (const row of taken) deliveries.set(placeOf(row), { ...row, wakeAtMs: leaseUntilMs });
      return taken.map(({ wakeAtMs: _, error: __, ...row }) => ({ ...row, leaseUntilMs }));
    },

    async settle(delivery) {
      deliveries.delete(placeOf(delivery));
    },

    async retry(delivery, retryAtMs, error) {
      const row = leased(deliveries.get(placeOf(delivery)), delivery);
      if (row) deliveries.set(placeOf(delivery), { ...row, attempts: row.attempts + 1, wakeAtMs: retryAtMs, error });
    },

    async release(given) {
      for (const delivery of given) {
        const row = leased(deliveries.get(placeOf(delivery)), delivery);
        if (row) deliveries.set(placeOf(delivery), { ...row, wakeAtMs: 0 });
      }
    },

    async deadLetters(tenant) {
      return [...deliveries.values()]
        .filter((row) => row.tenant === tenant && row.wakeAtMs === null)
        .sort((a, b) => byLane(a, b) || a.revision - b.revision || a.index - b.index)
        .map(({ wakeAtMs: _, ...row }): DeadLetter => row);
    },

    async revive(letter, atMs) {
      const row = deliveries.get(placeOf(letter));
      if (row?.wakeAtMs === null) deliveries.set(placeOf(letter), { ...row, attempts: 0, wakeAtMs: atMs, error: '' });
    },

    async close() {},
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const matches = (row: CaseRow, terms: ReadonlySet<string>, query: Omit<CaseQuery, 'limit'>): boolean =>
  row.tenant === query.tenant &&
  query.units.some((unit) => covers(unit, row.unit)) &&
  (query.process === undefined || row.process === query.process) &&
  (query.version === undefined || row.version === query.version) &&
  (query.closed === undefined || (row.outcome !== null) === query.closed) &&
  (query.outcome === undefined || row.outcome === query.outcome) &&
  (query.subject === undefined || (row.subjectType === query.subject.type && row.subjectId === query.subject.id)) &&
  (query.correlation === undefined || row.correlation === query.correlation) &&
  (query.dueBeforeMs === undefined || (row.dueAtMs !== null && row.dueAtMs < query.dueBeforeMs)) &&
  (query.terms ?? []).every((term) => terms.has(term));

const isWorkFor = (row: WorkItemRow, query: Omit<WorkQuery, 'limit'>): boolean => {
  if (row.tenant !== query.tenant) return false;
  if (query.process !== undefined && row.process !== query.process) return false;
  if (query.unit !== undefined && !covers(query.unit, row.unit)) return false;
  if (query.case !== undefined && row.case !== query.case) return false;
  if (query.dueBeforeMs !== undefined && (row.dueAtMs === null || row.dueAtMs >= query.dueBeforeMs)) return false;
  if (row.assignee === query.actor) return query.which !== 'open';
  const granted = (grant: WorkQuery['grants'][number]) =>
    grant.role === row.role && covers(grant.unit, row.unit) && (grant.process === undefined || grant.process === row.process);
  return row.assignee === null && query.which !== 'mine' && query.grants.some(granted);
};

const isProcessOf = (timer: TimerRow, processes: Competence['processes']): boolean =>
  processes === undefined || processes.some(({ id, version }) => id === timer.process && version === timer.version);
const isFor = (row: DeliveryRow, subscribers: Competence['subscribers']): boolean =>
  subscribers === undefined || subscribers.includes(row.subscriber);

type Due = { readonly dueAtMs: number | null };
const dueTime = ({ dueAtMs }: Due): number => dueAtMs ?? Number.MAX_VALUE;
const byDue = (a: Due & { readonly id: string }, b: typeof a): number => dueTime(a) - dueTime(b) || compare(a.id, b.id);
const byPlace = (a: Due & { readonly case: string; readonly state: string }, b: typeof a): number =>
  dueTime(a) - dueTime(b) || compare(a.case, b.case) || compare(a.state, b.state);
const byDueTime = (a: TimerRow, b: TimerRow): number => dueTime(a) - dueTime(b) || compare(a.tenant, b.tenant) || compare(a.case, b.case);
const byLane = (a: DeliveryRow, b: DeliveryRow): number => compare(a.case, b.case) || compare(a.subscriber, b.subscriber);
const byField = (a: Pick<PersonalRow, 'case' | 'revision' | 'field'>, b: typeof a): number =>
  compare(a.case, b.case) || a.revision - b.revision || compare(a.field, b.field);
const latestFirst = (a: { readonly atMs: number; readonly case: string; readonly revision: number }, b: typeof a): number =>
  b.atMs - a.atMs || compare(b.case, a.case) || b.revision - a.revision;
