// Turns a declaration into a definition: checks it, and writes the XState machine that tools and the kernel share.
import { and, assign, createMachine, not, or } from 'xstate';
import { askRule, callProcess, isPayloadRule } from './ask-rule.ts';
import { checkDeclaration } from './check-declaration.ts';
import { checkStatechart } from './check-statechart.ts';
import { checkStructure } from './check-structure.ts';
import { BihuanError } from './errors.ts';
import { toJson } from './json.ts';
import { argsFor } from './kernel.ts';
import type { Process, ProcessSpec } from './process.ts';
import { type RuleExpression, ruleNames } from './rule-expression.ts';
import { sha256 } from './sha256.ts';
import { type Branches, branchList, list, type Statechart, type StateNodeConfig } from './statechart.ts';

/** Eventless steps and raised events of one command; more is `ALWAYS_LOOP`. */
const maxIterations = 1000;

export function buildProcess(declared: ProcessSpec, statechart: Statechart<any>): Process {
  const spec = checkDeclaration(declared);
  checkStatechart(spec, statechart);
  const config = {
    ...machineNode(spec, statechart as StateNodeConfig<any>, ''),
    id: spec.id,
    options: { maxIterations },
    context: initialContext(spec),
  };
  let machine: Process['machine'];
  try {
    machine = createMachine(config as any, implementations(spec) as any) as unknown as Process['machine'];
    void machine.definition;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new BihuanError(
      'PROCESS_INVALID',
      { zh: `流程 ${spec.id} 的状态图无法建立:${problem}`, en: `The statechart of ${spec.id} cannot be built: ${problem}` },
      { process: spec.id },
      cause,
    );
  }
  const process: Process = { id: spec.id, version: spec.version, hash: structuralHash(spec, statechart), spec, statechart, machine };
  checkStructure(process);
  return process;
}

function initialContext(spec: ProcessSpec) {
  return ({ input }: { input: unknown }) => {
    // XState starts a machine without input whenever it makes an actor of it, only to have its type.
    if (input === undefined) return {};
    const { by, at } = argsFor({}, { payload: undefined });
    return callProcess(spec, 'initialContext', () => spec.initialContext({ input, by, at }));
  };
}

function implementations(spec: ProcessSpec) {
  const guards: Record<string, unknown> = {};
  const actions: Record<string, unknown> = { 'bihuan.entered': () => {} };
  for (const rule of Object.keys(spec.rules ?? {})) guards[rule] = guard(spec, null, rule);
  for (const [command, rules] of Object.entries(spec.payloadRules ?? {})) {
    for (const rule of Object.keys(rules)) guards[`${command}/${rule}`] = guard(spec, command, rule);
  }
  for (const [command, update] of Object.entries(spec.updates ?? {})) {
    actions[`update ${command}`] = assign(
      ({ context, event }: any) => callProcess(spec, `updates.${command}`, () => update(argsFor(context, event))) as any,
    );
  }
  for (const [name, assignment] of Object.entries(spec.assignments ?? {})) {
    actions[name] = assign(
      ({ context, event }: any) => callProcess(spec, `assignments.${name}`, () => assignment(argsFor(context, event))) as any,
    );
  }
  for (const name of [spec.messages, spec.opens, spec.ties].flatMap((group) => Object.keys(group ?? {}))) actions[name] = () => {};
  const delays = Object.fromEntries(Object.keys(spec.deadlines ?? {}).map((deadline) => [deadline, 1]));
  return { guards, actions, delays };
}

const guard =
  (spec: ProcessSpec, command: string | null, rule: string) =>
  ({ context, event }: { context: any; event: any }) =>
    askRule(spec, command, rule, argsFor(context, event)).holds;

function machineNode(spec: ProcessSpec, node: StateNodeConfig<any>, path: string): Record<string, unknown> {
  const { on, after, always, onDone, states, entry, ...rest } = node;
  const each = (map: object | undefined, command: (name: string) => string | null) =>
    map &&
    Object.fromEntries(
      Object.entries(map).map(([name, branches]) => [name, machineBranches(spec, branches as Branches<any, string>, command(name))]),
    );
  const entered = rest.meta?.owner === undefined ? [] : [{ type: 'bihuan.entered', params: { state: path } }];
  return {
    ...rest,
    entry: [...entered, ...list(entry)],
    ...(on && { on: each(on, (name) => name) }),
    ...(after && { after: each(after, () => null) }),
    ...(always !== undefined && { always: machineBranches(spec, always as Branches<any, string>, null) }),
    ...(onDone !== undefined && { onDone: machineBranches(spec, onDone as Branches<any, string>, null) }),
    ...(states && {
      states: Object.fromEntries(
        Object.entries(states).map(([key, child]) => [
          key,
          machineNode(spec, child as StateNodeConfig<any>, path ? `${path}.${key}` : key),
        ]),
      ),
    }),
  };
}

function machineBranches(spec: ProcessSpec, branches: Branches<any, string>, command: string | null) {
  const update = command !== null && spec.updates && Object.hasOwn(spec.updates, command) ? [`update ${command}`] : [];
  return branchList(branches).map(({ guard: rule, actions, ...branch }) => ({
    ...branch,
    ...(rule !== undefined && { guard: machineGuard(spec, rule, command), meta: { rule } }),
    actions: [...update, ...list(actions)],
  }));
}

function machineGuard(spec: ProcessSpec, rule: RuleExpression, command: string | null): unknown {
  if (typeof rule === 'string') return isPayloadRule(spec, command, rule) ? `${command}/${rule}` : rule;
  if ('all' in rule) return and(rule.all.map((part) => machineGuard(spec, part, command)) as any);
  if ('any' in rule) return or(rule.any.map((part) => machineGuard(spec, part, command)) as any);
  return not(machineGuard(spec, rule.not, command) as any);
}

/** Two definitions with the same hash move the same way: states, commands, rule and deadline names and how they are joined. */
function structuralHash(spec: ProcessSpec, statechart: Statechart<any>): string {
  const shape = (node: StateNodeConfig<any>): unknown => [
    node.type ?? '',
    node.initial ?? '',
    node.history ?? '',
    node.meta?.closes ?? '',
    ...[node.on, node.after].map((map) =>
      Object.entries(map ?? {}).map(([name, branches]) => [name, shapes(branches as Branches<any, string>)]),
    ),
    shapes(node.always as Branches<any, string>),
    shapes(node.onDone as Branches<any, string>),
    Object.entries(node.states ?? {}).map(([key, child]) => [key, shape(child as StateNodeConfig<any>)]),
  ];
  const shapes = (branches: Branches<any, string> | undefined) =>
    branchList(branches).map(({ target, guard: rule }) => [target ?? '', ruleNames(rule), toJson(rule ?? null)]);
  return sha256(
    toJson([spec.id, Object.entries(spec.commands).map(([name, { by }]) => [name, by]), shape(statechart as StateNodeConfig<any>)]),
  ).slice(0, 16);
}
