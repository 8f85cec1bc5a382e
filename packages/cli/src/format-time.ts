// Moments as people read and write them: `2026-11-22 09:30 周日/Sun`, in a time zone. Epoch milliseconds inside.
import { TZDate, tz } from '@date-fns/tz';
// One function a file: the whole of date-fns takes longer to load than most commands take.
import { format } from 'date-fns/format';
import { isValid } from 'date-fns/isValid';
import { enUS } from 'date-fns/locale/en-US';
import { zhCN } from 'date-fns/locale/zh-CN';
import { parseISO } from 'date-fns/parseISO';
import { Failure } from './failure.ts';
import type { Wording } from './wording.ts';

export function formatTime(atMs: number, { language, timeZone }: Wording): string {
  const at = new TZDate(atMs, timeZone);
  const weekdays = [...(language === 'en' ? [] : [zhCN]), ...(language === 'zh' ? [] : [enUS])].map((locale) =>
    format(at, 'EEE', { locale }),
  );
  return `${format(at, 'yyyy-MM-dd HH:mm')} ${weekdays.join('/')}`;
}

/** An ISO time; without an offset it is one of the time zone. Throws `TIME_INVALID`. */
export function parseTime(iso: string, timeZone: string): number {
  const at = parseISO(iso, { in: tz(timeZone) });
  if (isValid(at)) return at.getTime();
  throw new Failure('TIME_INVALID', {
    zh: `不是 ISO 时间:${iso};例 2026-11-22T09:30 或 2026-11-22T09:30+08:00`,
    en: `Not an ISO time: ${iso}; write 2026-11-22T09:30 or 2026-11-22T09:30+08:00`,
  });
}

/** Throws `TIME_ZONE_UNKNOWN`. */
export function checkTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) && timeZone;
  } catch {
    throw new Failure('TIME_ZONE_UNKNOWN', {
      zh: `没有时区 ${timeZone};例 Asia/Shanghai`,
      en: `There is no time zone ${timeZone}; try Asia/Shanghai`,
    });
  }
}
