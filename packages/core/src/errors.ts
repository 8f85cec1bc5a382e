// Misuse and broken definitions. A refusal is a value (outcome.ts); what is thrown is always this error, with a literal code.
import type { Text } from './text.ts';

/** Every code, and what it says in general. The error itself says which case and place. */
export const errorCodes = {
  ACTOR_INVALID: {
    zh: '操作人缺少 tenant 或 id、用了系统保留的 id,或无权做此运维操作',
    en: 'an actor without tenant or id, with an id reserved for the system, or without the right to this operator act',
  },
  ALWAYS_LOOP: { zh: '无事件转移停不下来', en: 'eventless transitions do not come to rest' },
  CALENDAR_NEEDED: { zh: '期限按工作时间计,却没有工作日历', en: 'a limit in working time, and no working calendar to count it' },
  CALENDAR_UNKNOWN_DAYS: {
    zh: '期限超出日历所知的日子,而日历被要求拒绝',
    en: 'a due time beyond the days a calendar knows, where it was told to refuse',
  },
  CASE_CORRUPT: { zh: '库中记录不是本库写的,或已损坏', en: 'a stored record that is not one of ours, or is damaged' },
  CONFLICT_STORM: { zh: '提交屡次被抢先,请重试', en: 'a commit lost every race it was tried in; try again' },
  CONTEXT_INVALID: {
    zh: '流程写入的上下文或消息不合其模式,或 JSON 装不下',
    en: 'a step left a context or message that its schema or JSON cannot carry',
  },
  DATE_INVALID: { zh: '日期不存在,或不是有限的时刻', en: 'a date that does not exist, or a time that is no finite number' },
  LIMIT_INVALID: {
    zh: '期限为负、非有限数,或没有(只有一个)单位',
    en: 'a limit that is negative, not finite, or not of exactly one known unit',
  },
  LINK_LOOP: { zh: '关联案件互相触发,停不下来', en: 'linked cases that keep changing each other' },
  OPTION_INVALID: { zh: '选项取值不在文档所列之内', en: 'an option outside its documented values' },
  PROCESS_CHANGED: { zh: '同一版本号,结构却变了', en: 'the same version with another structure' },
  PROCESS_INVALID: { zh: '流程定义建立不起来', en: 'a definition that cannot be built' },
  PROCESS_UNKNOWN: { zh: '引擎没有这个流程或版本', en: 'a process or version this engine was not given' },
  PROCESS_UNSOUND: { zh: '流程能建立,但会使案件滞留', en: 'a definition that can be built, and would strand its cases' },
  RULE_THREW: { zh: '流程中的规则、期限、消息或赋值抛出异常', en: 'a rule, deadline, message or assignment of a process threw' },
  SCHEMA_ASYNC: { zh: '模式校验需要等待,而流程须同步', en: 'a schema that needs a promise, where processes are synchronous' },
  SCHEMA_NOT_JSON: { zh: '模式的值 JSON 装不下', en: 'a schema whose values JSON cannot carry' },
  STORE_BUSY: { zh: '数据库被占用,可重试', en: 'the database is locked; may be retried' },
  STORE_CLOSED: { zh: '库已关闭', en: 'used after close' },
  STORE_SCHEMA: { zh: '数据表缺失、过旧、过新或被改动', en: 'tables that are missing, older, newer or altered' },
  SUBSCRIBER_UNKNOWN: { zh: '引擎没有这个订阅者', en: 'a subscriber this engine was not given' },
  STORE_UNSUPPORTED: { zh: '该库没有这项能力', en: 'a capability this store does not have' },
  TIMER_LOOP: { zh: '期限反复同时到期', en: 'deadlines that keep falling due at the same moment' },
} as const satisfies Record<string, Text>;

export type ErrorCode = keyof typeof errorCodes;

/** What went wrong, in both languages, with the case or place it concerns in `details`. */
export class BihuanError extends Error {
  override readonly name = 'BihuanError';
  readonly code: ErrorCode;
  readonly text: Text;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, text: Text, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(`${code}: ${text.en}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.text = text;
    this.details = details;
  }
}
