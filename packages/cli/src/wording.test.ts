import { expect, it } from 'vitest';
import { say, sayNamed, sayTime, text, type Wording } from './wording.ts';

const wording = (language: Wording['language']): Wording => ({ language, timeZone: 'Asia/Shanghai' });

it('says a text in one language, or in both, once where they are the same', () => {
  const rectify = text('整改', 'rectify');
  expect([say(wording('zh'), rectify), say(wording('en'), rectify), say(wording('both'), rectify)]).toEqual([
    '整改',
    'rectify',
    '整改 / rectify',
  ]);
  expect(say(wording('both'), text('a | b', 'a | b'))).toBe('a | b');
});

it('puts a name before what it is called, unless it is the same', () => {
  expect(sayNamed(wording('zh'), 'assign', text('派单', 'Assign'))).toBe('assign 派单');
  expect(sayNamed(wording('en'), 'closed', text('已结', 'closed'))).toBe('closed');
  expect(sayNamed(wording('en'), 'closed', text('', ''))).toBe('closed');
});

it('shows no time as a dash', () => {
  expect(sayTime(wording('en'), null)).toBe('—');
});
