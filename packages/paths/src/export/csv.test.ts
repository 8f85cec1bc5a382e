import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { csv, csvCell } from './csv.ts';

it('has a row a step under Chinese or English headings', () => {
  const rows = readCsv(csv(hazardSuite).slice(1));
  expect(rows[0]).toEqual(['编号', '标题', '前置条件', '步骤', '数据', '角色', '时间', '预期']);
  expect(rows).toHaveLength(hazardSuite.totals.steps + 1);
  expect(rows[3]).toEqual([
    ...['p-1f0c9a-03', '按期整改,复查通过', '案件在“已上报”', '登记人（wang）办理“登记”', 'category: 消防', '登记人', 'T+0'],
    '办理成功\n案件在“已登记”\n待办：登记人\n期限在走：“派单期限”',
  ]);
  expect(rows[7]!.slice(5)).toEqual([
    ...['', 'T+2天23小时59分59秒999毫秒\n时间到“整改期限”前1毫秒（等待2天23小时59分59秒999毫秒）'],
    '案件在“整改中”\n期限在走：“整改期限”',
  ]);
  expect(readCsv(csv(hazardSuite, { language: 'en', bom: false }))[0]![7]).toBe('Expected');
});

it('begins with a byte order mark unless told not to, and ends every row with CRLF', () => {
  expect(csv(hazardSuite).charCodeAt(0)).toBe(0xfeff);
  expect(csv(hazardSuite, { bom: false }).startsWith('编号,')).toBe(true);
  expect(csv(hazardSuite, { bom: false }).endsWith('\r\n')).toBe(true);
});

it.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', '＝1'])('makes %j harmless', (text) => {
  expect(csvCell(text).replace(/^"/, '').startsWith("'")).toBe(true);
});

it('gives every text back, and no cell that begins a formula', () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 2, maxLength: 4 }), (texts) => {
      const [cells] = readCsv(`${texts.map(csvCell).join(',')}\r\n`);
      expect(cells!.map((cell) => cell.replace(/^'/, ''))).toEqual(texts);
      expect(cells!.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(hostileText, (text) => {
      const rows = readCsv(csv(suiteWith(text), { bom: false }));
      expect(rows.every((row) => row.length === 8)).toBe(true);
      expect(rows).toHaveLength(hazardSuite.totals.steps + 1);
    }),
    { numRuns: 30 },
  );
});

/** RFC 4180, read letter by letter. */
function readCsv(source: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at]!;
    if (quoted && letter === '"' && source[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (!quoted && (letter === ',' || (letter === '\r' && source[at + 1] === '\n'))) {
      rows.at(-1)!.push(cell);
      cell = '';
      if (letter === '\r') {
        at += 1;
        rows.push([]);
      }
    } else cell += letter;
  }
  return rows.slice(0, -1);
}
