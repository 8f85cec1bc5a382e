// Which branches a command has where the case is, and what each answers. The same for a refusal, a button and an API (law 5).
import { systemRole } from './actor.ts';
import { askRule, isPayloadRule } from './ask-rule.ts';
import { toJson } from './json.ts';
import { type Candidate, candidates } from './kernel.ts';
import type { Reason } from './outcome.ts';
import type { PayloadArgs, Process, ProcessSpec } from './process.ts';
import type { CaseRecord } from './record.ts';
import { judge, type Verdict } from './rule-expression.ts';
import { fillText, type Text } from './text.ts';

export interface BranchReport {
  readonly source: string;
  /** Where it leads; null when the case stays where it is. */
  readonly target: string | null;
  readonly status: 'allowed' | 'needs-input' | 'refused';
  readonly reasons: readonly Reason[];
}

/** Every branch of a command, in the order they are tried. Without a payload, rules that read it leave a branch `needs-input`. */
export function branchReports(
  process: Process,
  record: CaseRecord,
  command: string,
  args: Omit<PayloadArgs, 'context'>,
  payloadKnown: boolean,
): readonly BranchReport[] {
  const full = { ...args, context: record.context };
  const ask = (rule: string): Verdict =>
    !payloadKnown && isPayloadRule(process.spec, command, rule)
      ? { holds: null, rule, data: {} }
      : askRule(process.spec, command, rule, full);
  return candidates(process, record, command).map(({ source, target, rule }: Candidate) => {
    const { holds, failed } = judge(rule, ask);
    const status = holds === null ? 'needs-input' : holds ? 'allowed' : 'refused';
    return { source, target, status, reasons: failed.map((verdict) => ruleReason(process.spec, verdict, target)) };
  });
}

/** All the reasons why no branch is open: those of the rules, or that there is no branch here at all. */
export function refusalReasons(process: Process, record: CaseRecord, command: string, reports: readonly BranchReport[]): readonly Reason[] {
  if (record.closed?.final) return [closedReason(process, record)];
  if (reports.length > 0) return distinct(reports.flatMap((report) => report.reasons));
  if (record.closed) return [closedReason(process, record)];
  const state = stateText(process.spec, record.states);
  const name = process.spec.labels.commands[command] ?? { zh: command, en: command };
  return [
    {
      code: 'state',
      data: { states: record.states, command },
      text: { zh: `在“${state.zh}”状态下不能“${name.zh}”`, en: `“${name.en}” is not possible in “${state.en}”` },
    },
  ];
}

/** Each reason once: several branches often fail for the same one. */
function distinct(reasons: readonly Reason[]): readonly Reason[] {
  const seen = new Map(reasons.map(({ target: _branch, ...reason }) => [toJson([reason.code, reason.rule, reason.data]), reason]));
  return [...seen.values()];
}

export function closedReason(process: Process, record: CaseRecord): Reason {
  const outcome = record.closed!.outcome;
  const label = process.spec.labels.outcomes[outcome] ?? builtInOutcomes[outcome] ?? { zh: outcome, en: outcome };
  return { code: 'closed', data: { outcome }, text: { zh: `案件已结束:${label.zh}`, en: `The case has ended: ${label.en}` } };
}

/** Ends every process has: an operator may cancel. */
export const builtInOutcomes: Readonly<Record<string, Text>> = { cancelled: { zh: '已撤销', en: 'cancelled by an operator' } };

export function ruleReason(spec: ProcessSpec, verdict: Verdict, target: string | null): Reason {
  const negated = verdict.rule.startsWith('not ');
  const label = spec.labels.rules[negated ? verdict.rule.slice(4) : verdict.rule] ?? { zh: verdict.rule, en: verdict.rule };
  const text = fillText(label, verdict.data);
  return {
    code: 'rule',
    rule: verdict.rule,
    ...(target !== null && { target }),
    data: verdict.data as Reason['data'],
    text: negated ? { zh: `不适用:${text.zh}`, en: `Does not apply: ${text.en}` } : text,
  };
}

export function roleReason(spec: ProcessSpec, roles: readonly string[], unit: string): Reason {
  const people = roles.filter((role) => role !== systemRole);
  const names = (people.length > 0 ? people : roles).map((role) => spec.labels.roles[role] ?? builtInRoles[role] ?? { zh: role, en: role });
  const zh = names.map((name) => name.zh).join('、');
  const en = names.map((name) => name.en).join(', ');
  return {
    code: 'role',
    data: { roles, unit },
    text:
      roles.length === 0
        ? { zh: '此流程未开放该操作', en: 'This process gives nobody the right to do this' }
        : { zh: `须由“${zh}”办理(单元:${unit || '全域'})`, en: `Only ${en} may do this (unit: ${unit || 'whole tenant'})` },
  };
}

const builtInRoles: Readonly<Record<string, Text>> = {
  system: { zh: '系统', en: 'the system' },
  operator: { zh: '系统管理员', en: 'operator' },
};

export function stateText(spec: ProcessSpec, states: readonly string[]): Text {
  const label = (path: string): Text => spec.labels.states[path.slice(path.lastIndexOf('.') + 1)] ?? { zh: path, en: path };
  return { zh: states.map((path) => label(path).zh).join('、'), en: states.map((path) => label(path).en).join(', ') };
}
