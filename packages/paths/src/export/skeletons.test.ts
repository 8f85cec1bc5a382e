import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { playwright } from './playwright.ts';
import { vitest } from './vitest.ts';

const faultsOf = (source: string) =>
  ts
    .transpileModule(source, { reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } })
    .diagnostics!.map(({ messageText }) => messageText);

/** Names of the calls of a function, read off the syntax tree. */
function titlesOf(source: string, callee: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const [title] = ts.isCallExpression(node) && node.expression.getText() === callee ? node.arguments : [];
    if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('sample.ts', source, ts.ScriptTarget.ES2023, true));
  return titles;
}

describe.each([
  ['vitest', vitest, 'it', 1],
  ['playwright', playwright, 'test', 0],
] as const)('%s', (_, write, callee, more) => {
  it('is code with a test a path', () => {
    expect(faultsOf(write(hazardSuite))).toEqual([]);
    const titles = titlesOf(write(hazardSuite, { language: 'en' }), callee);
    expect(titles.slice(more)).toEqual(hazardSuite.paths.map(({ id, title }) => `${title.en} [${id}]`));
  });

  it('is the same code whatever the labels hold', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const source = write(suiteWith(text));
        expect(faultsOf(source)).toEqual([]);
        expect(titlesOf(source, callee)).toHaveLength(hazardSuite.paths.length + more);
      }),
      { numRuns: 40 },
    );
  });
});

it('has a test.step for every step in Playwright', () => {
  expect(titlesOf(playwright(hazardSuite), 'test.step')).toHaveLength(hazardSuite.totals.steps);
});
