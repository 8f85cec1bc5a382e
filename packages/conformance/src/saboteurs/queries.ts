// Stores that break queries: order, pages and filters.
import type { CaseRow, WorkItemRow } from '@bihuan/core';
import { type Saboteur, saboteur } from './saboteur.ts';

const all = 10_000;

export const queriesSaboteurs: readonly Saboteur[] = [
  saboteur(
    'gives an item once for every role that matches',
    [
      'gives an item once, whichever of its roles match',
      'pages through all work without a gap or a repeat',
      'narrows work to cases by their terms and subject, and counts it',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      async work(query, tx) {
        if (query.grants.length === 0) return sound.work(query, tx);
        const rows: WorkItemRow[] = [];
        for (const grant of query.grants) rows.push(...(await sound.work({ ...query, grants: [grant] }, tx)));
        return rows.slice(0, query.limit);
      },
    }),
  ),

  saboteur(
    'mixes up what is mine and what is open',
    [
      'writes to one of two cases of the same id, in its own tenant',
      'tells mine, open and all apart',
      'replaces the items of a state, and no others',
      'narrows work to a process, a unit, a case and a due time, and counts it',
      'narrows work to cases by their terms and subject, and counts it',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      work: (query, tx) => sound.work({ ...query, which: 'all' }, tx),
    }),
  ),

  saboteur(
    'adds a changed item instead of replacing it',
    ['replaces the items of a state, and no others', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      commit(commit, tx) {
        const { put, drop } = commit.workItems;
        const gone = drop.filter((state) => put.every((item) => item.state !== state));
        return sound.commit({ ...commit, workItems: { put, drop: gone } }, tx);
      },
    }),
  ),

  saboteur(
    'puts work without a due time first',
    [
      'orders work by due time, none last, then case, then state',
      'pages through all work without a gap or a repeat',
      'narrows work to cases by their terms and subject, and counts it',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      async work(query, tx) {
        const rows = await sound.work(query, tx);
        return [...rows.filter((row) => row.dueAtMs === null), ...rows.filter((row) => row.dueAtMs !== null)];
      },
    }),
  ),

  saboteur(
    'repeats the last item of a page on the next',
    ['pages through all work without a gap or a repeat', 'narrows work to cases by their terms and subject, and counts it'],
    (sound) => ({
      async work({ after, ...query }, tx) {
        const rows = await sound.work({ ...query, limit: all }, tx);
        const last = after ? rows.findIndex((row) => row.case === after.case && row.state === after.state) : 0;
        return after && last < 0 ? sound.work({ ...query, after }, tx) : rows.slice(last, last + query.limit);
      },
    }),
  ),

  saboteur(
    'forgets which cases the work is to be of',
    ['narrows work to cases by their terms and subject, and counts it', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      work: ({ terms: _, ...query }, tx) => sound.work(query, tx),
    }),
  ),

  saboteur('reads the first thousand grants only', ['takes grants by the thousand'], (sound) => ({
    work: (query, tx) => sound.work({ ...query, grants: query.grants.slice(0, 1_000) }, tx),
  })),

  saboteur('finds units whose names begin alike', ['finds cases at a unit and below it, and no others'], (sound) => ({
    async find(query, tx) {
      const rows = await sound.find({ ...query, units: [''], limit: all }, tx);
      return rows.filter((row) => query.units.some((unit) => row.unit.startsWith(unit))).slice(0, query.limit);
    },
  })),

  saboteur('finds any of the terms asked for', ['finds cases by all of the terms asked for, each by its whole text'], (sound) => ({
    async find({ terms = [], ...query }, tx) {
      if (terms.length < 2) return sound.find({ ...query, terms }, tx);
      const found = await Promise.all(terms.map((term) => sound.find({ ...query, terms: [term], limit: all }, tx)));
      return [...new Map(found.flat().map((row) => [row.id, row])).values()].slice(0, query.limit);
    },
  })),

  saboteur(
    'keeps a term that was dropped',
    ['finds cases by all of the terms asked for, each by its whole text', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      commit: (commit, tx) => sound.commit({ ...commit, terms: { ...commit.terms, drop: [] } }, tx),
    }),
  ),

  saboteur(
    'counts beyond its limit',
    ['counts what it would find, up to a limit', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      count: (query, tx) => sound.count({ ...query, limit: all }, tx),
    }),
  ),

  saboteur('lists what anybody did', ['lists what an actor did, latest first, page by page'], (sound) => ({
    async done(query, tx) {
      const [own, others] = await Promise.all([sound.done(query, tx), sound.done({ ...query, actor: 'other' }, tx)]);
      return [...own, ...others].slice(0, query.limit);
    },
  })),

  saboteur('forgets a filter when there are several', ['finds cases by every other field, and by all together'], (sound) => ({
    find: ({ correlation, ...query }, tx) =>
      sound.find({ ...query, ...(query.outcome === undefined && correlation !== undefined && { correlation }) }, tx),
  })),

  saboteur(
    'repeats the last case of a page on the next',
    [
      'finds cases by their deadline in order of due time, page by page',
      'pages through cases in binary order of id, without a gap or a repeat',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      async find({ after, ...query }, tx) {
        const rows = await sound.find({ ...query, limit: all }, tx);
        return rows.filter((row: CaseRow) => after === undefined || row.id >= after.id).slice(0, query.limit);
      },
    }),
  ),

  saboteur('cuts off what is long', ['keeps a record of two million characters whole'], (sound) => ({
    commit: (commit, tx) => sound.commit({ ...commit, case: { ...commit.case, record: commit.case.record.slice(0, 65_535) } }, tx),
  })),
];
