// A limit in words: `4 个工作小时`, `3 working days, from the next working day`.
import type { Limit, Text } from '@bihuan/core';
import { text } from './wording.ts';

/** Null stands for a limit that each case works out. */
export function describeLimit(limit: Limit | null): Text {
  if (limit === null) return text('按案件计算', 'set by the case');
  const parts = [span(limit), ...(limit.start ? [starts[limit.start]] : []), ...(limit.end ? [ends[limit.end]] : [])];
  const all = limit.clock === 'runs' ? [...parts, text('挂起不停表', 'runs while suspended')] : parts;
  return text(
    all
      .map(({ zh }) => zh)
      .filter(Boolean)
      .join(','),
    all
      .map(({ en }) => en)
      .filter(Boolean)
      .join(', '),
  );
}

const starts = {
  'same-moment': text('', ''),
  'next-working-day': text('次日起算', 'from the next working day'),
  'weekend-to-monday': text('休息日顺延起算', 'from the next working day when it is a rest day'),
} as const;
const ends = { clock: text('', ''), 'end-of-day': text('至当日24时', 'to the end of the day') } as const;

function span(limit: Limit): Text {
  if ('workingDays' in limit) return counted(limit.workingDays, '个工作日', 'working day');
  if ('workingHours' in limit) return counted(limit.workingHours, '个工作小时', 'working hour');
  if ('untilMs' in limit) return text(`到 ${new Date(limit.untilMs).toISOString()}`, `until ${new Date(limit.untilMs).toISOString()}`);
  const [, unit] = units.find(([ms]) => limit.ms % ms === 0 && limit.ms > 0) ?? units.at(-1)!;
  const [ms] = units.find(([, each]) => each === unit)!;
  return counted(limit.ms / ms, unit[0], unit[1]);
}

const units = [
  [86_400_000, ['天', 'day']],
  [3_600_000, ['小时', 'hour']],
  [60_000, ['分钟', 'minute']],
  [1_000, ['秒', 'second']],
] as const;

const counted = (count: number, zh: string, en: string): Text => text(`${count} ${zh}`, `${count} ${en}${count === 1 ? '' : 's'}`);
