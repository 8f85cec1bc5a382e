// Plain text for a terminal, in both languages.

import type { Text } from '@bihuan/core';
import type { Rate, Reconciliation } from '@bihuan/processes';
import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';

export const when = (ms: number | null): string => (ms === null ? '—' : format(new TZDate(ms, 'Asia/Shanghai'), 'yyyy-MM-dd HH:mm'));
/** A due time: the end of a day is 24:00 of that day, as people say it. */
export const due = (ms: number | null): string => {
  const printed = when(ms);
  return ms !== null && printed.endsWith('00:00') ? `${when(ms - 1).slice(0, 10)} 24:00` : printed;
};

export const both = (text: Text): string => `${text.zh} | ${text.en}`;

export function section(title: string, lines: readonly string[]): void {
  console.log(`\n== ${title}`);
  for (const line of lines) console.log(`   ${line}`);
}

export const rateLine = ({ name, numerator, denominator, percent, excluded }: Rate): string => {
  const left = Object.entries(excluded)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason} ${count}`);
  return `${both(name)}: ${numerator}/${denominator} = ${percent === null ? '—' : `${percent}%`}${left.length > 0 ? ` (left out: ${left.join(', ')})` : ''}`;
};

export const reconciliationLine = ({ total, buckets, unaccounted, reconciles }: Reconciliation): string => {
  const parts = Object.entries(buckets).map(([bucket, count]) => `${bucket} ${count}`);
  return `${total} = ${parts.join(' + ')}${reconciles ? '' : ` + ${unaccounted} in no bucket (对不上,${unaccounted} 件不在任何一栏)`}`;
};

export const tally = <Item>(items: readonly Item[], key: (item: Item) => string): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
};
