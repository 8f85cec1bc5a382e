// Stored records of every released version, replayed for ever: what was written once can be read, verified, explained and gone on with (laws 8, 14, 15).
// A new release adds a file: lines of `@bihuan/core/archive`, open cases among them, written by that release.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { china } from '@bihuan/calendar';
import { type CaseRecord, createEngine, digestWith, directoryOf, foldJournal, manualClock, memoryStore } from '@bihuan/core';
import { readLine, restoreArchived, verifyLine } from '@bihuan/core/archive';
import { fourLists, hazard, tieredResponse, wish } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { read, root } from './sources.ts';

const folder = 'test/fixtures/released';
const files = readdirSync(join(root, folder));
const processes = [hazard, tieredResponse, wish, fourLists];

it('there is a file for every released version', () => {
  expect(files).toContain(`${JSON.parse(read('packages/core/package.json')).version}.jsonl`);
});

describe.each(files)('%s', (file) => {
  const lines = read(`${folder}/${file}`).trim().split('\n');

  it('law 11: every journal verifies, and law 8: folds to its record', () => {
    for (const line of lines) {
      const { row, journal } = readLine(line);
      expect(verifyLine(line, digestWith(undefined)).faults, row.id).toEqual([]);
      expect(JSON.stringify(foldJournal(journal)), row.id).toBe(row.record);
    }
  });

  it('law 14: the processes still know every case: none was changed under its version', () => {
    const known = new Set(processes.map((process) => `${process.id}@${process.version} ${process.hash}`));
    const stored = lines.map((line) => JSON.parse(readLine(line).row.record) as CaseRecord);
    expect(stored.map((record) => `${record.process}@${record.version} ${record.hash}`).filter((each) => !known.has(each))).toEqual([]);
  });

  it('every case is put into a store, explained, and goes on with its deadlines', async () => {
    for (const line of lines) {
      const { row } = readLine(line);
      const by = { tenant: row.tenant, id: 'root' };
      const clock = manualClock(row.atMs);
      const roles = ['operator', ...new Set(processes.flatMap((process) => process.spec.roles))];
      const directory = directoryOf({ root: roles.map((role) => ({ role, unit: '' })) });
      const engine = createEngine({ processes, store: memoryStore(), directory, clock, calendar: china() });
      expect(await restoreArchived(engine, line, { by })).toBe('restored');
      expect(await engine.explain(row.id, { by })).toMatchObject({ case: row.id });
      expect(await engine.find({ by, state: row.states.split(' ')[0]! })).toMatchObject([{ id: row.id }]);
      expect(await engine.comment(row.id, { by, text: 'still here' })).toMatchObject({ outcome: 'applied' });
      clock.advance(400 * 86_400_000);
      expect(await engine.runDue()).toMatchObject({ stuck: 0 });
      expect((await engine.verifyJournal(row.id, { by }))?.faults).toEqual([]);
    }
  });
});
