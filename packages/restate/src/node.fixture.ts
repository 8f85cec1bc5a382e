// Real Restate nodes on loopback, for tests: started from the npm binary on free ports, killed at once, started again on the same data.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse, type ServerHttp2Session } from 'node:http2';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createEndpointHandler } from '@restatedev/restate-sdk';

export interface RestateNode {
  readonly name: string;
  readonly ingress: string;
  readonly admin: string;
  readonly fabric: string;
  /** SIGKILL: nothing is flushed, nothing said. */
  kill(): Promise<void>;
  /** Starts it again, on the same ports and data. */
  start(): Promise<void>;
  /** What it printed. */
  output(): string;
}

export interface NodeOptions {
  readonly folder: string;
  readonly name: string;
  readonly ports: NodePorts;
  /** Further configuration, as environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface NodePorts {
  readonly ingress: number;
  readonly admin: number;
  readonly fabric: number;
}

const deadlineMs = 40_000;

/** Free ports of this moment, all different. */
export async function freePorts(): Promise<NodePorts> {
  const servers = await Promise.all(
    [0, 1, 2].map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const [ingress, admin, fabric] = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { ingress: ingress!, admin: admin!, fabric: fabric! };
}

function binary(): string {
  const launcher = createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json');
  return createRequire(launcher).resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
}

/** Throws, with what the server said, when it does not come up: a test without a server is no test. */
export async function startNode({ folder, name, ports, environment = {} }: NodeOptions): Promise<RestateNode> {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let output = '';
  const start = async () => {
    const own = spawn(binary(), ['--no-logo', '--base-dir', join(folder, name)], {
      cwd: folder,
      env: {
        RESTATE_NODE_NAME: name,
        RESTATE_CLUSTER_NAME: 'bihuan-test',
        RESTATE_LISTEN_MODE: 'tcp',
        RESTATE_BIND_ADDRESS: `127.0.0.1:${ports.fabric}`,
        RESTATE_ADVERTISED_ADDRESS: at(ports.fabric),
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
        RESTATE_DEFAULT_NUM_PARTITIONS: '1',
        RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '256 MiB',
        RESTATE_DISABLE_TELEMETRY: 'true',
        RESTATE_ADMIN__DISABLE_WEB_UI: 'true',
        RESTATE_LOG_FILTER: 'warn',
        RESTATE_LOG_DISABLE_ANSI_CODES: 'true',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = own;
    // A program that ends in the middle leaves no server behind.
    process.once('exit', () => own.kill('SIGKILL'));
    const collect = (text: Buffer) => {
      output = (output + text).slice(-20_000);
    };
    own.stdout.on('data', collect);
    own.stderr.on('data', collect);
    await until(
      async () => {
        if (own.exitCode !== null) throw new Error(`restate-server ended with ${own.exitCode}:\n${output}`);
        return (await isWell(`${at(ports.admin)}/health`)) && (await isWell(`${at(ports.ingress)}/restate/health`));
      },
      () => `restate-server does not come up:\n${output}`,
    );
  };
  await start();
  return {
    name,
    ingress: at(ports.ingress),
    admin: at(ports.admin),
    fabric: at(ports.fabric),
    start,
    output: () => output,
    kill: () =>
      new Promise((resolve) => {
        if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

const isWell = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** Asks again until it holds: never a fixed wait. */
export async function until(holds: () => Promise<boolean>, failure: () => string, forMs = deadlineMs): Promise<void> {
  const endMs = Date.now() + forMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(failure());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface Endpoint {
  readonly url: string;
  readonly port: number;
  /** How often a service was called: every attempt of every invocation. */
  readonly calls: () => number;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/** Serves services on loopback. */
export async function serveOn(services: Parameters<typeof createEndpointHandler>[0]['services'], port = 0): Promise<Endpoint> {
  const handler = createEndpointHandler({ services, logger: () => {} });
  let calls = 0;
  const server = createHttp2Server((request: Http2ServerRequest, response: Http2ServerResponse) => {
    calls += 1;
    handler(request, response);
  });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    calls: () => calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}

/** Tells the cluster where the services are. */
export async function register(admin: string, url: string): Promise<void> {
  let said = '';
  await until(
    async () => {
      const response = await fetch(`${admin}/deployments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ uri: url, force: true }),
      }).catch(() => undefined);
      said = (await response?.text()) ?? 'no answer';
      return response?.ok === true;
    },
    () => `the services are not accepted: ${said}`,
  );
}

/** How many invocations of services whose names begin so are under way or wait, those scheduled for later left out. */
export const underWay = (admin: string, name = ''): Promise<number> => countOf(admin, name, "status not in ('completed', 'scheduled')");

/** How many are scheduled for later. */
export const scheduled = (admin: string, name: string): Promise<number> => countOf(admin, name, "status = 'scheduled'");

async function countOf(admin: string, name: string, condition: string): Promise<number> {
  const response = await fetch(`${admin}/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      query: `select count(1) as n from sys_invocation where ${condition} and target_service_name like '${name}%'`,
    }),
  });
  if (!response.ok) throw new Error(await response.text());
  const { rows } = (await response.json()) as { rows: readonly { n: number }[] };
  return rows[0]?.n ?? 0;
}
