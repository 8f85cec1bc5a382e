// An engine over the memory store with a clock that stands still, people to act, and everything that was committed. For the tests of core.
import {
  type Actor,
  type Commit,
  createEngine,
  digestWith,
  directoryOf,
  type EngineOptions,
  foldJournal,
  type Grant,
  manualClock,
  memoryStore,
  type Standing,
  type Store,
  verifyJournal,
} from './index.ts';
import { parcel } from './parcel.fixture.ts';

/** Monday 2026-01-05 09:00 in China. */
export const startMs = Date.UTC(2026, 0, 5, 1);
export const hour = 3_600_000;
export const day = 24 * hour;

const everywhere = (...roles: string[]): readonly Grant[] => roles.map((role) => ({ role, unit: '' }));
const people: Record<string, readonly Grant[] | Standing> = {
  li: everywhere('clerk'),
  wang: everywhere('checker'),
  zhao: everywhere('chief'),
  root: everywhere('operator'),
  both: everywhere('clerk', 'checker', 'chief', 'operator'),
  nobody: [],
};
export const by = (id: string, tenant = 't'): Actor => ({ tenant, id });
export const [li, wang, zhao, root, nobody] = [by('li'), by('wang'), by('zhao'), by('root'), by('nobody')];

export interface DeskOptions extends Partial<Omit<EngineOptions<never>, 'directory' | 'store'>> {
  readonly people?: Record<string, readonly Grant[] | Standing>;
  readonly store?: Store<never>;
}

/** Everything a commit wrote, in order. Conflicts and duplicates are not in it. */
export function recording(store: Store<never>, committed: Commit[]): Store<never> {
  return {
    ...store,
    async commit(commit, tx) {
      const result = await store.commit(commit, tx);
      if (result === 'committed') committed.push(commit);
      return result;
    },
  };
}

export function desk({ people: more = {}, store: plain = memoryStore(), ...options }: DeskOptions = {}) {
  const clock = manualClock(startMs);
  const committed: Commit[] = [];
  const store = recording(plain, committed);
  let ids = 0;
  const settings: EngineOptions<never> = {
    processes: [parcel],
    clock,
    store,
    directory: directoryOf({ ...people, ...more }),
    newId: () => `case-${++ids}`,
    chance: () => 0,
    ...options,
  };
  const engine = createEngine(settings);
  return {
    engine,
    clock,
    store,
    committed,
    settings,
    /** A parcel that was received by li. */
    async parcel(more: { readonly id?: string; readonly unit?: string; readonly key?: string } = {}) {
      const opened = await engine.open(parcel, { by: li, unit: '', input: { weight: 2 }, ...more });
      if (opened.outcome !== 'applied') throw new Error(JSON.stringify(opened));
      return opened.case;
    },
    rows: (id: string, tenant = 't') => store.history({ tenant, id }),
    row: async (id: string, tenant = 't') => (await store.load({ tenant, id })).case!,
  };
}
export type Desk = ReturnType<typeof desk>;

/** What is wrong with what a store holds after these commits: journals, folds, and the rows that were derived. Empty when all is well. */
export async function auditFaults(store: Store<never>, committed: readonly Commit[], journalKey?: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const places = new Map(committed.map((commit) => [`${commit.case.tenant} ${commit.case.id}`, commit.case]));
  for (const [place, { tenant, id }] of places) {
    const { case: row } = await store.load({ tenant, id });
    const rows = await store.history({ tenant, id });
    for (const fault of verifyJournal(row!, rows, digestWith(journalKey)).faults) faults.push(`${place}: ${JSON.stringify(fault)}`);
    const record = foldJournal(rows)!;
    if (JSON.stringify(record) !== row!.record) faults.push(`${place}: the fold is not the record`);
    const own = committed.filter((commit) => commit.case.tenant === tenant && commit.case.id === id);
    const timers = new Map<string, unknown>();
    const items = new Map<string, unknown[]>();
    for (const { timers: timer, workItems } of own) {
      for (const key of timer.drop) timers.delete(key);
      for (const each of timer.put) timers.set(each.timer, [each.generation, each.dueAtMs]);
      for (const state of workItems.drop) items.delete(state);
      for (const each of workItems.put) items.set(each.state, [...(items.get(each.state) ?? []), [each.role, each.assignee, each.dueAtMs]]);
    }
    const wanted = Object.entries(record.timers).map(([key, { generation, stoppedAtMs, dueAtMs }]) => [
      key,
      [generation, stoppedAtMs === null ? dueAtMs : null],
    ]);
    if (!same([...timers], wanted)) faults.push(`${place}: timer rows ${JSON.stringify([...timers])} for ${JSON.stringify(wanted)}`);
    const work = Object.values(record.workItems).map(({ state, roles, assignee, dueAtMs }) => [
      state,
      roles.map((role) => [role, assignee, dueAtMs]),
    ]);
    if (!same([...items], work)) faults.push(`${place}: work rows ${JSON.stringify([...items])} for ${JSON.stringify(work)}`);
  }
  return faults;
}

const same = (left: readonly unknown[][], right: readonly unknown[][]): boolean => sorted(left) === sorted(right);
const sorted = (rows: readonly unknown[][]): string => JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());
