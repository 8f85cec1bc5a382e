// The queries behind `done` and `personal`: pages in the order of one index.
import type { DoneQuery, PersonalQuery } from '@bihuan/core';
import type { Names, SqlDialect } from '../dialect.ts';
import { journalColumns, personalColumns, selected } from '../rows.ts';
import type { Query } from './find.ts';

export function doneQuery(dialect: SqlDialect, { table }: Names, { tenant, actor, before, limit }: DoneQuery): Query {
  const beyond = before && dialect.beyond(['at_ms', 'case_id', 'revision'], [':atMs', ':case', ':revision'], '<');
  return {
    written: `select ${selected(journalColumns)} from ${table('journal')} where tenant = :tenant and actor = :actor ${beyond ? `and ${beyond}` : ''}
      order by at_ms desc, case_id desc, revision desc limit :limit`,
    parameters: { tenant, actor, limit, ...before },
  };
}

export function personalQuery(dialect: SqlDialect, { table }: Names, query: PersonalQuery): Query {
  const from = `select ${selected(personalColumns)} from ${table('personal')} where tenant = :tenant`;
  if ('case' in query) return { written: `${from} and case_id = :case order by revision, field`, parameters: { ...query } };
  const { tenant, person, after, limit } = query;
  const beyond = after && dialect.beyond(['case_id', 'revision', 'field'], [':case', ':revision', ':field']);
  return {
    written: `${from} and person = :person ${beyond ? `and ${beyond}` : ''} order by case_id, revision, field limit :limit`,
    parameters: { tenant, person, limit, ...after },
  };
}
