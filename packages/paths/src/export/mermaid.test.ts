import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { mermaid } from './mermaid.ts';

const lines = (source: string) => source.split('\n').map((line) => line.trim());

describe('mermaid', () => {
  it('draws every state and transition that the suite comes by', () => {
    const drawn = lines(mermaid(hazardSuite));
    expect(drawn).toContain('state "已上报" as s1');
    expect(drawn).toContain('[*] --> s1');
    expect(drawn).toContain('s3 --> s6 : 到期：整改期限');
    expect(drawn.filter((line) => line.includes(' --> '))).toHaveLength(9);
    expect(drawn.filter((line) => line.startsWith('class'))).toEqual([]);
  });

  it('numbers the steps of a path on its edges, and says in notes what moves nowhere', () => {
    const drawn = lines(mermaid(hazardSuite, 'p-52be77'));
    expect(drawn).toContain('s3 --> s6 : 4. 到期：整改期限');
    expect(drawn).toContain('s6 --> s4 : 5. 提交整改');
    expect(drawn).toContain('class s6 passed');
    expect(drawn).not.toContain('class s7 passed');
    expect(drawn.find((line) => line.startsWith('6.'))).toBe(
      '6. 责任人（wuye-7）办理“复查通过” — 被拒绝（无权办理）：没有这个角色；复查人不能是整改人',
    );
  });

  it('draws the suite alone when it has no such path', () => {
    expect(mermaid(hazardSuite, 'p-unknown')).toBe(mermaid(hazardSuite));
  });

  it('keeps its lines whatever the labels hold, and none of what Mermaid would read as its own', () => {
    const shape = lines(mermaid(hazardSuite, 'p-1f0c9a')).map((line) => line.split(/["\s]/)[0]);
    fc.assert(
      fc.property(hostileText, (text) => {
        const drawn = lines(mermaid(suiteWith(text), 'p-1f0c9a'));
        expect(drawn.map((line) => line.split(/["\s]/)[0])).toEqual(shape);
        expect(drawn.filter((line) => /;|<|%%|-->.*-->/.test(line))).toEqual([]);
      }),
    );
  });
});
