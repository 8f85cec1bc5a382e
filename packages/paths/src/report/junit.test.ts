import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { junit } from './junit.ts';
import { hazardRun } from './run.fixture.ts';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', textNodeName: 'text', htmlEntities: true });
const read = (source: string) => parser.parse(source).testsuites.testsuite;

describe('junit', () => {
  it('is one test suite with a test case a path', () => {
    const suite = read(junit(hazardRun, hazardSuite));
    expect(suite).toMatchObject({
      name: 'hazard 1',
      tests: '3',
      failures: '1',
      errors: '0',
      skipped: '1',
      time: '1.530',
      timestamp: '2026-11-25T08:00:00',
    });
    expect(suite.testcase.map(({ classname, name }: any) => [classname, name])).toEqual(
      hazardSuite.paths.map(({ id, title }) => ['hazard', `${title.zh} [${id}]`]),
    );
    expect(suite['system-err']).toBe('总时限已到,余下 1 条未执行\n缓办与重点攻坚未探索');
  });

  it('tells a failure with its steps, the failing one marked', () => {
    const { failure } = read(junit(hazardRun, hazardSuite, { language: 'en' })).testcase[1];
    expect(failure.message).toContain('4: states: expected ["overdue"]');
    const lines = failure.text.split('\n');
    expect(lines.filter((line: string) => line.startsWith('✗'))).toHaveLength(2);
    expect(lines).toContain('found: {"states":["rectifying"]}');
    expect(lines.find((line: string) => line.startsWith('· 7.'))).toMatch(/verifier \(zhao\) does “Pass”/);
  });

  it('says so when the report is of another definition than the suite', () => {
    const old = { ...hazardRun, suite: { ...hazardRun.suite, hash: 'old' } };
    expect(read(junit(old, hazardSuite))['system-err']).toContain('报告与用例集不是同一定义');
  });

  it('is well-formed whatever labels, messages and values hold', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const results = hazardRun.results.map((result) => ({
          ...result,
          title: { zh: text, en: text },
          ...(result.failure ? { failure: { ...result.failure, message: text, actual: text } } : {}),
        }));
        const source = junit({ ...hazardRun, driver: text, partial: text, results }, suiteWith(text));
        expect(XMLValidator.validate(source)).toBe(true);
        expect(read(source).testcase).toHaveLength(3);
      }),
    );
  });
});
