// Writes the pages that are lists: errors.md and glossary.md. `node docs/generate.ts` writes them; a test compares them with what is here.
import { writeFileSync } from 'node:fs';
import { controls, type ErrorCode, outcomeLabels, type Text } from '@bihuan/core';
import { fourLists, hazard, tieredResponse, wish } from '@bihuan/processes';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
const terms = (labels: Readonly<Record<string, Text>>, head: string) =>
  table(
    [head, '中文', 'English'],
    Object.entries(labels).map(([name, { zh, en }]) => [`\`${name}\``, zh, en]),
  );

/** What each code says in general, complete by type. The error itself says which case and place. */
const errorCodes: Readonly<Record<ErrorCode, Text>> = {
  ACTOR_INVALID: {
    zh: '操作人缺少 tenant 或 id、用了系统保留的 id,或无权做此运维操作',
    en: 'an actor without tenant or id, with an id reserved for the system, or without the right to this operator act',
  },
  ALWAYS_LOOP: { zh: '无事件转移停不下来', en: 'eventless transitions do not come to rest' },
  ARCHIVE_INVALID: { zh: '归档文件的一行无法识别或已被改动', en: 'a line that is not of an archive, or was altered' },
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
  ENGINE_DRAINED: { zh: '引擎已停用,不再受理', en: 'this engine was drained and takes no more requests' },
  LIMIT_INVALID: {
    zh: '期限为负、非有限数,或没有(只有一个)单位',
    en: 'a limit that is negative, not finite, or not of exactly one known unit',
  },
  LINK_LOOP: { zh: '关联案件互相触发,停不下来', en: 'linked cases that keep changing each other' },
  MIGRATION_HOLES: { zh: '迁移计划有缺口:有旧案件无处可去', en: 'a migration plan leaves old cases that can occur without a target' },
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
  STORE_FULL: { zh: '数据库磁盘已满,未写入任何内容', en: 'the disk of the database is full; nothing was written' },
  STORE_SCHEMA: { zh: '数据表缺失、过旧、过新或被改动', en: 'tables that are missing, older, newer or altered' },
  SUBSCRIBER_HANGS: { zh: '订阅者未在租约内处理完消息', en: 'a subscriber kept a message longer than its lease; it is tried again' },
  SUBSCRIBER_UNKNOWN: { zh: '引擎没有这个订阅者', en: 'a subscriber this engine was not given' },
  SUITE_INVALID: { zh: '文件不是测试用例集,或自相矛盾', en: 'a file that is no suite of test cases, or contradicts itself' },
  STORE_UNCERTAIN: {
    zh: '提交时连接中断,可能已写入;以同一幂等键重试',
    en: 'the connection broke while committing: it may have been written; try again with the same key',
  },
  STORE_UNSUPPORTED: { zh: '该库没有这项能力', en: 'a capability this store does not have' },
  TIMER_LOOP: { zh: '期限反复同时到期', en: 'deadlines that keep falling due at the same moment' },
  WEBHOOK_FAILED: {
    zh: '推送对端连不上,或没有答 2xx;稍后再送',
    en: 'a webhook that cannot be reached, or answered other than 2xx; it is tried again',
  },
  WEBHOOK_HANGS: { zh: '推送对端未按时应答;稍后再送', en: 'a webhook that did not answer in time; it is tried again' },
};

const nouns: readonly (readonly [string, string, string])[] = [
  ['process', '流程', 'a definition: id, version, labels, roles, commands, rules, deadlines, messages, a statechart'],
  ['case', '案件', 'one running instance of a process'],
  ['command', '命令', 'a request on a case: type, payload, actor, time, key, expected revision'],
  ['rule', '规则', 'a named, explained guard: it holds, or refuses with data'],
  ['decision', '决定', 'the whole consequence of one command'],
  ['journal', '日志', 'the append-only, hash-chained history of a case'],
  ['work item', '待办', 'what someone has to do now: role or person, unit, due time'],
  ['deadline', '期限', 'a limit declared as data, resolved by a calendar to a due time; fires as a timer'],
  ['link', '关联', 'a typed tie between cases'],
  ['unit', '单元', 'a node of the organisation tree: 街道 / 社区 / 小区 / 网格 / 楼栋'],
  ['grant', '授权', 'a role at a unit and below it, for a term'],
  ['outbox', '发件箱', 'messages that leave only after their commit, at least once, in order per case'],
  ['store', '库', 'the port through which all of it is kept'],
  ['roll-up', '汇总', 'what a case shows to the cases it is linked with'],
];

export const pages: Readonly<Record<string, string>> = {
  'errors.md': `# Outcomes and errors

A command always comes to one outcome, which is a value. Misuse, broken definitions and broken stores throw a \`BihuanError\` with a literal \`code\`,
\`text\` in both languages and \`details\` that name the case and place. This page is generated: \`node docs/generate.ts\`.

## Outcomes

Refusals are looked for in the order below from \`not-found\` on, \`replayed\` together with \`key-reused\`. \`forbidden\`, \`invalid\` and \`refused\` list all their
reasons. All but the first two change nothing.

${terms(outcomeLabels, 'outcome')}

## Error codes

${terms(errorCodes, 'code')}
`,
  'glossary.md': `# Glossary 术语

One word per idea, in types, SQL, messages, screens and docs. This page is generated: \`node docs/generate.ts\`.

## Nouns

${table(['term', '中文', 'is'], nouns)}

## Built-in acts

${terms(Object.fromEntries(Object.entries(controls).map(([name, { label }]) => [name, label])), 'act')}

${[hazard, tieredResponse, wish, fourLists]
  .map(
    ({ id, spec: { labels } }) =>
      `## ${labels.title.zh} ${labels.title.en} (\`${id}\`)\n\n${(['states', 'commands', 'roles', 'deadlines'] as const).map((group) => terms(labels[group], group)).join('\n\n')}`,
  )
  .join('\n\n')}
`,
};

if (import.meta.main) for (const [file, text] of Object.entries(pages)) writeFileSync(new URL(file, import.meta.url), text);
