import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, inject, test } from 'vitest';
import { ddl } from '../index.ts';
import { hasMysql, hasPostgres, mysqlDatabase, postgresDatabase } from '../servers.fixture.ts';

const has = (client: string): boolean => spawnSync(client, ['--version']).status === 0;
const missing = ['sqlite3', 'psql', 'mariadb'].filter((client) => !has(client));
if (missing.length > 0) console.warn(`not run, because it is not installed: ${missing.join(', ')}`);

describe('the statements of ddl are accepted by', () => {
  test.skipIf(!has('sqlite3'))('sqlite3', () => {
    const asked = execFileSync('sqlite3', ['-bail', ':memory:'], {
      input: `${ddl({ dialect: 'sqlite' })} select count(*) from bihuan_cases; select max(version) from bihuan_schema_version;`,
    });
    expect(String(asked)).toBe('0\n2\n');
  });

  test.skipIf(!hasPostgres || !has('psql'))('psql', async () => {
    const url = await postgresDatabase();
    const asked = execFileSync('psql', [url, '-qtAv', 'ON_ERROR_STOP=1'], {
      input: `create schema gov; ${ddl({ dialect: 'postgres', schema: 'gov', rowLevelSecurity: true })} select max(version) from gov.bihuan_schema_version;`,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect(String(asked)).toBe('2\n');
  });

  test.skipIf(!hasMysql || !has('mariadb'))('mariadb', async () => {
    const { hostname, port, username, password, pathname } = new URL(await mysqlDatabase());
    const where = ['-h', hostname, '-P', port || '3306', '-u', username, ...(password ? [`-p${password}`] : [])];
    const asked = execFileSync('mariadb', [...where, '-N', pathname.slice(1)], {
      input: `${ddl({ dialect: 'mysql' })} select max(version) from bihuan_schema_version;`,
    });
    expect(String(asked)).toBe('2\n');
    expect(inject('mysqlUrl')).not.toBe('');
  });
});
