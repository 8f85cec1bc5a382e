// A Vitest file that runs a suite: one test a path, against a driver that the reader writes. What a driver is, is run/driver.ts.
import { oneLine } from '../cases/one-line.ts';
import type { Suite } from '../cases/suite.ts';
import { type Language, teller } from '../cases/teller.ts';

const words = {
  zh: { made: '由 bihuan 生成；driver 由您来写。', same: '用例文件与本文件同出一版', todo: '在此接上被测系统' },
  en: {
    made: 'Made by bihuan; the driver is yours to write.',
    same: 'is of the same version as its cases',
    todo: 'reach the system under test here',
  },
} as const;

export interface VitestOptions {
  readonly language?: Language;
  /** Where the suite is kept, relative to the test; `./<process>.suite.json` unless told. */
  readonly suiteFile?: string;
}

/** Code that compiles as it is; every test fails until its driver is written. */
export function vitest(suite: Suite, { language = 'zh', suiteFile = `./${suite.process}.suite.json` }: VitestOptions = {}): string {
  const say = teller(suite, language);
  const word = words[language];
  return `// ${say.text(suite.title)} — ${oneLine(`${suite.process} ${suite.version}`)}. ${word.made}
import { readFileSync } from 'node:fs';
import { type Driver, readSuite, runPath } from '@bihuan/paths';
import { describe, expect, it } from 'vitest';

const suite = readSuite(readFileSync(new URL(${code(suiteFile)}, import.meta.url), 'utf8'));

const driver: Driver = {
  name: ${code(suite.process)},
  async session({ cast, startMs }) {
    // TODO ${word.todo}
    throw new Error(\`no session for \${cast.length} people at \${startMs}\`);
  },
};

async function run(id: string): Promise<void> {
  const path = suite.paths.find((each) => each.id === id);
  if (!path) throw new Error(\`the suite has no path \${id}\`);
  const { failure } = await runPath(suite, path, driver);
  if (failure) expect.fail(\`step \${failure.step}: \${failure.message}\`);
}

describe(${code(say.text(suite.title))}, () => {
  it(${code(word.same)}, () => {
    expect(suite.hash).toBe(${code(suite.hash)});
  });

${suite.paths.map(({ id, title }) => `  it(${code(`${say.text(title)} [${id}]`)}, () => run(${code(id)}));`).join('\n')}
});
`;
}

/** A value as TypeScript, text in single quotes where it needs no escapes. */
export function code(value: unknown): string {
  const json = JSON.stringify(value).replace(/[\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16)}`);
  return typeof value === 'string' && json === `"${value}"` && !value.includes("'") ? `'${value}'` : json;
}
