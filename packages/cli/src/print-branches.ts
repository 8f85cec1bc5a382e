// Where something leads, line by line: `rectifying → recorded  if isOwner & declinesLeft`.
import type { RuleExpression } from '@bihuan/core';
import type { Branch } from './describe-process.ts';
import { printTable } from './print-table.ts';
import { say, text, type Wording } from './wording.ts';

export function printBranches(branches: readonly Branch[], wording: Wording, indent: string): string {
  const rows = branches.map((branch) => [printMove(branch, wording), branch.rule === null ? '' : printCondition(branch.rule, wording)]);
  return printTable(rows, indent);
}

/** The root of the chart is `*`: open to every state. */
export const printMove = ({ from, to }: Branch, wording: Wording): string =>
  `${from || '*'} → ${to ?? say(wording, text('不变', 'stays'))}`;

export function printCondition(rule: RuleExpression, { language }: Wording): string {
  return `${{ both: '若 if', zh: '若', en: 'if' }[language]} ${printRule(rule)}`;
}

/** `isOwner & declinesLeft`, `a | b`, `!a` */
function printRule(rule: RuleExpression, nested = false): string {
  if (typeof rule === 'string') return rule;
  if ('not' in rule) return `!${printRule(rule.not, true)}`;
  const parts = 'all' in rule ? rule.all : rule.any;
  const printed = parts.map((part) => printRule(part, true)).join('all' in rule ? ' & ' : ' | ');
  return nested && parts.length > 1 ? `(${printed})` : printed;
}
