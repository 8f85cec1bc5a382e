// What every library of a host is held to, on a real server: its rows and the case move together, and what is no transaction of it is refused.
import { errand } from '@bihuan/conformance';
import { type Commit, createEngine, directoryOf, type Store } from '@bihuan/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../server/database.ts';

export interface Host<Tx = any> {
  readonly database: Database<Tx>;
  /** The library's own way of running a transaction. */
  readonly transaction: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
  /** The library's own way of running a statement in it: rows of a question. */
  readonly query: (tx: Tx, text: string) => Promise<readonly any[]>;
  /** What somebody might pass by mistake. */
  readonly mistakes: Readonly<Record<string, unknown>>;
  readonly close: () => Promise<unknown>;
}

const by = { tenant: 't', id: 'u1' };
const directory = directoryOf({ u1: [{ role: 'clerk', unit: '' }] });

export function testHost(name: string, open: () => Promise<Host>, storeOn: (database: Database<any>) => Store<any>): void {
  describe(`a transaction of ${name}`, () => {
    let host: Host;
    let store: Store<any>;
    let engine: ReturnType<typeof createEngine<any>>;
    beforeAll(async () => {
      host = await open();
      store = storeOn(host.database);
      engine = createEngine<any>({ processes: [errand], store, directory });
    });
    afterAll(async () => {
      await store?.close();
      await host?.close();
    });

    const errandAt = (unit: string, tx?: unknown) => ({ by, unit, input: { title: 'post' }, ...(tx !== undefined && { tx }) });
    const note = (tx: unknown, text: string) => host.query(tx, `insert into inspections (note) values ('${text}')`);
    const counts = async (text: string) => {
      const notes = await host.transaction((tx) => host.query(tx, `select note from inspections where note = '${text}'`));
      return [notes.length, (await engine.find({ by, unit: text })).length];
    };

    test('commits its rows and the case together', async () => {
      await host.transaction(async (tx) => {
        await note(tx, 'both');
        const opened = await engine.open(errand, errandAt('both', tx));
        expect(opened.outcome).toBe('applied');
        if (opened.outcome === 'applied') expect((await engine.send(opened.case, 'begin', { by, tx })).outcome).toBe('applied');
        expect(await engine.find({ by, unit: 'both', tx })).toHaveLength(1);
      });
      expect(await counts('both')).toEqual([1, 1]);
    });

    test('rolls back its rows and the case together', async () => {
      const failing = host.transaction(async (tx) => {
        await note(tx, 'neither');
        await engine.open(errand, errandAt('neither', tx));
        throw new Error('the host changed its mind');
      });
      await expect(failing).rejects.toThrow('the host changed its mind');
      expect(await counts('neither')).toEqual([0, 0]);
    });

    test('goes on after a conflict, a key that is taken, and a subject that is taken', async () => {
      const subject = { openSubject: 'house-7' };
      expect(await store.commit(opening('held', 'taken', subject))).toBe('committed');
      await host.transaction(async (tx) => {
        expect(await store.commit(opening('held', 'free'), tx)).toBe('conflict');
        expect(await store.commit(opening('other', 'taken'), tx)).toBe('duplicate');
        expect(await store.commit(opening('other', 'free', subject), tx)).toBe('subject-taken');
        await note(tx, 'goes on');
        expect(await store.commit(opening('good', 'free'), tx)).toBe('committed');
      });
      expect(await counts('goes on')).toEqual([1, 0]);
      expect((await store.load({ tenant: 't', id: 'good', key: 'free' })).keyed?.case).toBe('good');
      expect((await store.load({ tenant: 't', id: 'other' })).case).toBeUndefined();
    });

    test('is refused once it has ended', async () => {
      const ended = await host.transaction(async (tx) => ({ tx }));
      await expect(engine.open(errand, errandAt('ended', ended.tx))).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      expect(await counts('ended')).toEqual([0, 0]);
    });

    test('is refused where it is none', async () => {
      for (const [mistake, tx] of Object.entries({ ...host.mistakes, 'a number': 7, 'an empty object': {} })) {
        const opening = engine.open(errand, errandAt('mistake', tx));
        await expect(opening, mistake).rejects.toMatchObject({ code: expect.stringMatching(/^STORE_(UNSUPPORTED|CLOSED)$/) });
      }
      expect(await counts('mistake')).toEqual([0, 0]);
    });

    test('is not needed: the store has transactions of its own through the library', async () => {
      expect((await engine.open(errand, { ...errandAt('alone'), key: 'alone' })).outcome).toBe('applied');
      expect((await engine.open(errand, { ...errandAt('alone'), key: 'alone' })).outcome).toBe('replayed');
      expect(await engine.find({ by, unit: 'alone' })).toHaveLength(1);
      const claimed = await store.claim({ nowMs: Date.UTC(2100, 0), leaseUntilMs: Date.UTC(2100, 1), limit: 10 });
      for (const message of claimed) await store.settle(message);
      expect(await store.remove({ tenant: 't', id: 'good', revision: 1 })).toBe('removed');
    });
  });
}

const nothing = { put: [], drop: [] };

function opening(id: string, key: string, row: { readonly openSubject?: string } = {}): Commit {
  const entry = { tenant: 't', case: id, revision: 1, kind: 'open', key, actor: 'u1', atMs: 1, entry: '{}', hash: 'h' } as const;
  const place = { tenant: 't', id, process: 'p', version: 1, unit: 'by hand', subjectType: null, subjectId: null, correlation: id };
  const rest = {
    openSubject: null,
    revision: 1,
    states: 's',
    outcome: null,
    openedAtMs: 1,
    atMs: 1,
    dueAtMs: null,
    record: '{}',
    head: 'h',
  };
  return {
    expectedRevision: 0,
    case: { ...place, ...rest, ...row },
    entries: [entry],
    ...{ timers: nothing, workItems: nothing, deliveries: [], terms: nothing, personal: nothing },
  };
}
