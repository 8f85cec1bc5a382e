// Journals hold facts: they fold to the record, and what is changed in them is found (laws 8 and 11).
import { applyPatch, type CaseRecord, digestWith, genesis } from '@bihuan/core';
import { equal, throwsCode } from '../../check.ts';
import { hourMs } from '../../store/engines.ts';
import { chief, clerk, type Desk } from '../desk.ts';
import { lawsOf } from '../engine-law.ts';

async function eventful({ engine, open, send, note, later }: Desk): Promise<void> {
  await open();
  for (const text of ['楼道', '🚪', "'"]) await note('e1', text);
  await engine.claim('e1', { by: clerk });
  await engine.suspend('e1', { by: chief, reason: 'flood' });
  await later(5 * hourMs);
  await engine.resume('e1', { by: chief });
  await send('e1', 'begin');
  await later(30 * hourMs);
}

export const journalLaws = lawsOf('journals', [
  [
    8,
    'keeps a journal whose entries fold to the record, without any code of the process',
    async (desk) => {
      await eventful(desk);
      const entries = await desk.engine.history('e1', { by: clerk });
      const folded = entries.reduce<CaseRecord | null>((record, { patch }) => applyPatch(record, patch), null);
      equal(JSON.stringify(folded), JSON.stringify(await desk.engine.get('e1', { by: clerk })), 'the folded journal');
    },
  ],
  [
    11,
    'keeps a journal whose hashes chain the exact texts of its entries',
    async (desk) => {
      await eventful(desk);
      const digest = digestWith(undefined);
      let head = genesis('north', 'e1');
      for (const { hash, ...entry } of await desk.engine.history('e1', { by: clerk })) {
        equal(digest(`${head}\n${JSON.stringify(entry)}`), hash, `the hash of entry ${entry.revision}`);
        head = hash;
      }
      const report = await desk.engine.verifyJournal('e1', { by: clerk });
      equal([report?.entries, report?.head, report?.faults], [9, head, []], 'the report');
    },
  ],
  [
    11,
    'holds a journal against an anchor that was kept elsewhere',
    async (desk) => {
      await eventful(desk);
      const { engine } = desk;
      const [, second] = await engine.history('e1', { by: clerk });
      const problems = async (anchor: { revision: number; hash: string }) =>
        (await engine.verifyJournal('e1', { by: clerk, anchor }))!.faults.map(({ problem }) => problem);
      equal(await problems({ revision: 2, hash: second!.hash }), [], 'its own');
      equal(await problems({ revision: 2, hash: 'f'.repeat(64) }), ['anchor-missed'], 'another');
      equal(await problems({ revision: 99, hash: second!.hash }), ['anchor-missed'], 'one beyond its end');
    },
  ],
  [
    8,
    'gives a journal in pages, in order',
    async (desk) => {
      const { engine } = desk;
      await eventful(desk);
      const all = await engine.history('e1', { by: clerk });
      const pages = [];
      for (let last = 0; ; ) {
        const page = await engine.history('e1', { by: clerk, afterRevision: last, limit: 2 });
        if (page.length === 0) break;
        pages.push(...page);
        last = page.at(-1)!.revision;
      }
      equal(pages, all, 'its pages');
    },
  ],
  [
    4,
    'answers no more requests once it was drained',
    async ({ engine, open, send }) => {
      await open();
      await engine.drain();
      await throwsCode(() => send('e1', 'begin'), 'ENGINE_DRAINED', 'a command');
    },
  ],
]);
