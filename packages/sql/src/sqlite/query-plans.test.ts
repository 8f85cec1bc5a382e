import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { namesOf, statement } from '../dialect.ts';
import { sqliteDialect } from '../dialects.ts';
import { hotQueries } from '../hot-queries.fixture.ts';
import { ddl } from '../index.ts';

const database = new DatabaseSync(':memory:');
database.exec(ddl({ dialect: 'sqlite' }));

const scans = (text: string): readonly string[] => {
  const steps = database
    .prepare(`explain query plan ${text}`)
    .all()
    .map((step) => String(step['detail']));
  return steps.filter((step) => /^SCAN (bihuan_\w+|d|w|c|j|t|l|k|earlier)\b/.test(step) && !/USING (COVERING )?INDEX/.test(step));
};

test.each(hotQueries(sqliteDialect, namesOf({ tablePrefix: 'bihuan_' })))('%s reads no table from end to end', (_, written) => {
  expect(scans(statement(sqliteDialect, written).text)).toEqual([]);
});
