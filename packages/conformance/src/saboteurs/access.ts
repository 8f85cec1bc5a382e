// Stores that show what they should not.
import type { CaseRow } from '@bihuan/core';
import { type Saboteur, saboteur } from './saboteur.ts';

export const accessSaboteurs: readonly Saboteur[] = [
  saboteur(
    'shows a case to every tenant that knows its id',
    [
      'shows a tenant its own cases and journals only',
      'removes a case with everything kept of it, and nothing else',
      'answers as the reference store does, whatever is asked',
      'knows nothing of a case of another tenant',
    ],
    (sound) => {
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
    },
  ),

  saboteur(
    'finds across tenants: a list forgets whose it is',
    [
      'shows a tenant its own cases and journals only',
      'finds cases by their deadline in order of due time, page by page',
      'answers as the reference store does, whatever is asked',
      'knows nothing of a case of another tenant',
    ],
    (sound) => {
      const tenants = new Set<string>();
      return {
        commit(commit, tx) {
          tenants.add(commit.case.tenant);
          return sound.commit(commit, tx);
        },
        async find(query, tx) {
          const all = await Promise.all([...tenants].map((tenant) => sound.find({ ...query, tenant }, tx)));
          return all
            .flat()
            .sort((a, b) => (a.id < b.id ? -1 : 1))
            .slice(0, query.limit);
        },
      };
    },
  ),

  saboteur(
    'leaks work: a unit covers those whose names begin alike',
    [
      'offers open work to a role at its unit or above, and to no other',
      'narrows a grant to its process',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      async work(query, tx) {
        const everywhere = query.grants.map((grant) => ({ ...grant, unit: '' }));
        const rows = await sound.work({ ...query, grants: everywhere }, tx);
        return rows.filter((row) => row.assignee !== null || query.grants.some((grant) => row.unit.startsWith(grant.unit)));
      },
    }),
  ),

  saboteur(
    'keeps work that is done',
    ['shows the latest commit and nothing of the one before', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      commit: (commit, tx) =>
        sound.commit(
          {
            ...commit,
            workItems: {
              ...commit.workItems,
              drop: commit.workItems.drop.filter((state) => commit.workItems.put.some((item) => item.state === state)),
            },
          },
          tx,
        ),
    }),
  ),

  saboteur(
    'lists the work, stuck timers and dead letters of every tenant',
    [
      'gives every text and number back bit for bit',
      'shows a tenant its own work only',
      'shows a tenant its own stuck timers and dead letters only',
      'answers as the reference store does, whatever is asked',
      'knows nothing of a case of another tenant',
    ],
    (sound) => {
      const tenants = new Set<string>();
      const ofAll = async <Row>(read: (tenant: string) => Promise<readonly Row[]>) => (await Promise.all([...tenants].map(read))).flat();
      return {
        commit(commit, tx) {
          tenants.add(commit.case.tenant);
          return sound.commit(commit, tx);
        },
        work: async (query, tx) => (await ofAll((tenant) => sound.work({ ...query, tenant }, tx))).slice(0, query.limit),
        stuckTimers: ({ dueBeforeMs }) => ofAll((tenant) => sound.stuckTimers({ tenant, dueBeforeMs })),
        deadLetters: () => ofAll((tenant) => sound.deadLetters(tenant)),
      };
    },
  ),

  saboteur(
    'counts a subject as taken that is taken in another tenant',
    ['keeps the subjects of tenants apart', 'answers as the reference store does, whatever is asked'],
    (sound) => {
      const holders = new Map<string, string>();
      return {
        async commit(commit, tx) {
          const { openSubject, tenant } = commit.case;
          const holder = openSubject === null ? undefined : holders.get(openSubject);
          if (holder !== undefined && holder !== tenant) return 'subject-taken';
          const result = await sound.commit(commit, tx);
          if (result === 'committed' && openSubject !== null) holders.set(openSubject, tenant);
          return result;
        },
      };
    },
  ),
];
