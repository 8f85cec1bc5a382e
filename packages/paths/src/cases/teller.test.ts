import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText, suiteWith } from '../hostile-text.fixture.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { duration } from './duration.ts';
import { nameOf, namesFromLabels } from './names.ts';
import { oneLine, valueFromText, valueText } from './one-line.ts';
import { teller } from './teller.ts';

describe('a step in words', () => {
  const [zh, en] = [teller(hazardSuite, 'zh'), teller(hazardSuite, 'en')];
  const step = (path: number, at: number) => hazardSuite.paths[path]!.steps[at]!;

  it('says who acts in which role', () => {
    expect(zh.act(step(0, 4))).toBe('登记人（wang）办理“派单”');
    expect(en.act(step(0, 4))).toBe('recorder (wang) does “Assign”');
  });

  it('says the moment a deadline is waited for', () => {
    const { time, ...late } = step(0, 6);
    expect(zh.act(step(0, 6))).toBe('时间到“整改期限”前1毫秒');
    expect(zh.act(step(1, 3))).toBe('时间到“整改期限”');
    expect(zh.act({ ...late, time: { ...time!, offsetMs: 1 } })).toBe('时间到“整改期限”后1毫秒');
    expect(zh.act({ ...late, time: { ...time!, deadline: '', waitMs: 7_200_000 } })).toBe('时间过去2小时');
  });

  it('says why not, and that nothing changed', () => {
    expect(zh.expected(step(1, 5))).toEqual(['被拒绝（无权办理）：没有这个角色；复查人不能是整改人', '案件不变，仍在“已整改”']);
    expect(en.expected(step(0, 5))[0]).toBe('it is refused: only the owner may do this');
    expect(zh.expected({ ...step(0, 5), expect: { outcome: 'ignored', states: ['rectifying'] } })[0]).toBe('被拒绝（不予理会）');
  });

  it('says of two requests at once that one of them counts', () => {
    expect(zh.expected(step(1, 4))[0]).toBe('只有一次办理成功');
  });

  it('is one line a sentence, whatever the labels hold', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const suite = suiteWith(text);
        const say = teller(suite, 'zh');
        const sentences = suite.paths.flatMap(({ steps }) => steps.flatMap((each) => [say.act(each), ...say.expected(each)]));
        expect(sentences.filter((sentence) => /[\r\n\u2028\u2029]/.test(sentence))).toEqual([]);
      }),
    );
  });
});

describe('names', () => {
  it('come from the labels of a process', () => {
    const label = { zh: '已销号', en: 'struck off' };
    expect(namesFromLabels({ states: { closed: label }, outcomes: { closed: label } })).toEqual({
      'state:closed': label,
      'result:closed': label,
    });
  });

  it('are found by path, by its last part, by the obligation, or not at all', () => {
    const suite = { names: { 'state:a': { zh: '甲', en: 'A' } }, obligations: [{ ...hazardSuite.obligations[0]!, id: 'state:b' }] };
    expect(nameOf(suite, 'state', 'x.a').zh).toBe('甲');
    expect(nameOf(suite, 'state', 'b').zh).toBe('已上报');
    expect(nameOf(suite, 'role', 'constructor').zh).toBe('constructor');
  });
});

it('tells different texts apart on one line', () => {
  fc.assert(fc.property(hostileText, hostileText, (a, b) => (oneLine(a) === oneLine(b)) === (a === b)));
});

it('reads every written value back', () => {
  fc.assert(
    fc.property(fc.oneof(hostileText, fc.jsonValue()), (value) => {
      expect(JSON.stringify(valueFromText(valueText(value)))).toBe(JSON.stringify(value));
    }),
  );
  expect(valueText('true')).toBe('"true"');
});

it.each([
  [0, '0毫秒', '0 ms'],
  [90_061_001, '1天1小时1分1秒1毫秒', '1 d 1 h 1 min 1 s 1 ms'],
  [-1, '1毫秒', '1 ms'],
])('says %d ms', (ms, zh, en) => {
  expect([duration(ms, 'zh'), duration(ms, 'en')]).toEqual([zh, en]);
});
