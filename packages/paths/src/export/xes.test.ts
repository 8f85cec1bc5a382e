import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { xes } from './xes.ts';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', htmlEntities: true, parseAttributeValue: false });
const list = (value: any): any[] => (Array.isArray(value) ? value : [value]);
const tracesOf = (source: string) =>
  list(parser.parse(source).log.trace).map((trace) =>
    list(trace.event).map((event) => Object.fromEntries([...list(event.string), event.date].map(({ key, value }) => [key, value]))),
  );

describe('xes', () => {
  it('is a trace a path, with who did what, when, and how it ended', () => {
    const [first, second] = tracesOf(xes(hazardSuite));
    expect(first).toHaveLength(10);
    expect(first![1]).toEqual({
      'concept:name': '派单',
      'lifecycle:transition': 'ate_abort',
      'time:timestamp': '2026-03-02T01:00:00.000Z',
      'org:resource': 'li',
      'org:role': '发现人',
      'bihuan:command': 'assign',
      'bihuan:outcome': 'forbidden',
      'bihuan:states': 'reported',
    });
    expect(second![3]).toMatchObject({ 'concept:name': '时间到“整改期限”', 'time:timestamp': '2026-03-05T01:00:00.000Z' });
  });

  it('is well-formed, and gives every label back, whatever it holds', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const source = xes(suiteWith(text));
        expect(XMLValidator.validate(source)).toBe(true);
        expect(tracesOf(source).map((events) => events.length)).toEqual(hazardSuite.paths.map(({ steps }) => steps.length));
      }),
    );
  });
});
