// A process as data that anyone can print: names, labels, who may, what is filled in, and where everything leads.
import { type ControlName, controls, type Limit, type Process, type RuleExpression, type Text, type Visibility } from '@bihuan/core';
import type { AnyStateNode } from 'xstate';
import { describeFields, type Field } from './describe-fields.ts';
import { text } from './wording.ts';

export interface Named {
  readonly name: string;
  readonly label: Text;
}

/** Tried in the order they stand in; the first whose rule holds is taken. */
export interface Branch {
  readonly from: string;
  /** Null: the case stays where it is. */
  readonly to: string | null;
  readonly rule: RuleExpression | null;
  readonly actions: readonly string[];
}

export interface StateDescription {
  readonly path: string;
  readonly label: Text;
  readonly initial: boolean;
  /** No state of its own: it leads back to the one that was left. */
  readonly history: boolean;
  readonly owner: readonly string[];
  /** The context field that names the person the work is for. */
  readonly assignee: string | null;
  readonly deadlines: readonly string[];
  readonly waits: Text | null;
  readonly closes: { readonly outcome: string; readonly label: Text; readonly final: boolean } | null;
}

export interface ProcessDescription {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly title: Text;
  readonly perpetual: Text | null;
  readonly opener: readonly string[];
  readonly input: readonly Field[];
  readonly roles: readonly Named[];
  readonly states: readonly StateDescription[];
  readonly commands: readonly (Named & {
    readonly by: readonly string[];
    readonly fields: readonly Field[];
    readonly branches: readonly Branch[];
  })[];
  /** `command` is the one whose payload the rule reads, or null. */
  readonly rules: readonly { readonly name: string; readonly command: string | null; readonly text: Text }[];
  /** `limit` is null where each case works it out. */
  readonly deadlines: readonly (Named & { readonly limit: Limit | null; readonly branches: readonly Branch[] })[];
  /** Taken without anybody asking, as soon as the rule holds. */
  readonly automatic: readonly Branch[];
  readonly messages: readonly Named[];
  readonly links: readonly LinkDescription[];
  /** Cases it opens by itself. */
  readonly opens: readonly { readonly name: string; readonly process: string; readonly link: string }[];
  /** Who may use the built-in acts; the n-th rung is for the n-th use. */
  readonly controls: readonly (Named & { readonly rungs: readonly (readonly string[])[]; readonly branches: readonly Branch[] })[];
  readonly context: readonly (Field & { readonly visibility: Visibility })[];
}

export interface LinkDescription {
  readonly type: string;
  /** `to`: this case points at the other. */
  readonly direction: 'to' | 'from';
  readonly process: string;
  readonly accepts: string | null;
  /** The command sent here when this happens there. */
  readonly reactions: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** The states a case can be in, parents first; a history state only points back at one. */
export function statePaths(process: Process): readonly string[] {
  return nodesOf(process)
    .filter((node) => node.type !== 'history')
    .map(pathOf);
}

export function stateLabel({ spec }: Process, path: string): Text {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return spec.labels.states[name] ?? text(path, path);
}

export function describeProcess(process: Process): ProcessDescription {
  const { id, version, hash, spec } = process;
  const { labels } = spec;
  const root: AnyStateNode = process.machine.root;
  const all = [root, ...nodesOf(process)];
  const named = (names: readonly string[], group: Readonly<Record<string, Text>>): Named[] =>
    names.map((name) => ({ name, label: group[name] ?? text(name, name) }));
  const branchesOn = (command: string) => all.flatMap((node) => branches(node, node.transitions.get(command)));
  return {
    id,
    version,
    hash,
    title: labels.title,
    perpetual: spec.perpetual ?? null,
    opener: spec.opener,
    input: describeFields(spec.input, labels.fields),
    roles: named(spec.roles, labels.roles),
    states: nodesOf(process).map((node) => describeState(process, node)),
    commands: named(Object.keys(spec.commands), labels.commands).map((command) => ({
      ...command,
      by: spec.commands[command.name]!.by,
      fields: describeFields(spec.commands[command.name]!.payload, labels.fields),
      branches: branchesOn(command.name),
    })),
    rules: [
      ...Object.keys(spec.rules ?? {}).map((name) => ({ name, command: null, text: labels.rules[name]! })),
      ...Object.entries(spec.payloadRules ?? {}).flatMap(([command, rules]) =>
        Object.keys(rules).map((name) => ({ name, command, text: labels.rules[name]! })),
      ),
    ],
    deadlines: named(Object.keys(spec.deadlines ?? {}), labels.deadlines).map((deadline) => ({
      ...deadline,
      limit: staticLimit(process, deadline.name),
      branches: all.flatMap((node) =>
        branches(
          node,
          node.after.filter(({ delay }) => delay === deadline.name),
        ),
      ),
    })),
    automatic: all.flatMap((node) => [
      ...branches(node, node.always),
      ...[...node.transitions].flatMap(([event, found]) => (event.startsWith('xstate.done.') ? branches(node, found) : [])),
    ]),
    messages: named(Object.keys(spec.messages ?? {}), labels.messages),
    links: describeLinks(process),
    opens: Object.entries(spec.opens ?? {}).map(([name, { process: other, link }]) => ({ name, process: other, link })),
    controls: Object.entries(controls).map(([name, { label }]) => ({
      name,
      label,
      rungs: rungsOf(process, name as ControlName),
      branches: name === 'supervise' ? branchesOn(name) : [],
    })),
    context: describeFields(spec.context, labels.fields).map((field) => ({
      ...field,
      visibility: spec.visibility?.[field.name] ?? 'internal',
    })),
  };
}

function nodesOf(process: Process): readonly AnyStateNode[] {
  const below = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states).flatMap((child) => [child, ...below(child)]);
  return below(process.machine.root);
}

const pathOf = (node: AnyStateNode): string => node.path.join('.');

const oneOrMore = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

function describeState(process: Process, node: AnyStateNode): StateDescription {
  const { owner, assignee, waits, closes } = node.meta ?? {};
  const { outcomes } = process.spec.labels;
  return {
    path: pathOf(node),
    label: stateLabel(process, pathOf(node)),
    initial: node.parent?.type === 'parallel' || (node.parent?.initial?.target ?? []).includes(node),
    history: node.type === 'history',
    owner: oneOrMore<string>(owner),
    assignee: assignee ?? null,
    deadlines: Object.keys(node.config.after ?? {}),
    waits: waits ?? null,
    closes: closes ? { outcome: closes, label: outcomes[closes] ?? text(closes, closes), final: node.type === 'final' } : null,
  };
}

/** The machine's own transitions, their targets resolved. What every command does to the context is no action of the chart. */
function branches(node: AnyStateNode, transitions: Iterable<any> = []): Branch[] {
  return [...transitions].map(({ target, meta, actions }) => ({
    from: pathOf(node),
    to: target?.map(pathOf).join(' ') ?? null,
    rule: meta?.rule ?? null,
    actions: actions.filter((action: unknown) => typeof action === 'string' && !action.startsWith('update ')),
  }));
}

function staticLimit({ spec }: Process, deadline: string): Limit | null {
  const limit = spec.deadlines![deadline]!;
  return typeof limit === 'function' ? null : limit;
}

function describeLinks({ spec }: Process): readonly LinkDescription[] {
  const described = (direction: 'to' | 'from', links: NonNullable<Process['spec']['linkedFrom']> = {}) =>
    Object.entries(links).map(([type, { process, accepts = null, ...reactions }]) => ({ type, direction, process, accepts, reactions }));
  return [...described('to', spec.links), ...described('from', spec.linkedFrom)] as readonly LinkDescription[];
}

/** A ladder's rungs, or one rung with everyone who may; none means nobody may. */
function rungsOf(process: Process, name: ControlName): readonly (readonly string[])[] {
  if (name === 'extend' || name === 'supervise') return process.spec.controls?.[name] ?? [];
  const roles = controls[name].roles(process, undefined as never);
  return roles === 'anyone' ? [['anyone']] : roles.length === 0 ? [] : [roles];
}
