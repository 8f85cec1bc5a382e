// (d) commands on database servers against the same driver by hand, and what they and pages of work cost when tables grow a hundredfold.
import { spawnSync } from 'node:child_process';
import type { Store } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import { mysql2Pool, pgPool } from '@bihuan/sql/hosts';
import { migrateMysql, mysqlStore } from '@bihuan/sql/mysql';
import { migratePostgres, postgresStore } from '@bihuan/sql/postgres';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { namesOf } from '../../packages/sql/src/dialect.ts';
import { postgresDialect } from '../../packages/sql/src/dialects.ts';
import { manyRows } from '../../packages/sql/src/many-rows.fixture.ts';
import { findMysql, startPostgres } from '../servers.ts';
import { mysqlFloor, postgresFloor, type ServerFloor } from './server-floor.ts';
import { distribution, median, row, verdict } from './timing.ts';
import { by, commitsOf, engineOver, input, script } from './work.ts';

const rounds = 5;

export async function benchStores(many: number): Promise<void> {
  const server = await startPostgres(true);
  try {
    for (const connections of [1, 16, 64]) {
      const pool = await freshPostgres(server.url, connections);
      const store = postgresStore(pgPool(pool));
      await compare(`PostgreSQL, ${connections} connections`, connections, store, postgresFloor(pool), () => pool.query('analyze'));
      await store.close();
      await pool.end();
    }
    pgbench(server.url);
    await growth(server.url, many);
  } finally {
    await server.stop();
  }
  const mysqlUrl = await findMysql();
  if (mysqlUrl === '') return;
  const uri = Object.assign(new URL(mysqlUrl), { pathname: '/' }).href;
  for (const connections of [1, 16]) {
    const admin = await mysql.createConnection(uri);
    await admin.query('drop database if exists bihuan_bench');
    await admin.query('create database bihuan_bench');
    await admin.end();
    const pool = mysql.createPool({ uri: `${uri}bihuan_bench`, connectionLimit: connections });
    await migrateMysql(mysql2Pool(pool));
    const store = mysqlStore(mysql2Pool(pool));
    await compare(`MySQL or MariaDB, ${connections} connections`, connections, store, mysqlFloor(pool));
    await pool.query('drop database bihuan_bench');
    await pool.end();
  }
}

async function freshPostgres(url: string, max: number): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString: url, max });
  await pool.query('drop schema public cascade; create schema public');
  await migratePostgres(pgPool(pool));
  return pool;
}

/** Whole cases, as many at once as there are connections; engine and floor in turn, round by round. */
async function compare(
  name: string,
  workers: number,
  store: Store<any>,
  floor: ServerFloor,
  settle: () => Promise<unknown> = async () => {},
): Promise<void> {
  const engine = engineOver(store);
  const each = Math.max(4, Math.ceil(80 / workers));
  const [ours, theirs, latencies]: [number[], number[], number[]] = [[], [], []];
  const rate = async (work: (id: string) => Promise<number>, prefix: string) => {
    const start = performance.now();
    const done = await Promise.all(
      Array.from({ length: workers }, async (_, worker) => {
        let count = 0;
        for (let n = 0; n < each; n++) count += await work(`${prefix}-${worker}-${n}`);
        return count;
      }),
    );
    return done.reduce((sum, count) => sum + count, 0) / ((performance.now() - start) / 1000);
  };
  const byEngine = async (id: string) => {
    await engine.open(hazard, { id, by: by('worker'), unit: 'xindu', input, key: `${id}/open` });
    for (const [index, step] of script.entries()) {
      const begun = performance.now();
      const outcome = await engine.send(id, step.type, { by: by(step.by), payload: step.payload, key: `${id}/${index}` });
      latencies.push(performance.now() - begun);
      if (outcome.outcome !== 'applied') throw new Error(JSON.stringify(outcome));
    }
    return script.length + 1;
  };
  const prepared = new Map<string, ReturnType<typeof commitsOf>>();
  const byHand = async (id: string) => {
    for (const commit of prepared.get(id)!) await floor(commit);
    return prepared.get(id)!.length;
  };
  for (let round = 0; round <= rounds; round++) {
    for (let worker = 0; worker < workers; worker++)
      for (let n = 0; n < each; n++) prepared.set(`floor-${round}-${worker}-${n}`, commitsOf(`floor-${round}-${worker}-${n}`));
    const hand = await rate(byHand, `floor-${round}`);
    const engines = await rate(byEngine, `case-${round}`);
    // What was planned for empty tables is planned anew, as it would be within minutes.
    if (round === 0) await settle();
    if (round === 0) continue;
    theirs.push(hand);
    ours.push(engines);
  }
  const ratio = median(ours.map((value, index) => value / theirs[index]!));
  const { p50, p99 } = distribution(latencies);
  row(`${name}: floor`, `${median(theirs).toFixed(0)}/s`);
  row(`${name}: committed commands`, `${median(ours).toFixed(0)}/s`);
  row('  one command p50, p99', `${p50.toFixed(2)}, ${p99.toFixed(2)} ms`);
  row('  ratio', ratio.toFixed(2), verdict(ratio >= 0.6, '≥ 0.6'));
}

/** What PostgreSQL's own tool makes of this machine, for comparison. */
function pgbench(url: string): void {
  const isReady = spawnSync('pgbench', ['-i', '-q', url], { stdio: 'ignore' }).status === 0;
  if (!isReady) row('pgbench', 'not installed');
  for (const clients of isReady ? [1, 16] : []) {
    const { stdout } = spawnSync('pgbench', ['-n', '-N', '-M', 'prepared', '-c', `${clients}`, '-T', '4', url], { encoding: 'utf8' });
    row(`pgbench -N, ${clients} clients`, `${/tps = (\d+)/.exec(stdout)?.[1] ?? '?'}/s`);
  }
}

async function growth(url: string, many: number): Promise<void> {
  const few = 10_000;
  const measured = [];
  for (const [from, to] of [
    [0, few],
    [few, many],
  ] as const) {
    const pool = from === 0 ? await freshPostgres(url, 4) : new pg.Pool({ connectionString: url, max: 4 });
    if (from === 0)
      for (const text of manyRows(postgresDialect, namesOf({ tablePrefix: 'bihuan_' }), to, "'bench'")) await pool.query(text);
    else await fillMore(pool, from, to);
    await pool.query('vacuum analyze');
    measured.push(await costs(pool, to));
    await pool.end();
  }
  const [small, large] = measured as [Costs, Costs];
  for (const [name, least] of [
    ['one command', 'floor'],
    ['a page of work, whole tenant', 'a page by hand, whole tenant'],
    ['a page of work, one unit', 'a page by hand, one unit'],
    ['what comes next on one case', 'a page by hand, one unit'],
    ['a page of work with a term', 'a page by hand, whole tenant'],
    ['a page of cases with a term', 'a page by hand, whole tenant'],
  ] as const) {
    const [before, after] = [small[name]!, large[name]!];
    row(`${name} at ${few.toLocaleString('en')}: p50, p99`, `${before.p50.toFixed(2)}, ${before.p99.toFixed(2)} ms`);
    row(`  at ${many.toLocaleString('en')}`, `${after.p50.toFixed(2)}, ${after.p99.toFixed(2)} ms`);
    const own = large[least]!.p50 / small[least]!.p50;
    const grown = after.p50 / before.p50;
    row(`  p50 grows by (floor by ${own.toFixed(2)})`, grown.toFixed(2), verdict(grown <= 1.5 * own, '≤ 1.5 × the floor'));
  }
  const poll = large['an idle poll']!;
  row(
    `an idle poll of ${many.toLocaleString('en')} timers: p50, p99`,
    `${poll.p50.toFixed(2)}, ${poll.p99.toFixed(2)} ms`,
    verdict(poll.p50 < 2, '< 2 ms'),
  );
}

type Costs = Readonly<Record<string, ReturnType<typeof distribution>>>;

async function costs(pool: pg.Pool, size: number): Promise<Costs> {
  const store = postgresStore(pgPool(pool));
  const engine = engineOver(store);
  const floor = postgresFloor(pool);
  const samples: Record<string, number[]> = {};
  const timed = async (name: string, work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    samples[name] = [...(samples[name] ?? []), performance.now() - begun];
  };
  const page = { tenant: 'bench', actor: 'x', which: 'all', limit: 50 } as const;
  for (let n = 0; n < 300; n++) {
    const id = `at-${size}-${n}`;
    await engine.open(hazard, { id, by: by('worker'), unit: 'xindu', input, key: `${id}/open` });
    await timed('one command', () => engine.send(id, script[0].type, { by: by('worker'), payload: script[0].payload, key: `${id}/0` }));
    const commits = commitsOf(`floor-${size}-${n}`);
    await floor(commits[0]!);
    await timed('floor', () => floor(commits[1]!));
    const work = `select * from bihuan_work_items where tenant = 'bench' and role = 'clerk' and assignee is null and open_ms is not null`;
    const inOrder = 'order by open_ms, case_id, state limit 50';
    await timed('a page by hand, whole tenant', () =>
      pool.query(`${work} and (open_ms, case_id, state) > ($1, 'c', 's') ${inOrder}`, [4_000_000_000_000 + n]),
    );
    await timed('a page by hand, one unit', () => pool.query(`${work} and unit >= $1 and unit < $2 ${inOrder}`, [`u${n}/`, `u${n}0`]));
    const after = { dueAtMs: 4_000_000_000_000 + n, case: 'c', state: 's' };
    const everywhere = [{ role: 'clerk', unit: '' }];
    await timed('a page of work, whole tenant', () => store.work({ ...page, grants: everywhere, after }));
    await timed('a page of work, one unit', () => store.work({ ...page, grants: [{ role: 'clerk', unit: `u${n}` }] }));
    await timed('what comes next on one case', () =>
      store.work({ ...page, grants: everywhere, case: `c${String(n + 1).padStart(8, '0')}` }),
    );
    await timed('a page of work with a term', () => store.work({ ...page, grants: everywhere, terms: ['state:waiting'], after }));
    await timed('a page of cases with a term', () =>
      store.find({ tenant: 'bench', units: [''], terms: ['state:waiting'], after: { id: `c0000${n}`, dueAtMs: null }, limit: 50 }),
    );
    const competence = { processes: [{ id: 'errand', version: 1 }], subscribers: ['s'] };
    await timed('an idle poll', async () => {
      await store.claimTimers({ nowMs: 1, leaseUntilMs: 2, limit: 50, ...competence });
      await store.nextWakeMs(competence);
    });
  }
  await store.close();
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, distribution(values.slice(50))]));
}

/** The rows of `manyRows` from one number to another. */
async function fillMore(pool: pg.Pool, from: number, to: number): Promise<void> {
  for (const text of manyRows(postgresDialect, namesOf({ tablePrefix: 'bihuan_' }), to, "'bench'"))
    await pool.query(text.replace('generate_series(1,', `generate_series(${from + 1},`));
}
