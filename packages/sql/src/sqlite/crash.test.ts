import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { errand } from '@bihuan/conformance';
import { createEngine, directoryOf } from '@bihuan/core';
import { afterAll, expect, test } from 'vitest';
import { sqliteStore } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'bihuan-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const by = { tenant: 't', id: 'u1' };
const people = { u1: [{ role: 'clerk', unit: '' }] };

/** Opens a case and writes notes for ever; says the number of each once it was acknowledged. */
const program = `
  import { errand } from '@bihuan/conformance';
  import { createEngine, directoryOf } from '@bihuan/core';
  import { sqliteStore } from '@bihuan/sql/sqlite';
  const store = sqliteStore(process.argv[1]);
  const engine = createEngine({ processes: [errand], store, directory: directoryOf(${JSON.stringify(people)}) });
  const by = ${JSON.stringify(by)};
  await engine.open(errand, { by, unit: 'a', input: { title: 'post' }, id: 'c1', key: 'open' });
  for (let number = 0; ; number++) {
    const { outcome } = await engine.send('c1', 'note', { by, key: 'k' + number, payload: { text: String(number) } });
    if (outcome === 'applied') console.log(number);
  }`;

test.each([10, 60])('has every acknowledged command after the process was killed, past %i of them', async (enough) => {
  const file = join(folder, `${enough}.db`);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, file], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= enough) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');

  const store = sqliteStore(file);
  const engine = createEngine({ processes: [errand], store, directory: directoryOf(people) });
  const record = await engine.get('c1', { by });
  const notes = (record!.context as { readonly notes: readonly string[] }).notes;
  expect(notes.length).toBeGreaterThan(acknowledged);
  expect(notes).toEqual(notes.map((_, index) => String(index)));
  expect(await engine.verifyJournal('c1', { by })).toMatchObject({ entries: notes.length + 1, faults: [] });
  const again = await engine.send(
    'c1' as never,
    'note' as never,
    { by, key: `k${acknowledged}`, payload: { text: String(acknowledged) } } as never,
  );
  expect(again.outcome).toBe('replayed');
  await store.close();
});
