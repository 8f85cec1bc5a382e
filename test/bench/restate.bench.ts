// (d) commands a second on one Restate node, against bare virtual objects that store the same bytes. In turn, round by round, many cases at once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import { caseServices, createRestateEngine } from '@bihuan/restate';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { type ObjectContext, object } from '@restatedev/restate-sdk';
import { connect } from '@restatedev/restate-sdk-clients';
import { freePorts, register, serveOn, startNode } from '../../packages/restate/src/node.fixture.ts';
import { think } from './server-floor.ts';
import { distribution, median, row, verdict } from './timing.ts';
import { by, calendar, commitsOf, directory, input, script } from './work.ts';

const rounds = 9;
const casesARound = 64;
const atOnce = 16;

type Put = Pick<Commit, 'case' | 'entries'>;

/** The least a case on Restate costs by hand: read the record, one bare transition, JSON and a hash, write record and entry, answer with the record. */
const bare = object({
  name: 'BareCase',
  handlers: {
    async put(ctx: ObjectContext, { case: row, entries }: Put) {
      think(entries[0]!, (await ctx.get<Commit['case']>('case'))?.record);
      for (const entry of entries) ctx.set(`entry:${entry.revision}`, entry);
      ctx.set('case', row);
      return { outcome: 'applied', case: JSON.parse(row.record) };
    },
  },
  options: { journalRetention: 0, enableLazyState: true },
});

/** The least a key costs that is unique among many cases: an object of its own, which lets one request through at a time, and remembers its entry. */
const bareKey = object({
  name: 'BareKey',
  handlers: {
    async put(ctx: ObjectContext, put: Put) {
      if ((await ctx.get('entry')) !== null) throw new Error('the key is taken');
      const answer = await ctx.objectClient(bare, put.case.id).put(put);
      ctx.set('entry', put.entries[0]);
      return answer;
    },
  },
  options: { journalRetention: 0, enableLazyState: true },
});

export async function benchRestate(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-bench-'));
  const node = await startNode({ folder, name: 'bench', ports: await freePorts(), environment: { RESTATE_DEFAULT_NUM_PARTITIONS: '4' } });
  const projection = sqliteStore({ file: join(folder, 'projection.db'), synchronous: 'normal' });
  const options = { processes: [hazard], directory, calendar, projection };
  const promptly = { ...options, name: 'Prompt', queries: 'at once' as const };
  const endpoint = await serveOn([bare, bareKey, ...caseServices(options), ...caseServices(promptly)]);
  await register(node.admin, endpoint.url);
  const engines = {
    later: createRestateEngine({ ...options, ingress: node.ingress }),
    'at once': createRestateEngine({ ...promptly, ingress: node.ingress }),
  };
  const ingress = connect({ url: node.ingress });
  const latencies: number[] = [];
  const applied = async (answer: PromiseLike<{ readonly outcome: string }>) => {
    const { outcome } = await answer;
    if (outcome !== 'applied') throw new Error(outcome);
  };
  const prepared = new Map<string, readonly Commit[]>();
  const floor = async (id: string) => {
    for (const { case: row, entries } of prepared.get(id)!) await applied(ingress.objectClient(bare, id).put({ case: row, entries }));
  };
  const keyFloor = async (id: string) => {
    for (const { case: row, entries } of prepared.get(id)!)
      await applied(ingress.objectClient(bareKey, entries[0]!.key!).put({ case: row, entries }));
  };
  const ours = (queries: 'later' | 'at once', isKeyed: boolean) => async (id: string) => {
    const engine = engines[queries];
    const keyed = (key: string) => (isKeyed ? { key: `${id}/${key}` } : {});
    await applied(engine.open(hazard, { id, by: by('worker'), unit: 'xindu', input, ...keyed('open') }));
    for (const [index, step] of script.entries()) {
      const begun = performance.now();
      await applied(engine.send(id, step.type, { by: by(step.by), payload: step.payload, ...keyed(`${index}`) }));
      if (queries === 'later' && !isKeyed) latencies.push(performance.now() - begun);
    }
  };
  const runs = {
    floor,
    keyFloor,
    plain: ours('later', false),
    prompt: ours('at once', false),
    keyed: ours('later', true),
  };
  type Name = keyof typeof runs;
  const rates: Record<Name, number[]> = { floor: [], keyFloor: [], plain: [], prompt: [], keyed: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(runs) as [Name, (id: string) => Promise<void>][]) {
      const ids = Array.from({ length: casesARound }, (_, index) => `${name}-${round}-${index}`);
      if (name.endsWith('loor')) for (const id of ids) prepared.set(id, commitsOf(id));
      const rate = await rateOf(ids, run);
      if (round > 0) rates[name].push(rate);
    }
  }
  const show = (name: string, ours: Name, theirs: Name) => {
    const ratio = median(rates[ours].map((rate, index) => rate / rates[theirs][index]!));
    row(name, `${median(rates[ours]).toFixed(0)}/s`);
    row('  ratio', ratio.toFixed(2), verdict(ratio >= 0.6, '≥ 0.6'));
  };
  const { p50, p99 } = distribution(latencies);
  row('floor: a bare virtual object', `${median(rates.floor).toFixed(0)}/s`);
  show(`commands, ${atOnce} cases at once`, 'plain', 'floor');
  row('  one command p50, p99', `${p50.toFixed(1)}, ${p99.toFixed(1)} ms`);
  show('commands, queries at once', 'prompt', 'floor');
  row('floor with keys: a second bare object for each key', `${median(rates.keyFloor).toFixed(0)}/s`);
  row('  ratio to the floor without', median(rates.keyFloor.map((rate, index) => rate / rates.floor[index]!)).toFixed(2));
  show('commands with keys', 'keyed', 'keyFloor');
  row('  ratio to the floor without', median(rates.keyed.map((rate, index) => rate / rates.floor[index]!)).toFixed(2));
  await node.kill();
  await endpoint.close();
  await projection.close();
  rmSync(folder, { recursive: true });
}

/** Commands a second of a round, `atOnce` cases side by side. */
async function rateOf(ids: readonly string[], run: (id: string) => Promise<void>): Promise<number> {
  const waiting = ids.values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const id of waiting) await run(id);
    }),
  );
  return (ids.length * (script.length + 1)) / ((performance.now() - start) / 1000);
}
