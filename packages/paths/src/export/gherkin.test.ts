import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator } from '@cucumber/messages';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueFromText } from '../cases/one-line.ts';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { gherkin } from './gherkin.ts';

function parse(source: string) {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
  return parser.parse(source).feature!;
}
const scenariosOf = (source: string) => parse(source).children.flatMap(({ scenario }) => (scenario ? [scenario] : []));

describe.each(['zh', 'en'] as const)('gherkin in %s', (language) => {
  it('is a scenario a path for the official parser, tagged with its id and criteria', () => {
    const feature = parse(gherkin(hazardSuite, language));
    expect(feature.language).toBe(language === 'zh' ? 'zh-CN' : 'en');
    const scenarios = scenariosOf(gherkin(hazardSuite, language));
    expect(scenarios.map(({ name }) => name)).toEqual(hazardSuite.paths.map(({ title }) => title[language]));
    expect(scenarios[0]!.tags.map(({ name }) => name)).toEqual(['@p-1f0c9a', '@state', '@transition', '@rule', '@deadline']);
    expect(scenarios[0]!.steps.filter(({ keywordType }) => keywordType === 'Action')).toHaveLength(hazardSuite.paths[0]!.steps.length);
  });

  it('reads the same whatever text the labels, payloads and people hold', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const suite = suiteWith(text);
        const scenarios = scenariosOf(gherkin(suite, language));
        expect(scenarios).toHaveLength(suite.paths.length);
        for (const [index, { steps, tags }] of scenarios.entries()) {
          const actions = steps.filter(({ keywordType }) => keywordType === 'Action');
          expect(actions).toHaveLength(suite.paths[index]!.steps.length);
          expect(tags.every(({ name }) => /^@\S+$/u.test(name))).toBe(true);
          for (const [at, { dataTable, docString }] of actions.entries()) {
            const { payload } = suite.paths[index]!.steps[at]!;
            if (docString) expect(JSON.parse(docString.content)).toEqual(payload);
            if (dataTable) {
              const cells = dataTable.rows.slice(1).map(({ cells }) => cells.map(({ value }) => valueFromText(value)));
              expect(cells).toEqual(Object.entries(payload as object));
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('says who acts, when, and why not, in the words of the process', () => {
  const source = gherkin(hazardSuite, 'zh');
  expect(source).toContain('当责任人（qian）办理“提交整改”');
  expect(source).toContain('那么被拒绝：只有责任人可以办理');
  expect(source).toContain('那么被拒绝（无权办理）：没有这个角色');
  expect(source).toContain('当时间到“整改期限”前1毫秒');
  expect(source).toContain('当关联案件传来“响应办结”');
  const english = gherkin(hazardSuite, 'en');
  expect(english).toContain('When owner (qian) does “Submit rectification”');
  expect(english).toContain('When time comes to 1 ms before the deadline “to rectify”');
});
