import readExcelFile from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { xlsx } from './xlsx.ts';

const read = async (bytes: Uint8Array) => await readExcelFile(Buffer.from(bytes));

it('holds the cases, what is covered and why not, and the facts', async () => {
  const [cases, coverage, facts] = await read(await xlsx(hazardSuite));
  expect(cases!.sheet).toBe('用例');
  expect(cases!.data[0]).toEqual(['编号', '标题', '前置条件', '步骤', '数据', '角色', '时间', '预期']);
  expect(cases!.data).toHaveLength(hazardSuite.totals.steps + 1);
  expect(coverage!.data).toContainEqual(['state:rejected', 'state', '不予登记', '不计', '本套用例不含登记前的拒绝', null]);
  expect(coverage!.data).toContainEqual(['deadline:rectify=fired', 'deadline', '整改期限到期', '已覆盖', null, 'p-52be77']);
  expect(facts!.data).toContainEqual(['哈希', '6b1f0e2c']);
  expect(facts!.data).toContainEqual(['步骤数', hazardSuite.totals.steps]);
});

it('speaks English when told', async () => {
  const [cases] = await read(await xlsx(hazardSuite, { language: 'en' }));
  expect(cases!.sheet).toBe('Cases');
  expect(cases!.data[1]!.slice(2, 6)).toEqual([
    ...['there is no case yet', 'finder (li) opens the case: “Report a hazard”'],
    ...['place: 3栋2单元\ndescription: 楼道堆物\ngrade: general', 'finder'],
  ]);
});

it.each(['=HYPERLINK("http://x")', '+1', '<&>"\u0000', '长'.repeat(40_000)])('takes %.20j for text, not for a formula', async (text) => {
  const [cases] = await read(await xlsx(suiteWith(text)));
  expect(cases!.data).toHaveLength(hazardSuite.totals.steps + 1);
  expect(String(cases!.data[1]![1]).length).toBeLessThanOrEqual(32_767);
});
