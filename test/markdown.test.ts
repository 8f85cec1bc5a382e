import { describe, expect, it } from 'vitest';
import { readPage } from './markdown.ts';

const fenced = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, '```'];
const page = (...lines: (string | string[])[]) => readPage(lines.flat().join('\n'));
const trimmed = (code: string) => code.split('\n').filter((line) => line !== '');

describe('a page of documentation', () => {
  it('gives a program its output when a text block directly follows', () => {
    const { programs } = page(fenced('ts', 'a()'), '', fenced('text', '1', '', '2'), 'prose', fenced('text', 'not output'));
    expect(programs).toEqual([{ kind: 'ts', line: 1, code: '\na()', runs: true, expected: '1\n\n2' }]);
  });

  it('leaves a text block alone when prose stands between', () => {
    const { programs } = page(fenced('ts', 'a()'), 'So it looks like this:', fenced('text', '1'));
    expect(programs[0]?.expected).toBeUndefined();
  });

  it('continues a program, on the same lines as the page, and joins its outputs', () => {
    const { programs } = page(fenced('ts', 'a()'), fenced('text', '1'), 'And then', fenced('ts continue', 'b()'), fenced('txt', '2'));
    expect(programs).toHaveLength(1);
    expect(programs[0]).toMatchObject({ line: 1, expected: '1\n2' });
    expect(programs[0]?.code.split('\n').indexOf('b()')).toBe(8);
  });

  it('keeps programs apart that do not continue each other', () => {
    const { programs } = page(fenced('ts', 'a()'), fenced('sh', 'ls'), fenced('ts no-run', 'b()'), fenced('json', '{}'));
    expect(programs.map(({ kind, code, runs }) => [kind, ...trimmed(code), runs])).toEqual([
      ['ts', 'a()', true],
      ['sh', 'ls', true],
      ['ts', 'b()', false],
    ]);
  });

  it('reads blocks in lists and blocks that hold fences', () => {
    const { programs } = page('- one', ['  ```ts', '  if (a) {', '    b()', '  }', '  ```'], ['````md', '```ts', 'c()', '```', '````']);
    expect(programs.map(({ code }) => trimmed(code))).toEqual([['if (a) {', '  b()', '}']]);
  });

  it('refuses a word it does not know, a continuation of nothing and an open block', () => {
    expect(() => page(fenced('ts norun', 'a()'))).toThrow('line 1');
    expect(() => page('', fenced('ts continue', 'a()'))).toThrow('line 2');
    expect(() => page('', '', '```ts')).toThrow('line 3');
  });

  it('finds links into the repository, and none in code', () => {
    const { links } = page(
      ...['[a](docs/a.md#b) and ![b](<x>) [c](https://example.org) [d](#e) `[f](g)`'],
      ...[fenced('ts', '// [h](i)'), '[j](k%20l.md "title")'],
    );
    expect(links).toEqual(['docs/a.md', '<x>', 'k l.md']);
  });
});
