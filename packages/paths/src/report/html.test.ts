import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { coverageFromRun } from './coverage.ts';
import { html } from './html.ts';
import { hazardRun } from './run.fixture.ts';

/** As XML: the page closes what it opens, but for these. */
const closed = (page: string) =>
  page
    .replace('<!doctype html>', '')
    .replaceAll(/<(meta|br|input)\b([^>]*?)>/g, '<$1$2/>')
    .replaceAll(' checked/', ' checked="checked"/');

describe('the report page', () => {
  it('says in both languages what passed, what failed and how, and what is left', () => {
    const page = html(hazardRun, hazardSuite);
    for (const text of [
      '测试报告',
      'Test report',
      '总时限已到,余下 1 条未执行',
      '逾期后整改 [p-52be77]',
      '缓办与重点攻坚未探索',
      '本套用例不含登记前的拒绝',
    ]) {
      expect(page).toContain(text);
    }
    expect(page.split('class="now"')).toHaveLength(5);
    expect(page).toContain('id="zh" checked');
    expect(html(hazardRun, hazardSuite, { language: 'en' })).toContain('id="en" checked');
  });

  it('needs nothing from elsewhere', () => {
    const page = html(hazardRun, hazardSuite);
    expect(page).not.toMatch(/<script|<link|@import|\bsrc=|href=/);
    const fetched = page.replaceAll('http://www.w3.org/2000/svg', '').match(/https?:|url\((?!#)/g);
    expect(fetched).toBeNull();
  });

  it('gives every id once', () => {
    const ids = [...html(hazardRun, hazardSuite).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('warns that a report of another definition proves nothing', () => {
    const page = html({ ...hazardRun, suite: { ...hazardRun.suite, hash: 'old' } }, hazardSuite);
    expect(page).toContain('报告与用例集不是同一定义');
  });

  it('is well-formed and runs nothing, whatever labels and messages hold', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const results = hazardRun.results.map((result) =>
          result.failure ? { ...result, failure: { ...result.failure, message: text } } : result,
        );
        const page = html({ ...hazardRun, results, driver: text }, suiteWith(text));
        expect(XMLValidator.validate(closed(page))).toBe(true);
        expect(page).not.toContain('<script');
      }),
      { numRuns: 50 },
    );
  });
});

describe('the coverage of a run', () => {
  const states = (report: Parameters<typeof coverageFromRun>[1]) => coverageFromRun(hazardSuite, report).criteria[0];

  it('counts steps up to the one that failed, and none of what was skipped', () => {
    const coverage = coverageFromRun(hazardSuite, hazardRun);
    expect(coverage.state('recorded')).toEqual({ passed: 3, failed: 0 });
    expect(coverage.state('overdue')).toEqual({ passed: 0, failed: 1 });
    expect(coverage.state('escalated')).toEqual({ passed: 0, failed: 0 });
    expect(coverage.criteria).toContainEqual({ criterion: 'deadline', met: 1, covered: 2, coverable: 2, excluded: 0 });
  });

  it('is what the suite covers when everything passed', () => {
    const results = hazardRun.results.map(({ failure, ...result }) => ({ ...result, outcome: 'passed' as const }));
    expect(states({ ...hazardRun, results })).toEqual({ criterion: 'state', met: 7, covered: 7, coverable: 7, excluded: 1 });
  });

  it('never counts what a report tells of paths the suite does not have', () => {
    const results = [{ path: 'p-other', title: { zh: '', en: '' }, outcome: 'passed' as const, durationMs: 1 }];
    expect(states({ ...hazardRun, results })).toMatchObject({ met: 0 });
  });
});
