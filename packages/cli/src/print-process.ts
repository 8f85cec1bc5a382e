// A process on paper: what a community office reads before it says whether this is how it works here.
import type { Text } from '@bihuan/core';
import type { Field } from './describe-fields.ts';
import { describeLimit } from './describe-limit.ts';
import type { LinkDescription, Named, ProcessDescription, StateDescription } from './describe-process.ts';
import { printBranches, printCondition, printMove } from './print-branches.ts';
import { printTable } from './print-table.ts';
import { say, text, type Wording } from './wording.ts';

const indent = '  ';
const deeper = '    ';

export function printProcess(described: ProcessDescription, wording: Wording): string {
  const { title, id, version, hash, perpetual } = described;
  const people = peopleOf(described);
  const sections: readonly (readonly [Text, readonly string[]])[] = [
    [
      text('立案', 'To open a case'),
      [indent + say(wording, byWhom(described.opener, people)), printFields(described.input, wording, indent)],
    ],
    [text('角色', 'Roles'), [printNames(described.roles, wording)]],
    [text('状态', 'States'), [printStates(described, people, wording)]],
    [text('命令:自上而下,取第一条成立的', 'Commands: the first line that holds is taken'), printCommands(described, people, wording)],
    [text('自动转移', 'By itself'), [printBranches(described.automatic, wording, indent)]],
    [text('规则,及不成立时的答复', 'Rules, and what they answer when they do not hold'), [printRules(described, wording)]],
    [text('期限', 'Deadlines'), printDeadlines(described, wording)],
    [text('通知', 'Messages'), [printNames(described.messages, wording)]],
    [text('关联', 'Links'), [printLinks(described, wording)]],
    [text('内置操作', 'Built-in acts'), [printControls(described, people, wording)]],
  ];
  const printed = sections.flatMap(([heading, blocks]) => {
    const filled = blocks.filter((block) => block !== '');
    return filled.length === 0 ? [] : [`${say(wording, heading)}\n${filled.join('\n')}`];
  });
  const head = `${say(wording, title)}\n${id}@${version}  ${hash}${perpetual ? `\n${say(wording, perpetual)}` : ''}`;
  return [head, ...printed].join('\n\n');
}

/** Roles by their labels. */
type People = (roles: readonly string[]) => Text;

function peopleOf({ roles }: ProcessDescription): People {
  const labels = new Map<string, Text>([
    ...roles.map(({ name, label }) => [name, label] as const),
    ['system', text('系统', 'the system')],
    ['operator', text('系统管理员', 'operator')],
    ['anyone', text('当地任一角色', 'anyone with a role there')],
  ]);
  return (names) => {
    const found = names.map((name) => labels.get(name) ?? text(name, name));
    return text(found.map(({ zh }) => zh).join('、'), found.map(({ en }) => en).join(', '));
  };
}

function byWhom(roles: readonly string[], people: People): Text {
  const { zh, en } = people(roles);
  return text(`由 ${zh}`, `by ${en}`);
}

function printFields(fields: readonly Field[], wording: Wording, margin: string): string {
  const rows = fields.map(({ name, label, required, holds }) => [required ? name : `[${name}]`, say(wording, label), say(wording, holds)]);
  return printTable(rows, margin);
}

function printNames(names: readonly Named[], wording: Wording): string {
  return printTable(
    names.map(({ name, label }) => [name, say(wording, label)]),
    indent,
  );
}

function printStates({ states }: ProcessDescription, people: People, wording: Wording): string {
  const rows = states.map((state) => [state.path, say(wording, state.label), say(wording, stateNote(state, people))]);
  return printTable(rows, indent);
}

function stateNote({ initial, history, owner, assignee, deadlines, waits, closes }: StateDescription, people: People): Text {
  const notes: Text[] = [];
  if (initial) notes.push(text('起点', 'begins here'));
  if (history) notes.push(text('回到离开时的状态', 'back to where it was'));
  if (owner.length > 0) notes.push(text(`${people(owner).zh}办理`, `work of ${people(owner).en}`));
  if (assignee !== null) notes.push(text(`指定到人(${assignee})`, `for one person (${assignee})`));
  if (deadlines.length > 0) notes.push(text(`期限 ${deadlines.join(', ')}`, `deadline ${deadlines.join(', ')}`));
  if (waits) notes.push(waits);
  if (closes) notes.push(text(`结案:${closes.label.zh}`, `ends: ${closes.label.en}`));
  if (closes && !closes.final) notes.push(text('可再办', 'may go on'));
  return text(notes.map(({ zh }) => zh).join(';'), notes.map(({ en }) => en).join('; '));
}

/** What only the library sends is filled in by the library: its fields are left out. */
function printCommands({ commands }: ProcessDescription, people: People, wording: Wording): readonly string[] {
  return commands.map(({ name, label, by, fields, branches }) => {
    const filled = by.every((role) => role === 'system') ? [] : fields;
    const lines = [
      `${indent}${name}  ${say(wording, label)}  ${say(wording, byWhom(by, people))}`,
      printFields(filled, wording, deeper),
      printBranches(branches, wording, deeper),
    ];
    return lines.filter((line) => line !== '').join('\n');
  });
}

function printRules({ rules }: ProcessDescription, wording: Wording): string {
  const rows = rules.map(({ name, command, text: refusal }) => [command === null ? name : `${command}.${name}`, say(wording, refusal)]);
  return printTable(rows, indent);
}

function printDeadlines({ deadlines }: ProcessDescription, wording: Wording): readonly string[] {
  return deadlines.map(({ name, label, limit, branches }) => {
    const head = `${indent}${name}  ${say(wording, label)}  ${say(wording, describeLimit(limit))}`;
    return `${head}\n${printBranches(branches, wording, deeper)}`;
  });
}

function printLinks({ links, opens }: ProcessDescription, wording: Wording): string {
  const rows = links.map(({ type, direction, process, accepts, reactions }) => [
    type,
    `${direction === 'to' ? '→' : '←'} ${process}`,
    [...(accepts === null ? [] : [printCondition(accepts, wording)]), ...printReactions(reactions)].join(', '),
  ]);
  const opened = opens.map(({ name, process, link }) => [name, `→ ${process}`, say(wording, text(`立新案,${link}`, `opens one, ${link}`))]);
  return printTable([...rows, ...opened], indent);
}

/** `closed: originalClosed`, or by result of the other case `closed resolved: concluded`. */
function printReactions(reactions: LinkDescription['reactions']): readonly string[] {
  return Object.entries(reactions).flatMap(([event, command]) =>
    typeof command === 'string' ? [`${event}: ${command}`] : Object.entries(command).map(([result, each]) => `${event} ${result}: ${each}`),
  );
}

function printControls({ controls }: ProcessDescription, people: People, wording: Wording): string {
  const rows = controls.map(({ name, label, rungs, branches }) => [
    name,
    say(wording, label),
    say(wording, rungsNote(rungs, people)),
    branches.map((branch) => printMove(branch, wording)).join(', '),
  ]);
  return printTable(rows, indent);
}

function rungsNote(rungs: readonly (readonly string[])[], people: People): Text {
  if (rungs.length === 0) return text('未开放', 'nobody may');
  if (rungs.length === 1) return byWhom(rungs[0]!, people);
  const each = rungs.map((roles) => byWhom(roles, people));
  const zh = each.map((rung, index) => `第${index + 1}次${rung.zh}`).join(',');
  return text(zh, each.map((rung, index) => `${index + 1}. ${rung.en}`).join(', '));
}
