import { ddl } from '@bihuan/sql';
import { expect, it } from 'vitest';
import { bihuan } from '../fixtures/terminal.ts';

it('prints the statements as they are run', async () => {
  const { code, out } = await bihuan('ddl');
  expect(code).toBe(0);
  expect(out).toBe(ddl({ dialect: 'sqlite' }));
  expect((await bihuan('ddl --prefix gov_')).out).toContain('"gov_cases"');
});

it('gives them as data', async () => {
  const { json } = await bihuan('ddl --dialect sqlite --prefix gov_ --format json');
  expect(json).toEqual({ dialect: 'sqlite', tablePrefix: 'gov_', fromVersion: 0, sql: ddl({ dialect: 'sqlite', tablePrefix: 'gov_' }) });
});

it('prints them for every database', async () => {
  expect((await bihuan('ddl --dialect mysql')).out).toBe(ddl({ dialect: 'mysql' }));
  const options = { dialect: 'postgres', schema: 'gov', rowLevelSecurity: true } as const;
  expect((await bihuan('ddl --dialect postgres --schema gov --row-level-security')).out).toBe(ddl(options));
});

it.each([
  ['--dialect oracle', 'USAGE'],
  ['--dialect mysql --schema gov', 'OPTION_INVALID'],
  ['--row-level-security', 'OPTION_INVALID'],
  ['--prefix Gov-', 'OPTION_INVALID'],
  ['--from x', 'USAGE'],
])('refuses %s', async (options, problem) => {
  const { code, err } = await bihuan(`ddl ${options}`);
  expect(code).toBe(2);
  expect(err).toContain(problem);
});
