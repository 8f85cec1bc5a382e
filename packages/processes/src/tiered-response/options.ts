// Limits of the three levels. 004 names none (“立即就知”); those that are published rules say so.
import { hours, type Limit, minutes, workingDays } from '@bihuan/core';

export interface ResponseOptions {
  /** 研判: how long until somebody says which level it is. */
  readonly classify: Limit;
  /** 当即处理, before it goes up to the joint meeting. */
  readonly immediate: Limit;
  /** 联席会议, before the community party committee whistles. */
  readonly meeting: Limit;
  /** 各方办理 what the meeting assigned. */
  readonly handling: Limit;
  /** 应哨 and 报到, each; a missed one is reminded of. */
  readonly answer: Limit;
  readonly arrive: Limit;
  /** 办结 after 报到: simple the same day, complex within ten working days (扬州广陵, published rule); emergencies in natural time (our rule). */
  readonly onSite: { readonly simple: Limit; readonly complex: Limit; readonly emergency: Limit };
  readonly rate: Limit;
  readonly arbitrate: Limit;
  /** 确认: silence until then counts as confirmed, and says so. */
  readonly confirm: Limit;
  readonly most: { readonly reminders: number; readonly whistles: number; readonly redo: number };
  /** 基层评价 of 1 to 5: below this it is done again. */
  readonly leastScore: number;
}

export const responseDefaults: ResponseOptions = {
  classify: minutes(30),
  immediate: hours(24),
  meeting: workingDays(3),
  handling: workingDays(5),
  answer: hours(2),
  arrive: hours(24),
  onSite: { simple: { workingDays: 0, end: 'end-of-day' }, complex: workingDays(10), emergency: hours(24) },
  rate: workingDays(3),
  arbitrate: workingDays(2),
  confirm: workingDays(3),
  most: { reminders: 2, whistles: 2, redo: 1 },
  leastScore: 3,
};
