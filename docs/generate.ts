// Writes the pages that are lists: errors.md and glossary.md. `node docs/generate.ts` writes them; a test compares them with what is here.
import { writeFileSync } from 'node:fs';
import { controls, errorCodes, outcomeLabels, type Text } from '@bihuan/core';
import { fourLists, hazard, tieredResponse, wish } from '@bihuan/processes';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
const terms = (labels: Readonly<Record<string, Text>>, head: string) =>
  table(
    [head, '中文', 'English'],
    Object.entries(labels).map(([name, { zh, en }]) => [`\`${name}\``, zh, en]),
  );

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
