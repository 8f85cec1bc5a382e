// What an actor may do, in words: what is open first, what is refused with its reasons, and what this state does not have in one line.
import type { BranchReport, Explanation, Grant, Process, Reason } from '@bihuan/core';
import { describeFields } from './describe-fields.ts';
import { stateLabel } from './describe-process.ts';
import { printTable } from './print-table.ts';
import { say, sayNamed, sayTime, text, type Wording } from './wording.ts';

export interface ExplainedHead {
  readonly case: string;
  readonly unit: string;
  readonly states: readonly string[];
  readonly atMs: number;
  readonly actor: { readonly id: string; readonly onBehalfOf?: string };
  readonly grants: readonly Grant[];
}

export type Named = readonly [name: string, explanation: Explanation];

/** Everything. What only the library itself may send is nothing an actor asks about: it is left out. */
export function printExplanations(head: ExplainedHead, named: readonly Named[], process: Process, wording: Wording): string {
  const isOurs = ([name]: Named) => process.spec.commands[name]?.by.every((role) => role === 'system') === true;
  const sections = (['allowed', 'needs-input', 'refused'] as const).flatMap((status) => {
    const found = named.filter((each) => !isOurs(each) && each[1].status === status);
    if (found.length === 0) return [];
    const lines = status === 'refused' ? printRefused(found, wording) : found.map((each) => printOpen(each, process, wording));
    return [`${say(wording, statuses[status])}\n${lines.join('\n')}`];
  });
  return [printHead(head, process, wording), ...sections].join('\n\n');
}

/** One command, branch by branch. */
export function printExplanation(head: ExplainedHead, named: Named, process: Process, wording: Wording): string {
  const [, { status, reasons, branches }] = named;
  const answer = status === 'refused' ? printGroup([named], reasons, wording) : [printOpen(named, process, wording)];
  const rows = branches.map((branch) => [
    `→ ${branch.target ?? say(wording, stays)}`,
    say(wording, isOvertaken(branch, branches) ? overtaken : statuses[branch.status]),
    branch.reasons.map((reason) => say(wording, reason.text)).join('; '),
  ]);
  const lines = branches.length > 1 ? [...answer, printTable(rows, '    ')] : answer;
  return `${printHead(head, process, wording)}\n\n${say(wording, statuses[status])}\n${lines.join('\n')}`;
}

const stays = text('不变', 'stays');
const overtaken = text('上一条先成立', 'one above holds first');

/** Whether a branch before it is sure to be taken: of the same state, or of one inside it. */
function isOvertaken(branch: BranchReport, branches: readonly BranchReport[]): boolean {
  const before = branches.slice(0, branches.indexOf(branch));
  return before.some(({ status, source }) => status === 'allowed' && `${source}.`.startsWith(branch.source && `${branch.source}.`));
}

function printHead({ case: id, unit, states, atMs, actor, grants }: ExplainedHead, process: Process, wording: Wording): string {
  const words = (zh: string, en: string) => say(wording, text(zh, en));
  const held = grants.map((grant) => `${grant.role}@${grant.unit}`).join(', ');
  return [
    `${words('案件', 'Case')} ${id}  ${say(wording, process.spec.labels.title)}  ${unit}`,
    `${words('状态', 'State')} ${states.map((path) => sayNamed(wording, path, stateLabel(process, path))).join(', ')}`,
    `${words('操作人', 'Actor')} ${actor.id}${actor.onBehalfOf === undefined ? '' : ` (${words('代', 'for')} ${actor.onBehalfOf})`}  ${held}`,
    `${words('时间', 'At')} ${sayTime(wording, atMs)}`,
  ].join('\n');
}

const statuses = {
  allowed: text('可办', 'Allowed'),
  'needs-input': text('填写后可办', 'Allowed, with input'),
  refused: text('不能办', 'Refused'),
} as const;

function printOpen([name, { label, branches }]: Named, { spec }: Process, wording: Wording): string {
  const open = branches.filter((branch) => branch.status !== 'refused' && !isOvertaken(branch, branches));
  const targets = open.map(({ target }) => target ?? say(wording, stays));
  const fields = describeFields(spec.commands[name]?.payload, spec.labels.fields);
  const filled = fields.map((field) => (field.required ? field.name : `[${field.name}]`)).join(' ');
  const parts = [sayNamed(wording, name, label), ...(targets.length > 0 ? [`→ ${[...new Set(targets)].join(' | ')}`] : []), filled];
  return `  ${parts.filter(Boolean).join('  ')}`;
}

/** What is refused for the same reasons stands together. Not being possible in this state needs no reason for each. */
function printRefused(named: readonly Named[], wording: Wording): readonly string[] {
  const elsewhere = named.filter(([, { reasons }]) => reasons.some(({ code }) => code === 'state'));
  const groups = new Map<string, Named[]>();
  for (const each of named.filter((one) => !elsewhere.includes(one))) {
    const key = JSON.stringify(each[1].reasons.map(({ text: why }) => why));
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const names = elsewhere.map(([name]) => name).join(', ');
  return [
    ...[...groups.values()].flatMap((group) => printGroup(group, group[0]![1].reasons, wording)),
    ...(names === '' ? [] : [`  ${say(wording, text('不在此状态', 'Not from this state'))}: ${names}`]),
  ];
}

function printGroup(group: readonly Named[], reasons: readonly Reason[], wording: Wording): readonly string[] {
  const names = group.map(([name, { label }]) => sayNamed(wording, name, label)).join(', ');
  const why = reasons.map(({ text: reason, target }) => `    - ${say(wording, reason)}${target === undefined ? '' : ` (→ ${target})`}`);
  return [`  ${names}`, ...new Set(why)];
}
