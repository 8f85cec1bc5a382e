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

it.each([
  ['--dialect postgres', 'DIALECT_UNSUPPORTED: 暂不支持 postgres,目前只有 sqlite / postgres comes later; for now there is sqlite'],
  ['--prefix Gov-', 'OPTION_INVALID'],
  ['--from x', 'USAGE'],
])('refuses %s', async (options, problem) => {
  const { code, err } = await bihuan(`ddl ${options}`);
  expect(code).toBe(2);
  expect(err).toContain(problem);
});
