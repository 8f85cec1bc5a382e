// npm run test:cluster [-- --seconds 20] [--clients 6]: three nodes under load, one of them killed and started again; then the laws. Exit code 1 when one is broken.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { directoryOf, type Message } from '@bihuan/core';
import { caseServices, createRestateEngine } from '@bihuan/restate';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { register, serveOn, until } from '../../packages/restate/src/node.fixture.ts';
import { lawsKept } from './laws.ts';
import { by, client, type Told } from './load.ts';
import { threeNodes } from './nodes.ts';
import { round } from './rounds.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' }, clients: { type: 'string', default: '6' } } });
const [seconds, clients] = [Number(values.seconds), Number(values.clients)];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (what: string, value: string | number) => console.log(`${what.padEnd(52)} ${value}`);

const folder = mkdtempSync(join(tmpdir(), 'bihuan-cluster-'));
const startedMs = performance.now();
const nodes = await threeNodes(folder);
say('nodes up after', `${((performance.now() - startedMs) / 1000).toFixed(1)} s`);

const arrived: Message[] = [];
let attempts = 0;
/** Every fiftieth attempt fails before the message is taken, every seventieth after: then it comes again. */
const handle = (message: Message) => {
  attempts += 1;
  if (attempts % 50 === 0) throw new Error('not now');
  arrived.push(message);
  if (attempts % 70 === 0) throw new Error('taken, and the answer lost');
};
const directory = directoryOf({ guard: [{ role: 'guard', unit: '' }], boss: [{ role: 'operator', unit: '' }] });
const projection = sqliteStore({ file: join(folder, 'projection.db'), synchronous: 'normal' });
const options = { processes: [round], directory, projection, subscribers: { host: { handle } } };
const endpoint = await serveOn(caseServices(options));
await register(nodes[0]!.admin, endpoint.url);

const urls = nodes.map(({ ingress }) => ingress);
const engineFrom = (first: number) =>
  createRestateEngine({ ...options, ingress: [...urls.slice(first), ...urls.slice(0, first)], retryMs: 20_000 });
const told: Told = { acknowledged: [], wrong: [], again: 0 };
let isOver = false;
let broken = 1;
try {
  // Partitions find their leaders first: cases of another tenant, on all of them, are opened until that is done.
  const probe = { tenant: 'probe', id: 'guard' };
  await Promise.all(Array.from({ length: 24 }, (_, index) => engineFrom(index % 3).open(round, { by: probe, unit: 'a', input: {} })));
  say('every partition answers after', `${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  const loadMs = performance.now();
  const running = Array.from({ length: clients }, (_, index) => client(engineFrom(index % 3), `c${index}`, told, () => isOver));
  await pause((seconds * 1000) / 3);
  const killedMs = performance.now();
  await nodes[1]!.kill();
  await pause((seconds * 1000) / 3);
  const backMs = performance.now();
  await nodes[1]!.start();
  await pause((seconds * 1000) / 3);
  isOver = true;
  await Promise.all(running);
  const endMs = performance.now();

  const engine = engineFrom(0);
  const expected = () => new Set(told.acknowledged.map((each) => each.case)).size;
  const isSettled = async () => {
    const overdue = await engine.find({ by, state: 'overdue', limit: 1_000 });
    const noted = told.acknowledged.filter(({ text }) => text !== null).length;
    return (
      (await engine.count({ by, state: 'overdue', limit: 1_000_000 })) === expected() &&
      overdue.length > 0 &&
      // Those of the cases that looked for leaders arrive as well, and count for nothing.
      new Set(arrived.flatMap(({ tenant, id }) => (tenant === by.tenant ? [id] : []))).size >= noted + expected()
    );
  };
  await until(isSettled, () => `does not come to rest: ${arrived.length} messages`, 60_000).catch((error) => console.log(String(error)));

  const rate = (fromMs: number, toMs: number) => {
    const count = told.acknowledged.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length;
    return `${(count / ((toMs - fromMs) / 1000)).toFixed(0)}/s`;
  };
  const times = told.acknowledged.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const stamps = [loadMs, ...told.acknowledged.map(({ atMs }) => atMs)].sort((a, b) => a - b);
  const gap = stamps.reduce((most, atMs, index) => Math.max(most, index === 0 ? 0 : atMs - stamps[index - 1]!), 0);
  say('clients, cases, acknowledged commands', `${clients}, ${expected()}, ${told.acknowledged.length}`);
  say(
    'commands before, without, and again with the node',
    [rate(loadMs, killedMs), rate(killedMs, backMs), rate(backMs, endMs)].join(', '),
  );
  say(
    'one command p50, p99, longest',
    `${[0.5, 0.99, 1].map((share) => `${times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(0)} ms`).join(', ')}`,
  );
  say('longest time in which nobody was answered', `${gap.toFixed(0)} ms`);
  say('requests given up and sent again by clients', told.again);
  say('messages delivered, and how many of them again', `${arrived.length}, ${arrived.length - new Set(arrived.map(({ id }) => id)).size}`);

  const findings = await lawsKept(engine, projection, told, arrived);
  for (const { law, broken: cases } of findings)
    say(law, cases.length === 0 ? 'kept' : `BROKEN ${cases.length}: ${cases.slice(0, 3).join('; ')}`);
  broken = findings.filter((each) => each.broken.length > 0).length;
} finally {
  await Promise.all(nodes.map((node) => node.kill()));
  await endpoint.close();
  await projection.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(broken === 0 ? 0 : 1);
