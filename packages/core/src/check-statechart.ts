// What a statechart may be written with, checked before a machine is built from it: names and data, nothing that hides code.
import { plainName } from './check-declaration.ts';
import { BihuanError } from './errors.ts';
import type { Fault } from './places.ts';
import type { Process, ProcessSpec } from './process.ts';
import { list } from './statechart.ts';

const nodeKeys = 'type history target initial tags meta on after always onDone entry exit states'.split(' ');
const branchKeys = ['target', 'guard', 'actions', 'reenter'];

/** Throws `PROCESS_INVALID` with every fault in `details.faults`. */
export function checkStatechart(spec: ProcessSpec, statechart: unknown): void {
  const faults = nodeFaults(spec, '', statechart);
  if (faults.length > 0) throw faultError('PROCESS_INVALID', spec, faults);
}

function nodeFaults(spec: ProcessSpec, path: string, node: unknown): readonly Fault[] {
  if (typeof node !== 'object' || node === null) return [fault(path, 'a state is an object')];
  const config = node as Record<string, any>;
  const unknownKeys = Object.keys(config).filter((key) => !nodeKeys.includes(key));
  const named = ['on', 'after'].flatMap((key) =>
    Object.entries(config[key] ?? {}).map(([name, branches]) => [`${key} ${name}`, branches] as const),
  );
  const unnamed = ['always', 'onDone'].filter((key) => config[key] !== undefined).map((key) => [key, config[key]] as const);
  const badTimers = Object.keys(config['after'] ?? {}).filter((name) => !Object.hasOwn(spec.deadlines ?? {}, name));
  return [
    ...unknownKeys.map((key) => fault(path, `'${key}' is not used here (no invoke, spawn or context)`)),
    ...badTimers.map((name) => fault(path, `after '${name}' names no deadline`)),
    ...metaFaults(spec, path, config['meta'] ?? {}),
    ...(config['type'] === 'final' && config['on']
      ? [fault(path, 'a final state listens to nothing; leave out its type to let it reopen')]
      : []),
    ...[...named, ...unnamed].flatMap(([at, branches]) => [
      ...list(branches as unknown).flatMap((each) => branchFaults(`${path} ${at}`, each)),
      ...deadBranches(`${path} ${at}`, list(branches as unknown)),
    ]),
    ...actionFaults(path, [...list(config['entry']), ...list(config['exit'])]),
    ...Object.entries(config['states'] ?? {}).flatMap(([key, child]) => [
      ...(plainName.test(key) ? [] : [fault(path, `the name of state '${key}' is not plain: letters, digits, - and _`)]),
      ...nodeFaults(spec, path ? `${path}.${key}` : key, child),
    ]),
  ];
}

/** The first branch whose guard holds is taken: after one without a guard, none ever is. */
function deadBranches(at: string, branches: readonly unknown[]): readonly Fault[] {
  const open = branches.findIndex((branch) => typeof branch === 'string' || (branch as { guard?: unknown } | null)?.guard === undefined);
  return open >= 0 && open < branches.length - 1 ? [fault(at, 'a branch after one without a guard is never taken')] : [];
}

const metaKeys = ['owner', 'assignee', 'due', 'priority', 'waits', 'closes'];

function metaFaults(spec: ProcessSpec, path: string, meta: Record<string, any>): readonly Fault[] {
  const { owner, assignee, due } = meta;
  return [
    ...Object.keys(meta).flatMap((key) => (metaKeys.includes(key) ? [] : [fault(path, `meta has no '${key}'`)])),
    ...list(owner).flatMap((role) =>
      spec.roles.includes(role as string) ? [] : [fault(path, `its owner '${String(role)}' is not a role`)],
    ),
    ...(assignee === undefined || Object.hasOwn(spec.context.shape, assignee)
      ? []
      : [fault(path, `its assignee '${assignee}' is no field of the context`)]),
    ...(due === undefined || Object.hasOwn(spec.deadlines ?? {}, due) ? [] : [fault(path, `its due '${due}' names no deadline`)]),
  ];
}

function branchFaults(at: string, branch: unknown): readonly Fault[] {
  if (typeof branch === 'string') return [];
  if (typeof branch !== 'object' || branch === null) return [fault(at, 'a branch is a target or an object')];
  const { guard, actions } = branch as { readonly guard?: unknown; readonly actions?: unknown };
  return [
    ...Object.keys(branch).flatMap((key) => (branchKeys.includes(key) ? [] : [fault(at, `branches have no '${key}'`)])),
    ...(guard === undefined || isExpression(guard)
      ? []
      : [fault(at, 'a guard is a rule by name, or all, any, not of rules; nothing inline')]),
    ...actionFaults(at, list(actions)),
  ];
}

const actionFaults = (at: string, actions: readonly unknown[]): readonly Fault[] =>
  actions.flatMap((action) => (typeof action === 'string' ? [] : [fault(at, 'an inline action: declare it and use its name')]));

function isExpression(value: unknown): boolean {
  if (typeof value === 'string') return true;
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  const { all, any, not } = value as { readonly all?: unknown; readonly any?: unknown; readonly not?: unknown };
  const parts = all ?? any;
  return not === undefined ? Array.isArray(parts) && parts.length > 0 && parts.every(isExpression) : isExpression(not);
}

const fault = (at: string, problem: string): Fault => ({ rule: 'statechart', at, problem });

export function faultError(
  code: 'PROCESS_INVALID' | 'PROCESS_UNSOUND',
  process: Pick<Process, 'id' | 'version'>,
  faults: readonly Fault[],
): BihuanError {
  const lines = faults.map((fault) => `  ${fault.rule} ${fault.at}: ${fault.problem}`).join('\n');
  const zh = code === 'PROCESS_INVALID' ? '定义有误' : '会使案件滞留';
  const en = code === 'PROCESS_INVALID' ? 'is not well formed' : 'would strand its cases';
  return new BihuanError(
    code,
    { zh: `流程 ${process.id} ${zh}:\n${lines}`, en: `process ${process.id} ${en}:\n${lines}` },
    { process: process.id, version: process.version, faults },
  );
}
