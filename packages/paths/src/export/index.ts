// Every form a suite can be written in, by name. What a form holds is its own file's.
import type { Suite } from '../cases/suite.ts';
import type { Language } from '../cases/teller.ts';
import { csv } from './csv.ts';
import { gherkin } from './gherkin.ts';
import { markdown } from './markdown.ts';
import { mermaid } from './mermaid.ts';
import { playwright } from './playwright.ts';
import { suiteJson } from './suite-json.ts';
import { vitest } from './vitest.ts';
import { xes } from './xes.ts';
import { xlsx } from './xlsx.ts';

export interface ExportOptions {
  /** Chinese unless told; `gherkin-zh`, `gherkin-en` and `json` keep their own. */
  readonly language?: Language;
  /** For `mermaid`: the path to draw. */
  readonly path?: string;
}

export interface Exporter {
  /** Of the file, with its dot: `.feature`. */
  readonly extension: string;
  readonly mediaType: string;
  write(suite: Suite, options?: ExportOptions): string | Promise<Uint8Array>;
}

export const exporters = {
  'gherkin-zh': { extension: '.zh.feature', mediaType: 'text/x-gherkin', write: (suite) => gherkin(suite, 'zh') },
  'gherkin-en': { extension: '.en.feature', mediaType: 'text/x-gherkin', write: (suite) => gherkin(suite, 'en') },
  markdown: { extension: '.md', mediaType: 'text/markdown', write: markdown },
  csv: { extension: '.csv', mediaType: 'text/csv', write: csv },
  xlsx: { extension: '.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: xlsx },
  vitest: { extension: '.test.ts', mediaType: 'text/x-typescript', write: vitest },
  playwright: { extension: '.spec.ts', mediaType: 'text/x-typescript', write: playwright },
  mermaid: { extension: '.mmd', mediaType: 'text/vnd.mermaid', write: (suite, options) => mermaid(suite, options?.path, options) },
  xes: { extension: '.xes', mediaType: 'application/xml', write: xes },
  json: { extension: '.suite.json', mediaType: 'application/json', write: suiteJson },
} as const satisfies Readonly<Record<string, Exporter>>;

export type ExportFormat = keyof typeof exporters;
