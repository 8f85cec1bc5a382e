// (d) commands a second on one Restate node, against a bare virtual object that stores the same bytes. In turn, round by round, many cases at once.
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
import { distribution, median, row, verdict } from './timing.ts';
import { by, calendar, commitsOf, directory, input, script } from './work.ts';

const rounds = 5;
const casesARound = 48;
const atOnce = 16;

/** The least a case on Restate costs by hand: read the record, write it and an entry, answer with the record. */
const bare = object({
  name: 'BareCase',
  handlers: {
    async put(ctx: ObjectContext, { case: row, entries }: Pick<Commit, 'case' | 'entries'>) {
      await ctx.get('case');
      for (const entry of entries) ctx.set(`entry:${entry.revision}`, entry);
      ctx.set('case', row);
      return { outcome: 'applied', case: JSON.parse(row.record) };
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
  const endpoint = await serveOn([bare, ...caseServices(options), ...caseServices(promptly)]);
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
  const floor = async (id: string) => {
    for (const { case: row, entries } of commitsOf(id)) await applied(ingress.objectClient(bare, id).put({ case: row, entries }));
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
  const rates: Record<'floor' | 'plain' | 'prompt' | 'keyed', number[]> = { floor: [], plain: [], prompt: [], keyed: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of [
      ['floor', floor],
      ['plain', ours('later', false)],
      ['prompt', ours('at once', false)],
      ['keyed', ours('later', true)],
    ] as const) {
      const rate = await rateOf((index) => run(`${name}-${round}-${index}`));
      if (round > 0) rates[name].push(rate);
    }
  }
  const ratio = (name: 'plain' | 'prompt' | 'keyed') => median(rates[name].map((rate, index) => rate / rates.floor[index]!));
  const { p50, p99 } = distribution(latencies);
  row('floor: a bare virtual object', `${median(rates.floor).toFixed(0)}/s`);
  row(`commands, ${atOnce} cases at once`, `${median(rates.plain).toFixed(0)}/s`);
  row('  one command p50, p99', `${p50.toFixed(1)}, ${p99.toFixed(1)} ms`);
  row('  ratio', ratio('plain').toFixed(2), verdict(ratio('plain') >= 0.6, '≥ 0.6'));
  row('commands, queries at once', `${median(rates.prompt).toFixed(0)}/s`);
  row('  ratio', ratio('prompt').toFixed(2), verdict(ratio('prompt') >= 0.6, '≥ 0.6'));
  row('commands with keys', `${median(rates.keyed).toFixed(0)}/s`);
  row('  ratio', ratio('keyed').toFixed(2));
  await node.kill();
  await endpoint.close();
  await projection.close();
  rmSync(folder, { recursive: true });
}

/** Commands a second of a round, `atOnce` cases side by side. */
async function rateOf(run: (index: number) => Promise<void>): Promise<number> {
  const indexes = Array.from({ length: casesARound }, (_, index) => index).values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const index of indexes) await run(index);
    }),
  );
  return (casesARound * (script.length + 1)) / ((performance.now() - start) / 1000);
}
