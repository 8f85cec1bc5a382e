// How a length of time is said. What it is counted from is the caller's.
import type { Language } from './teller.ts';

const units = [
  [86_400_000, '天', 'd'],
  [3_600_000, '小时', 'h'],
  [60_000, '分', 'min'],
  [1_000, '秒', 's'],
  [1, '毫秒', 'ms'],
] as const;

/** `duration(90_061_001, 'zh')` is `1天1小时1分1秒1毫秒`; parts of a millisecond are left out, and what is negative is said without its sign. */
export function duration(ms: number, language: Language): string {
  let rest = Math.trunc(Math.abs(ms));
  const parts: string[] = [];
  for (const [size, zh, en] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(language === 'zh' ? `${count}${zh}` : `${count} ${en}`);
  }
  if (parts.length === 0) return language === 'zh' ? '0毫秒' : '0 ms';
  return parts.join(language === 'zh' ? '' : ' ');
}
