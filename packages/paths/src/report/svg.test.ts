import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { hazardRun } from './run.fixture.ts';
import { svg } from './svg.ts';

const count = (source: string, text: string) => source.split(text).length - 1;

describe('the diagram', () => {
  it('draws every state and transition, green where a step passed, red where one failed, grey where none came', () => {
    const drawn = svg(hazardSuite, { report: hazardRun });
    expect(count(drawn, '<text class="state"')).toBe(8);
    expect(count(drawn, '<path class="line ')).toBe(9);
    expect(count(drawn, '<path class="line failed"')).toBe(1);
    expect(count(drawn, '<path class="line passed"')).toBe(4);
    expect(drawn).toContain('到期：整改期限 ✗1');
    expect(drawn).toContain('派单 ×2');
    expect(drawn).toContain('去向未知');
  });

  it('draws the suite as designed where there is no run', () => {
    const drawn = svg(hazardSuite, { language: 'en' });
    expect(count(drawn, '<path class="line passed"')).toBe(8);
    expect(drawn).toContain('Hazard closed loop · as designed');
    expect(svg(hazardSuite, { language: 'en' })).toBe(drawn);
  });

  it('is well-formed, with the same boxes and lines, whatever the labels hold', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const drawn = svg(suiteWith(text), { report: hazardRun });
        expect(XMLValidator.validate(drawn)).toBe(true);
        expect(count(drawn, '<path class="line ')).toBe(9);
        expect(drawn).not.toContain('NaN');
      }),
    );
  });
});
