// (c) one command at 1,000 and at many cases, beside how much slower the floor becomes on the same file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Commit } from '@bihuan/core';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { floorWriter } from './floor.ts';
import { distribution, row, verdict } from './timing.ts';
import { by, commitsOf, engineOver, script } from './work.ts';

const samples = 2_000;
const idOf = (n: number) => `case-${String(n).padStart(9, '0')}`;

export async function benchGrowth(many: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-bench-'));
  const file = join(folder, 'growth.db');
  await sqliteStore(file).close();
  const small = await measure(file, 0, 1_000);
  const large = await measure(file, 1_000, many);
  const [ours, floor] = [large.ours.p50 / small.ours.p50, large.floor.p50 / small.floor.p50];
  for (const [cases, measured] of [
    [1_000, small],
    [many, large],
  ] as const) {
    row(
      `one command at ${cases.toLocaleString('en')} cases: p50, p99`,
      `${measured.ours.p50.toFixed(2)}, ${measured.ours.p99.toFixed(2)} ms`,
    );
    row('  the floor', `${measured.floor.p50.toFixed(2)}, ${measured.floor.p99.toFixed(2)} ms`);
  }
  row(`p50 grows by (floor by ${floor.toFixed(2)})`, ours.toFixed(2), verdict(ours <= 1.3 * floor, '≤ 1.3 × the floor'));
  rmSync(folder, { recursive: true });
}

/** Fills the file with cases that wait to be recorded, then takes samples on cases picked evenly, half by the engine and half by the floor. */
async function measure(file: string, from: number, to: number) {
  fill(file, from, to);
  const store = sqliteStore(file);
  const engine = engineOver(store);
  const database = new DatabaseSync(file);
  database.exec('pragma synchronous = full');
  const write = floorWriter(database);
  const [ours, floor]: [number[], number[]] = [[], []];
  const stride = Math.max(1, Math.floor((to - from) / (2 * Math.min(samples, (to - from) / 2))));
  const { type, payload } = script[0];
  for (let n = from; n + stride < to && ours.length < samples; n += 2 * stride) {
    const commit = commitsOf(idOf(n + stride))[1]!;
    const floorStart = performance.now();
    write(commit);
    floor.push(performance.now() - floorStart);
    const start = performance.now();
    const outcome = await engine.send(idOf(n), type, { by: by('worker'), payload, key: `${idOf(n)}/0` });
    ours.push(performance.now() - start);
    if (outcome.outcome !== 'applied') throw new Error(JSON.stringify(outcome));
  }
  await store.close();
  database.close();
  return { ours: distribution(ours), floor: distribution(floor) };
}

function fill(file: string, from: number, to: number): void {
  const database = new DatabaseSync(file);
  database.exec('pragma synchronous = off; pragma cache_size = -200000');
  const write = floorWriter(database);
  const template = commitsOf('case-template')[0]!;
  const text = JSON.stringify(template);
  for (let n = from; n < to; n++) write(JSON.parse(text.replaceAll('case-template', idOf(n))) as Commit);
  database.close();
}
