// Text that breaks formats: separators, quotes, markup, keywords, controls, halves of characters. Only tests use it.
import fc from 'fast-check';
import type { Suite } from './cases/suite.ts';
import { hazardSuite } from './suite.fixture.ts';

const nasty = [
  ...[
    '\n',
    '\r\n',
    '\t',
    '|',
    '#',
    '"',
    '"""',
    '```',
    "'",
    '\\',
    '\\n',
    ';',
    ',',
    ':',
    '-->',
    '<script>',
    '</b>',
    '&amp;',
    ']]>',
    '*/',
    '${',
    '`',
  ],
  ...[
    '@',
    '=1+1',
    '+1',
    '-1',
    '%%',
    '{',
    '}',
    '[',
    '场景:',
    '那么',
    'Scenario:',
    'Then ',
    '  ',
    '<br>',
    '\u0000',
    '\u0007',
    '\u2028',
    '\ud800',
    '\ufffe',
    '\ufeff',
  ],
  ...['整改', '😀', 'e\u0301', '\u202e'],
];

export const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...nasty), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** The hazard suite with one text in every place that people or processes fill. */
export function suiteWith(text: string): Suite {
  const both = { zh: text, en: text };
  return {
    ...hazardSuite,
    process: text,
    hash: text,
    calendar: text,
    title: both,
    names: Object.fromEntries(Object.keys(hazardSuite.names ?? {}).map((name) => [name, both])),
    cast: hazardSuite.cast.map((person) => ({ ...person, id: `${text}${person.id}` })),
    paths: hazardSuite.paths.map((path) => ({
      ...path,
      title: both,
      covers: [...path.covers, `${text}:x`],
      steps: path.steps.map((step, index) => ({
        ...step,
        label: both,
        actor: step.actor === null ? null : `${text}${step.actor}`,
        ...(step.payload === undefined ? {} : { payload: index % 2 === 0 ? { [text]: text, b: 1 } : { a: { [text]: [text] } } }),
        expect: { ...step.expect, context: { [text]: text } },
      })),
    })),
    obligations: hazardSuite.obligations.map((each) => ({ ...each, label: both })),
    totals: { ...hazardSuite.totals, notExplored: [text] },
  };
}
