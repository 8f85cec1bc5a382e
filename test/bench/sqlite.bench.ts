// (b) committed commands a second on a SQLite file, in both modes, against the floor. In turn, round by round, so that both see the same machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hazard } from '@bihuan/processes';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { floorWriter } from './floor.ts';
import { distribution, median, row, verdict } from './timing.ts';
import { by, commitsOf, engineOver, input, script } from './work.ts';

const rounds = 5;
const casesARound = 100;

export async function benchSqlite(): Promise<void> {
  for (const synchronous of ['full', 'normal'] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'bihuan-bench-'));
    const store = sqliteStore({ file: join(folder, 'engine.db'), synchronous });
    await sqliteStore({ file: join(folder, 'floor.db'), synchronous }).close();
    const floorDatabase = new DatabaseSync(join(folder, 'floor.db'));
    floorDatabase.exec(`pragma journal_mode = wal; pragma synchronous = ${synchronous}`);
    const write = floorWriter(floorDatabase);
    const engine = engineOver(store);
    const [ours, floor, latencies]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= rounds; round++) {
      const ids = Array.from({ length: casesARound }, (_, index) => `case-${round}-${index}`);
      const commits = ids.flatMap(commitsOf);
      const floorStart = performance.now();
      for (const commit of commits) write(commit);
      const floorRate = commits.length / ((performance.now() - floorStart) / 1000);
      const start = performance.now();
      for (const id of ids) {
        await engine.open(hazard, { id, by: by('worker'), unit: 'xindu', input, key: `${id}/open` });
        for (const [index, step] of script.entries()) {
          const begun = performance.now();
          const outcome = await engine.send(id, step.type, { by: by(step.by), payload: step.payload, key: `${id}/${index}` });
          latencies.push(performance.now() - begun);
          if (outcome.outcome !== 'applied') throw new Error(JSON.stringify(outcome));
        }
      }
      const rate = commits.length / ((performance.now() - start) / 1000);
      if (round > 0) {
        ours.push(rate);
        floor.push(floorRate);
      }
    }
    const ratio = median(ours.map((rate, index) => rate / floor[index]!));
    const { p50, p99 } = distribution(latencies);
    row(`floor, synchronous=${synchronous}`, `${median(floor).toFixed(0)}/s`);
    row(`committed commands, synchronous=${synchronous}`, `${median(ours).toFixed(0)}/s`);
    row('  one command p50, p99', `${p50.toFixed(2)}, ${p99.toFixed(2)} ms`);
    row(`  ratio, synchronous=${synchronous}`, ratio.toFixed(2), verdict(ratio >= 0.5, '≥ 0.5'));
    await store.close();
    floorDatabase.close();
    rmSync(folder, { recursive: true });
  }
}
