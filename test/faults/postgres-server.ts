// A PostgreSQL server of a fault run: started from npm, killed as a machine that loses power kills it, and started again on the same files.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { embeddedPostgres, freePort } from '../servers.ts';

export interface PostgresServer {
  readonly url: string;
  /** The server dies, all at once, and is started again. */
  readonly crash: () => Promise<void>;
  /** One session's process dies: the server ends all others and recovers. */
  readonly killSession: () => Promise<void>;
  /** Every other session but those that ask is cut off. */
  readonly cutConnections: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const restartSeconds = 60;

export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-postgres-'));
  // PostgreSQL does not run as root: then the files belong to another user, who has to come by here.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const EmbeddedPostgres = await embeddedPostgres(folder);
  const make = () =>
    new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      user: 'bihuan',
      password: 'bihuan',
      port,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags: ['-c', 'max_connections=100', '-c', 'listen_addresses=127.0.0.1'],
      onLog: () => {},
      onError: () => {},
    });
  let server = make();
  await server.initialise();
  await server.start();
  await server.createDatabase('faults');
  const url = `postgres://bihuan:bihuan@127.0.0.1:${port}/faults`;

  const asking = async <Result>(work: (client: Client) => Promise<Result>): Promise<Result> => {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  };
  const others = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";

  return {
    url,
    async crash() {
      const { process: running } = server as unknown as { readonly process: { readonly pid: number } };
      process.kill(running.pid, 'SIGKILL');
      // Its children notice by themselves; until the last is gone, a new server refuses to start on their files.
      const deadline = performance.now() + restartSeconds * 1000;
      for (;;) {
        server = make();
        const started = await server.start().then(
          () => true,
          () => false,
        );
        if (started) return;
        if (performance.now() > deadline) throw new Error('PostgreSQL did not come back');
      }
    },
    async killSession() {
      const { rows } = await asking((client) => client.query(`select pid ${others} limit 1`)).catch(() => ({ rows: [] }));
      try {
        if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
      } catch {
        // It has ended by itself meanwhile.
      }
    },
    async cutConnections() {
      await asking((client) => client.query(`select pg_terminate_backend(pid) ${others}`)).catch(() => {});
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
