// Engines broken on purpose, each in one way. The suite is trusted because it finds every one of them.
import { createEngine, type Engine, type ManualClock, type Message, memoryStore, type Store } from '@bihuan/core';
import type { EngineHarness, GivenOptions } from './engine-law.ts';

export interface EngineSaboteur {
  /** What it does wrong. */
  readonly name: string;
  /** A law that finds it; others may, too. */
  readonly breaks: string;
  readonly harness: EngineHarness;
}

interface Sabotage {
  readonly options?: (options: GivenOptions) => GivenOptions;
  readonly store?: (store: Store<any>) => Partial<Store<any>>;
  readonly engine?: (engine: Engine<any>, options: GivenOptions) => Partial<Record<keyof Engine<any>, (...args: any[]) => unknown>>;
}

function saboteur(
  name: string,
  breaks: string,
  { options: bend = (given) => given, store: change, engine: override }: Sabotage,
): EngineSaboteur {
  const create: EngineHarness['create'] = async (given) => {
    const options = bend(given);
    const sound = memoryStore();
    const store = { ...sound, ...change?.(sound) };
    const engine = createEngine<any>({ ...options, store });
    return {
      engine: { ...engine, ...override?.(engine, options) } as Engine<any>,
      capabilities: store.capabilities,
      settled: async () => {},
      close: async () => {},
    };
  };
  return { name, breaks, harness: { create } };
}

/** Every subscriber's `handle`, wrapped anew for each engine. */
const handling =
  (wrap: (handle: (message: Message) => Promise<void> | void) => (message: Message) => Promise<void>) =>
  (options: GivenOptions): GivenOptions => ({
    ...options,
    subscribers: Object.fromEntries(
      Object.entries(options.subscribers ?? {}).map(([name, subscriber]) => [name, { ...subscriber, handle: wrap(subscriber.handle) }]),
    ),
  });

const without = (asked: object, name: string): any => Object.fromEntries(Object.entries(asked).filter(([each]) => each !== name));

/** Requests whose options are changed on the way in. */
const asking = (change: (asked: any) => any): Sabotage => ({
  engine: (engine) => ({
    open: (process, asked) => engine.open(process, change(asked)),
    send: (ref, command, asked) => engine.send(ref, command, change(asked)),
    comment: (ref, asked) => engine.comment(ref, change(asked)),
  }),
});

export const engineSaboteurs: readonly EngineSaboteur[] = [
  saboteur(
    'forgets keys',
    'applies a request once when it comes again with its key, and answers with what it made',
    asking((asked) => ({ ...asked, key: asked.key?.startsWith('@') || asked.key === '' ? asked.key : undefined })),
  ),
  saboteur('keeps keys by case, not by tenant', 'finds a key reused with another payload, actor, command or case', {
    store: (sound) => {
      const keyIn = (id: string, key: string) => `${id}/${key}`;
      return {
        load: (at, tx) => sound.load(at.key === undefined ? at : { ...at, key: keyIn(at.id, at.key) }, tx),
        commit: (commit, tx) => {
          const entries = commit.entries.map((entry) => ({ ...entry, key: entry.key === null ? null : keyIn(entry.case, entry.key) }));
          return sound.commit({ ...commit, entries }, tx);
        },
      };
    },
  }),
  saboteur(
    'overlooks the expected revision',
    'lets one of many through that were shown the same revision',
    asking((asked) => without(asked, 'expectedRevision')),
  ),
  saboteur('loses an update that it has answered', 'loses no update of commands made at once', {
    store: (sound) => {
      let commits = 0;
      return {
        commit: async (commit, tx) => (++commits % 5 === 0 && commit.expectedRevision > 2 ? 'committed' : sound.commit(commit, tx)),
      };
    },
  }),
  saboteur('keeps no subject unique', 'holds a subject for one open case, and frees it at its end', {
    store: (sound) => ({ commit: (commit, tx) => sound.commit({ ...commit, case: { ...commit.case, openSubject: null } }, tx) }),
  }),
  saboteur('never frees a subject', 'holds a subject for one open case, and frees it at its end', {
    store: (sound) => {
      const taken = new Map<string, string>();
      return {
        async commit(commit, tx) {
          const { tenant, id, openSubject } = commit.case;
          const place = `${tenant} ${openSubject}`;
          if (openSubject !== null && (taken.get(place) ?? id) !== id) return 'subject-taken';
          if (openSubject !== null) taken.set(place, id);
          return sound.commit({ ...commit, case: { ...commit.case, openSubject: null } }, tx);
        },
      };
    },
  }),
  saboteur('fires a timer twice', 'applies a deadline once, at its time and not before', {
    store: (sound) => ({
      async commit(commit, tx) {
        const result = await sound.commit(commit, tx);
        const [entry] = commit.entries;
        if (result !== 'committed' || entry?.kind !== 'timer') return result;
        const twice = { ...entry, revision: entry.revision + 1 };
        await sound.commit(
          {
            ...commit,
            expectedRevision: entry.revision,
            case: { ...commit.case, revision: twice.revision },
            entries: [twice],
            deliveries: [],
          },
          tx,
        );
        return result;
      },
      async load(at, tx) {
        const loaded = await sound.load(at, tx);
        return loaded.case ? { ...loaded, case: { ...loaded.case, revision: JSON.parse(loaded.case.record).revision } } : loaded;
      },
    }),
  }),
  saboteur('fires ahead of time', 'applies a deadline once, at its time and not before', {
    options: (options) => ({ ...options, clock: { ...options.clock, nowMs: () => options.clock.nowMs() + 1 } }),
  }),
  saboteur('applies no deadline by itself', 'applies at once what fell due years ago', {
    engine: () => ({ runDue: async () => ({ fired: 0, stuck: 0 }) }),
  }),
  saboteur('swaps two messages', 'delivers to each subscriber what it asked for', {
    options: handling((handle) => {
      let held: Message | undefined;
      return async (message) => {
        if (!held) {
          held = message;
          return;
        }
        await handle(message);
        await handle(held);
      };
    }),
  }),
  saboteur('loses a message', 'delivers to each subscriber what it asked for', {
    options: handling((handle) => async (message) => {
      if (message.revision !== 3) await handle(message);
    }),
  }),
  saboteur('names a message anew at every attempt', 'delivers each message with its id, body, revision and effective time', {
    options: handling((handle) => {
      let count = 0;
      return async (message) => handle({ ...message, id: `m${++count}` });
    }),
  }),
  saboteur('takes a failed message for delivered', 'holds a lane behind its dead letter, and lets it go on when that is redelivered', {
    options: handling((handle) => async (message) => {
      try {
        await handle(message);
      } catch {}
    }),
  }),
  saboteur('tells no linked case', 'tells a case once how one that it opened has ended', {
    store: (sound) => ({
      commit: (commit, tx) =>
        sound.commit({ ...commit, deliveries: commit.deliveries.filter(({ body }) => !body.includes('"event":"changed"')) }, tx),
    }),
  }),
  saboteur('shows the cases of other tenants', 'knows nothing of a case of another tenant, or of a unit where the actor holds no role', {
    engine: (engine) => ({ get: (ref, asked) => engine.get(ref, { ...asked, by: { ...asked.by, tenant: 'north' } }) }),
  }),
  saboteur('lists work whatever the unit', 'lists cases and work to whoever may see them, by unit, state, text and due time', {
    engine: (engine) => ({ find: (asked) => engine.find({ ...asked, by: { ...asked.by, id: 'u1' } }) }),
  }),
  saboteur('explains everything as allowed', 'explains every command as it would be answered', {
    engine: (engine) => ({
      async explain(ref, asked) {
        const explained = await engine.explain(ref, asked);
        return (
          explained && {
            ...explained,
            commands: Object.fromEntries(Object.entries(explained.commands).map(([name, each]) => [name, { ...each, status: 'allowed' }])),
          }
        );
      },
    }),
  }),
  saboteur(
    'does without the transaction that it was given',
    "refuses the host's transaction where it has none, and does nothing then",
    asking((asked) => without(asked, 'tx')),
  ),
  saboteur(
    'lets queries lag behind what it declares',
    'answers a query with every command before it, where it declares so, and in any case once it has settled',
    {
      engine: (engine) => {
        let last: Promise<unknown> = Promise.resolve([]);
        return {
          find: (asked) => {
            const before = last;
            last = engine.find(asked);
            return before;
          },
        };
      },
    },
  ),
  saboteur('answers with dates', 'answers with plain data that JSON carries', {
    engine: (engine) => ({ send: async (ref, command, asked) => ({ ...(await engine.send(ref, command, asked)), at: new Date(0) }) }),
  }),
  saboteur(
    'loses in silence what JSON cannot carry',
    'finds what JSON cannot carry invalid, and loses nothing in silence',
    asking((asked) => (asked.tx ? asked : JSON.parse(JSON.stringify(asked)))),
  ),
  saboteur(
    'answers with the key before the right',
    'answers the first outcome that holds: not-found, forbidden, key-reused, conflict, suspended, invalid, refused',
    {
      engine: (engine) => ({
        async send(ref, command, asked) {
          const answer = await engine.send(ref, command, asked);
          return answer.outcome === 'forbidden' && asked.key ? { outcome: 'key-reused', key: asked.key } : answer;
        },
      }),
    },
  ),
  saboteur('rewrites an entry', 'keeps a journal whose hashes chain the exact texts of its entries', {
    engine: (engine) => ({
      history: async (ref, asked) => (await engine.history(ref, asked)).map((entry) => ({ ...entry, recordedAtMs: 0 })),
    }),
  }),
  saboteur('drops a part of a patch', 'keeps a journal whose entries fold to the record, without any code of the process', {
    engine: (engine) => ({
      history: async (ref, asked) => (await engine.history(ref, asked)).map((entry) => ({ ...entry, patch: { ...entry.patch, maps: {} } })),
    }),
  }),
  saboteur('overlooks anchors', 'holds a journal against an anchor that was kept elsewhere', {
    engine: (engine) => ({ verifyJournal: (ref, asked) => engine.verifyJournal(ref, without(asked, 'anchor')) }),
  }),
  saboteur('answers after it was drained', 'answers no more requests once it was drained', { engine: () => ({ drain: async () => {} }) }),
];

/** One saboteur for the law of equivalence: an engine whose clock is not quite the one it was given. */
export const skewed = (harness: EngineHarness): EngineHarness => ({
  create: (options) => harness.create({ ...options, clock: { ...options.clock, nowMs: () => options.clock.nowMs() + 1 } as ManualClock }),
});
