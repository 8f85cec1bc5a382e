import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { inline, markdown } from './markdown.ts';

const rowsOf = (source: string) => source.split('\n').filter((line) => line.startsWith('| '));

it('is a table a path, then what is not covered and not explored', () => {
  const source = markdown(hazardSuite);
  expect(source).toContain('# 隐患闭环管理');
  expect(source).toContain('## p-52be77 逾期后整改');
  expect(source).toContain('| 编号 | 前置条件 | 步骤 | 数据 | 角色 | 时间 | 预期 |');
  expect(source).toContain('案件在“超期”<br>记录：曾超期 = true<br>发出：“超期通知”<br>没有期限在走');
  expect(source).toContain('| state:rejected | 不予登记 | 本套用例不含登记前的拒绝 |');
  expect(source).toContain('缓办与重点攻坚未探索');
  expect(markdown(hazardSuite, { language: 'en' })).toContain('| No. | Precondition | Step | Data | Role | Time | Expected |');
});

it('keeps its shape whatever the labels hold', () => {
  const shape = (source: string) => rowsOf(source).map((row) => row.replace(/\\./gu, '').split('|').length);
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(shape(markdown(suiteWith(text)))).toEqual(shape(markdown(hazardSuite)));
    }),
  );
});

it.each([
  ['<img src=x>', '\\<img src=x\\>'],
  ['a|b', 'a\\|b'],
  ['# head', '\\# head'],
  ['- item', '\\- item'],
  ['1. item', '1\\. item'],
])('shows %j as it is', (text, written) => {
  expect(inline(text)).toBe(written);
});
