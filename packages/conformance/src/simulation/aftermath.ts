// What must be true when everything is over, whatever happened: read off the store alone, and off what clients and subscribers were told.
import { foldJournal, type JournalEntry, type JournalRow, type Message, type Store, verifyJournal } from '@bihuan/core';
import { equal, holds } from '../check.ts';

/** A request that somebody was told had been applied. */
export interface Acknowledged {
  readonly key: string;
  readonly case: string;
  readonly revision: number;
}

export interface Aftermath {
  readonly store: Store<any>;
  readonly acknowledged: readonly Acknowledged[];
  /** What the subscriber `host` got, in order. */
  readonly received: readonly Message[];
  /** Whether everybody was answered and nothing waits any more. */
  readonly isDone: boolean;
}

const tenant = 'north';

export async function checkAftermath({ store, acknowledged, received, isDone }: Aftermath): Promise<void> {
  holds(isDone, 'everything comes to rest');
  const rows = await store.find({ tenant, units: [''], limit: 10_000 });
  const journals = new Map<string, readonly JournalRow[]>();
  for (const row of rows) journals.set(row.id, await store.history({ tenant, id: row.id }));
  const lines = [...journals.values()].flat();
  const entries = lines.map((line) => JSON.parse(line.entry) as JournalEntry);

  for (const row of rows) {
    const journal = journals.get(row.id)!;
    equal(verifyJournal(row, journal).faults, [], `law 11: the journal of ${row.id} verifies`);
    equal(JSON.stringify(foldJournal(journal)), row.record, `law 8: the journal of ${row.id} folds to its record`);
    const times = entries.filter((entry) => entry.case === row.id).map((entry) => entry.atMs);
    equal(
      times,
      [...times].sort((a, b) => a - b),
      `law 9: time never goes back in ${row.id}`,
    );
  }
  for (const { key, case: id, revision } of acknowledged) {
    const made = lines.filter((line) => line.key === key).map((line) => [line.case, line.revision]);
    equal(made, [[id, revision]], `law 6: ${key} was acknowledged, and is in effect once`);
  }
  const keys = lines.flatMap((line) => (line.key === null ? [] : [line.key]));
  equal(keys.length, new Set(keys).size, 'law 6: no key is used twice');

  const fired = entries.filter((entry) => entry.kind === 'timer').map(({ case: id, type, payload }) => JSON.stringify([id, type, payload]));
  equal(fired.length, new Set(fired).size, 'law 9: every deadline is in effect once');
  const late = entries.filter(({ kind, payload, atMs }) => kind === 'timer' && (payload as { dueAtMs?: number }).dueAtMs! > atMs);
  equal(late, [], 'law 9: no deadline takes effect before its time');

  const sent = entries.flatMap(({ case: id, revision, messages }) =>
    messages.flatMap((name, index) => (name === 'begun' || name === 'late' ? [`${id}:${revision}:${index}`] : [])),
  );
  const firsts = [...new Map(received.map((message) => [message.id, message])).keys()];
  equal([...firsts].sort(), sent.sort(), 'law 10: every message arrives, and no other');
  for (const row of rows) {
    const lane = firsts.filter((id) => id.startsWith(`${row.id}:`)).map((id) => id.split(':').slice(1).map(Number) as [number, number]);
    equal(
      lane,
      [...lane].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      `law 10: messages of ${row.id} arrive in order`,
    );
  }
  equal(await store.deadLetters(tenant), [], 'law 10: nothing is dead that could be delivered');
  await checkProjections(
    store,
    rows.map((row) => JSON.parse(row.record)),
  );
}

/** What can be computed from the records is what the store lists. */
async function checkProjections(store: Store<any>, records: readonly any[]): Promise<void> {
  const grants = ['clerk', 'chief'].map((role) => ({ role, unit: '' }));
  const listed = await store.work({ tenant, actor: 'u1', grants, which: 'all', limit: 10_000 });
  const items = records.flatMap((record) =>
    Object.values<any>(record.workItems).map((item) => `${record.id} ${item.state} ${item.assignee}`),
  );
  equal(
    listed.map((item) => `${item.case} ${item.state} ${item.assignee}`).sort(),
    items.sort(),
    'law 3: the work listed is that of the records',
  );
  const due = await store.claimTimers({ nowMs: 8_640_000_000_000_000, leaseUntilMs: 8_640_000_000_000_000, limit: 10_000 });
  const timers = records.flatMap((record) => Object.entries<any>(record.timers).filter(([, timer]) => timer.stoppedAtMs === null));
  equal(due.length, timers.length, 'law 3: the deadlines that run are those of the records');
  for (const state of ['waiting', 'doing', 'helped', 'late', 'done']) {
    const found = await store.find({ tenant, units: [''], terms: [`state:${state}`], limit: 10_000 });
    const expected = records.filter((record) => record.states.includes(state)).map((record) => record.id);
    equal(
      found.map((row) => row.id),
      expected.sort(),
      `law 3: the cases found in ${state} are those of the records`,
    );
  }
}
