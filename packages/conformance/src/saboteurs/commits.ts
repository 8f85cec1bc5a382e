// Stores that break commits, journals and keys.
import type { CaseRow, JournalRow, Loaded } from '@bihuan/core';
import { type Saboteur, saboteur } from './saboteur.ts';

const current = (row: CaseRow) => ({ tenant: row.tenant, id: row.id });

export const commitsSaboteurs: readonly Saboteur[] = [
  saboteur(
    'loses an update: writes whatever revision was expected',
    [
      'lets one of many commits on the same revision through',
      'opens a case once, however many open it',
      'answers conflict for every revision but the one the case is at',
      'leaves nothing of a commit in conflict',
      'answers conflict before duplicate, and duplicate before subject-taken',
      'leaves nothing of a refused commit, and the transaction able to go on',
      'answers as the reference store does, whatever is asked',
      'applies every command once, whichever way two engines interleave',
      'applies a deadline once, while commands and two workers race for the case',
    ],
    (sound) => ({
      async commit(commit, tx) {
        for (;;) {
          const { case: row } = await sound.load(current(commit.case), tx);
          const result = await sound.commit({ ...commit, expectedRevision: row?.revision ?? 0 }, tx);
          if (result !== 'conflict') return result;
        }
      },
    }),
  ),

  saboteur(
    'appends twice: every entry of a commit stands in the journal two times',
    [
      'shows every part of a commit as soon as it is made',
      'gives every text and number back bit for bit',
      'lets one of many commits on the same revision through',
      'opens a case once, however many open it',
      'keeps the journal in order of revision, without a gap',
      'reads a journal after a revision, up to a limit',
      'lists what an actor did, latest first, page by page',
      'reads inside the transaction what was written inside it',
      'answers as the reference store does, whatever is asked',
      'applies a deadline that has passed before the command that comes after it',
      'fires a deadline once, with two engines on one store',
      'keeps a journal that verifies, and folds to the record',
      'tells a case once how one that it opened has ended',
      'applies every command once, whichever way two engines interleave',
      'applies a deadline once, while commands and two workers race for the case',
    ],
    (sound) => ({
      commit: (commit, tx) => sound.commit({ ...commit, entries: commit.entries.flatMap((entry) => [entry, { ...entry, key: null }]) }, tx),
    }),
  ),

  saboteur(
    'leaves a gap: of several entries of a commit, only the last is written',
    [
      'keeps the journal in order of revision, without a gap',
      'reads a journal after a revision, up to a limit',
      'finds the entry of a key from any case of the tenant',
      'lists what an actor did, latest first, page by page',
      'answers as the reference store does, whatever is asked',
      'applies a deadline that has passed before the command that comes after it',
      'applies a deadline once, while commands and two workers race for the case',
    ],
    (sound) => ({
      commit: (commit, tx) => sound.commit({ ...commit, entries: commit.entries.slice(-1) }, tx),
    }),
  ),

  saboteur(
    'reorders: a journal is read latest first',
    [
      'keeps the journal in order of revision, without a gap',
      'reads a journal after a revision, up to a limit',
      'answers as the reference store does, whatever is asked',
      'applies a deadline that has passed before the command that comes after it',
      'fires a deadline once, with two engines on one store',
      'keeps a journal that verifies, and folds to the record',
      'tells a case once how one that it opened has ended',
      'applies every command once, whichever way two engines interleave',
      'applies a deadline once, while commands and two workers race for the case',
    ],
    (sound) => ({
      history: async (at, tx) => [...(await sound.history(at, tx))].reverse(),
    }),
  ),

  saboteur(
    'uses a revision twice: opening a case that exists starts it anew',
    [
      'opens a case once, however many open it',
      'answers conflict for every revision but the one the case is at',
      'leaves nothing of a commit in conflict',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      async commit(commit, tx) {
        const result = await sound.commit(commit, tx);
        if (result !== 'conflict' || commit.expectedRevision !== 0) return result;
        const { case: row } = await sound.load(current(commit.case), tx);
        return sound.commit({ ...commit, expectedRevision: row?.revision ?? 0 }, tx);
      },
    }),
  ),

  saboteur(
    'reads what is stale: a case is seen as it was one commit ago',
    [
      'shows the latest commit and nothing of the one before',
      'lets one of many commits on the same revision through',
      'finds a case where its last commit put it',
      'answers as the reference store does, whatever is asked',
      'changes nothing when it does not apply',
      'never fires a deadline that a command has ended',
      'keeps a journal that verifies, and folds to the record',
      'tells a case once how one that it opened has ended',
      'fires after a restart what fell due before it',
      'applies every command once, whichever way two engines interleave',
    ],
    (sound) => {
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
    },
  ),

  saboteur(
    'forgets keys: the same request is applied again',
    [
      'shows every part of a commit as soon as it is made',
      'gives every text and number back bit for bit',
      'tells names apart that differ in case, accent or trailing space only',
      'takes a key once, on whichever case it comes',
      'lets one of many commits with the same key through',
      'leaves nothing of a commit whose key is taken',
      'finds the entry of a key from any case of the tenant',
      'still knows a key many revisions later',
      'keeps the keys of tenants apart',
      'answers conflict before duplicate, and duplicate before subject-taken',
      'writes to one of two cases of the same id, in its own tenant',
      "commits with the host's transaction",
      'reads inside the transaction what was written inside it',
      'leaves nothing of a refused commit, and the transaction able to go on',
      'has everything after it was closed and opened again',
      'answers as the reference store does, whatever is asked',
      'applies a request once when it comes again with its key',
      'changes nothing when it does not apply',
      'tells a case once how one that it opened has ended',
      'applies every command once, whichever way two engines interleave',
      'applies a request once, sent by two engines with the same key',
    ],
    (sound) => ({
      load: async (at, tx): Promise<Loaded> => ({ ...(await sound.load(at, tx)), keyed: undefined }),
      commit: (commit, tx) =>
        sound.commit({ ...commit, entries: commit.entries.map((entry): JournalRow => ({ ...entry, key: null })) }, tx),
    }),
  ),

  saboteur(
    'lets two open cases hold one subject',
    [
      'answers conflict before duplicate, and duplicate before subject-taken',
      'lets one of many cases hold a subject',
      'lets the holder go on, and others in once it has let go',
      'leaves nothing of a commit whose subject is taken',
      'leaves nothing of a refused commit, and the transaction able to go on',
      'has everything after it was closed and opened again',
      'answers as the reference store does, whatever is asked',
      'changes nothing when it does not apply',
    ],
    (sound) => {
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
    },
  ),
];
