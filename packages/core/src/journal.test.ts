import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { caseColumns } from './case-columns.ts';
import { by, day, desk, li, wang, zhao } from './desk.fixture.ts';
import { type CaseRow, type Digest, digestWith, foldJournal, type JournalEntry, type JournalRow, verifyJournal } from './index.ts';

interface Story {
  readonly row: CaseRow;
  readonly rows: readonly JournalRow[];
}

async function story(journalKey?: string): Promise<Story> {
  const { engine, clock, parcel, row, rows } = desk(journalKey === undefined ? {} : { journalKey });
  const c = await parcel({ key: 'opening' });
  await engine.send(c, 'check', { by: wang, key: 'first' });
  await engine.comment(c, { by: li, text: '门卫代收' });
  await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 2 } });
  clock.advance(3 * day);
  await engine.runDue();
  await engine.suspend(c, { by: zhao, reason: 'snow' });
  return { row: await row(c.id), rows: await rows(c.id) };
}

/** Makes hashes, head and record anew, as somebody who owns the database could. */
function rewritten({ row, rows }: Story, digest: Digest): Story {
  let head = `${row.tenant}\n${row.id}`;
  const made = rows.map((line) => {
    head = digest(`${head}\n${line.entry}`);
    return { ...line, hash: head };
  });
  return { rows: made, row: { ...row, head, record: JSON.stringify(foldJournal(made)), revision: rows.length } };
}

const edited = (line: JournalRow, change: (entry: any) => unknown): JournalRow => ({
  ...line,
  entry: JSON.stringify(change(JSON.parse(line.entry))),
});
const problems = ({ row, rows }: Story, digest?: Digest, anchor?: { revision: number; hash: string }) =>
  verifyJournal(row, rows, digest, anchor).faults.map((fault) => `${fault.revision} ${fault.problem}`);

let whole: Story;
let keyed: Story;
beforeAll(async () => {
  whole = await story();
  keyed = await story('secret');
});
const replaced = (index: number, line: JournalRow): Story => ({ ...whole, rows: whole.rows.with(index, line) });

describe('without a key', () => {
  it('law 11: an untouched journal is whole', () => {
    expect(verifyJournal(whole.row, whole.rows)).toEqual({ tenant: 't', case: 'case-1', entries: 6, head: whole.row.head, faults: [] });
  });

  it('law 11: every change of the text of an entry is found and named', () => {
    for (const [index, line] of whole.rows.entries()) {
      for (let at = 0; at < line.entry.length; at += 7) {
        const entry = line.entry.slice(0, at) + (line.entry[at] === '1' ? '2' : '1') + line.entry.slice(at + 1);
        expect(problems(replaced(index, { ...line, entry }))).toContain(`${index + 1} entry-altered`);
      }
    }
  });

  it('law 11: every change of a column is found and named', () => {
    for (const [index, line] of whole.rows.entries()) {
      const changes = { tenant: 'other', case: 'other', kind: 'link', key: 'other', hash: line.hash.replaceAll(/./g, '0') };
      for (const [column, value] of Object.entries(changes)) {
        const found = problems(replaced(index, { ...line, [column]: value }));
        expect(found).toContain(column === 'hash' ? `${index + 1} entry-altered` : `${index + 1} column-altered`);
      }
      expect(problems(replaced(index, { ...line, revision: 40 }))).toContain(`${index + 1} gap`);
    }
  });

  it('law 11: every deletion is found and named', () => {
    for (const index of whole.rows.keys()) {
      const found = problems({ ...whole, rows: whole.rows.toSpliced(index, 1) });
      expect(found).toContain(index === 5 ? '6 gap' : `${index + 1} gap`);
    }
    expect(problems({ ...whole, rows: [] })).toEqual(['6 head-altered', '6 gap']);
  });

  it('law 11: every swap is found and named', () => {
    for (let one = 0; one < 6; one++) {
      for (let other = one + 1; other < 6; other++) {
        const rows = whole.rows.with(one, whole.rows[other]!).with(other, whole.rows[one]!);
        expect(problems({ ...whole, rows })).toContain(`${one + 1} gap`);
      }
    }
  });

  it('law 11: every insertion is found and named', () => {
    for (let index = 0; index <= 6; index++) {
      const copy = whole.rows[Math.min(index, 5)]!;
      expect(problems({ ...whole, rows: whole.rows.toSpliced(index, 0, copy) }).length).toBeGreaterThan(0);
      const forged = edited({ ...copy, revision: index + 1 }, (entry) => ({ ...entry, revision: index + 1 }));
      const found = problems({ ...whole, rows: whole.rows.toSpliced(index, 0, forged) });
      expect(found).toContain(`${index + 1} entry-altered`);
    }
  });

  it('law 11: an entry of another case, well made there, is found', async () => {
    const { engine, parcel, rows } = desk();
    const other = await parcel({ id: 'case-1', key: 'opening' });
    await engine.send(other, 'check', { by: by('both'), key: 'first' });
    expect(problems(replaced(1, (await rows(other.id))[1]!))).toContain('3 entry-altered');
  });

  it('law 11: a record or a head that differs from the journal is found and named', () => {
    const record = whole.row.record.replace('"weight":2', '"weight":1');
    expect(problems({ ...whole, row: { ...whole.row, record } })).toEqual(['6 record-altered']);
    expect(problems({ ...whole, row: { ...whole.row, head: whole.rows[4]!.hash } })).toEqual(['6 head-altered']);
    expect(problems({ ...whole, row: { ...whole.row, revision: 5 } })).toEqual(['5 gap']);
    for (const change of [{ unit: 'elsewhere' }, { states: 'gone' }, { outcome: 'gone' }, { subjectId: 's' }, { atMs: 1 }])
      expect(problems({ ...whole, row: { ...whole.row, ...change } })).toEqual(['6 column-altered']);
  });

  it('law 11: an entry that cannot be read is named, and the rest is still checked', () => {
    for (const entry of ['', '{', 'null', '7', '{}', '[]', '{"patch":7}']) {
      expect(problems(replaced(2, { ...whole.rows[2]!, entry }))).toContain('3 entry-altered');
    }
    expect(problems(replaced(2, { ...whole.rows[2]!, entry: '{' }))).toContain('3 unreadable');
  });

  it('law 11: any number of random changes is found', () => {
    const change = fc.record({
      index: fc.nat(5),
      field: fc.constantFrom('entry', 'hash', 'kind', 'key'),
      value: fc.string({ minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const rows = changes.reduce(
          (lines, { index, field, value }) => lines.with(index, { ...lines[index]!, [field]: value }),
          whole.rows,
        );
        expect(problems({ ...whole, rows }).length).toBeGreaterThan(0);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('law 11: who rewrites all later entries, head and record is not found without a key, and is with an anchor', () => {
    const forger = edited(whole.rows[1]!, (entry: JournalEntry) => ({ ...entry, by: { tenant: 't', id: 'somebody' } }));
    const rows = whole.rows.with(1, { ...forger, actor: 'somebody' });
    const forged = rewritten({ ...whole, rows }, digestWith(undefined));
    expect(problems(forged)).toEqual([]);
    const anchor = { revision: 3, hash: whole.rows[2]!.hash };
    expect(problems(forged, undefined, anchor)).toEqual(['3 anchor-missed']);
    expect(problems(whole, undefined, anchor)).toEqual([]);
    expect(problems(forged, undefined, { revision: 1, hash: whole.rows[0]!.hash })).toEqual([]);
  });
});

describe('with a key', () => {
  const key = digestWith('secret');

  it('law 11: an untouched journal is whole, under its own key only', () => {
    expect(problems(keyed, key)).toEqual([]);
    expect(problems(keyed, digestWith('guess'))).toHaveLength(6);
    expect(problems(keyed)).toHaveLength(6);
  });

  it('law 11: a full rewrite without the key is found at every entry', () => {
    expect(problems(rewritten(keyed, digestWith(undefined)), key)).toEqual(
      [1, 2, 3, 4, 5, 6].map((revision) => `${revision} entry-altered`),
    );
    expect(problems(rewritten(keyed, digestWith('guess')), key)).toHaveLength(6);
  });

  it('law 11: a journal cut back to an earlier moment, record and all, takes an anchor to find', () => {
    const cut = { rows: keyed.rows.slice(0, 4), row: { ...keyed.row, revision: 4, head: keyed.rows[3]!.hash } };
    const record = foldJournal(cut.rows)!;
    const fitting = { ...cut, row: { ...cut.row, ...caseColumns(record), record: JSON.stringify(record) } };
    expect(problems(fitting, key)).toEqual([]);
    expect(problems(fitting, key, { revision: 6, hash: keyed.row.head })).toEqual(['6 anchor-missed']);
  });

  it('law 11: an engine verifies under its key, for those who may see the case', async () => {
    const { engine, parcel } = desk({ journalKey: 'secret' });
    const c = await parcel();
    const report = await engine.verifyJournal(c, { by: li });
    expect(report).toMatchObject({ entries: 1, faults: [] });
    const anchor = { revision: 1, hash: report!.head };
    await engine.send(c, 'check', { by: wang });
    expect((await engine.verifyJournal(c, { by: li, anchor }))?.faults).toEqual([]);
    expect(await engine.verifyJournal(c, { by: by('nobody') })).toBeUndefined();
  });
});

it('law 8: folding needs no code, and keeps fields of newer writers', () => {
  expect(foldJournal([])).toBeNull();
  const newer = edited(whole.rows[5]!, (entry) => ({ ...entry, patch: { ...entry.patch, set: { ...entry.patch.set, colour: 'blue' } } }));
  expect(foldJournal(whole.rows.with(5, newer))).toMatchObject({ colour: 'blue', revision: 6 });
});
