// The rules that need what a process declares: its commands, deadlines, roles, owners, limits and rules.
import { type Process, systemRole, type Text } from '@bihuan/core';
import { branchList, list, places, ruleNames } from '@bihuan/core/model';
import { isInstant } from '../explore/label.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Explored } from '../tours/tour.ts';
import { type Found, firstByConfiguration } from './graph-checks.ts';
import { ableToReach } from './questions.ts';

const text = (zh: string, en: string): Text => ({ zh, en });
const mostValues = 40;

export function processChecks(process: Process, { graph, model }: Explored<Place, ProcessModel>, whole: boolean): readonly Found[] {
  const { spec } = process;
  const commands = new Set<string>();
  const fired = new Set<string>();
  const set = new Map<string, number>();
  const refused = new Set(Object.keys(spec.commands));
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const { kind, name } = graph.labelOf(edge);
    if (kind === 'command') commands.add(name);
    for (const id of graph.transitionsOf(edge)) {
      const [, event = ''] = id.split('|');
      if (event.startsWith('after ')) fired.add(event.slice(6));
      else commands.add(event);
    }
  }
  for (const command of commands) refused.delete(command);
  const dueTogether: number[] = [];
  const isEnd = (node: number) => graph.ended.has(node);
  for (let node = 1; node < graph.exploredCount; node++) {
    const running = Object.values(model.unpack(graph.packed[node]!).record.timers);
    for (const { deadline } of running) if (!set.has(deadline)) set.set(deadline, node);
    const first = Math.min(...running.map(({ dueAtMs }) => dueAtMs));
    if (running.filter(({ dueAtMs }) => dueAtMs === first).length > 1) dueTogether.push(node);
  }
  const people = [...refused].filter((command) => spec.commands[command]!.by.some((role) => role !== systemRole));
  const never = whole ? people : [];
  const silent = whole ? Object.keys(spec.deadlines ?? {}).filter((deadline) => !fired.has(deadline)) : [];
  const together = new Set(dueTogether);
  return [
    ...never.map(
      (command): Found => ({
        rule: 'P002',
        at: command,
        text: text(`操作“${spec.labels.commands[command]?.zh ?? command}”从不可能`, `the command ${command} can never happen`),
      }),
    ),
    ...silent.map(
      (deadline): Found =>
        set.has(deadline)
          ? {
              rule: 'P013',
              at: deadline,
              node: set.get(deadline)!,
              text: text(`期限 ${deadline} 总被更早的期限盖过`, `the deadline ${deadline} is always overtaken by an earlier one`),
            }
          : { rule: 'P002', at: deadline, text: text(`期限 ${deadline} 从不开始`, `the deadline ${deadline} never runs`) },
    ),
    ...firstByConfiguration(graph, (node) => together.has(node)).map(
      (node): Found => ({
        rule: 'P014',
        at: graph.leavesOf(node).join(' '),
        node,
        text: text('两个期限同时到期,次序由设定先后决定', 'two deadlines fall due at once: which was set first decides'),
      }),
    ),
    ...unused(process),
    ...powerless(process, { graph, model, isEnd }),
    ...passable(process, model),
    ...unbounded({ graph, model }, whole),
  ];
}

/** P010: what is declared and named nowhere. */
function unused({ spec, statechart }: Process): readonly Found[] {
  const used = new Set([
    ...spec.opener,
    ...Object.values(spec.commands).flatMap(({ by }) => by),
    ...Object.values(spec.controls ?? {}).flat(2),
    ...(spec.personalReaders ?? []),
    ...(JSON.stringify(statechart).match(/"owner":("[^"]+"|\[[^\]]+\])/g) ?? []).flatMap((each) =>
      [...each.matchAll(/"([^"]+)"/g)].map(([, name]) => name!),
    ),
  ]);
  return spec.roles
    .filter((role) => !used.has(role))
    .map((role): Found => ({ rule: 'P010', at: role, text: text(`角色 ${role} 什么也不能做`, `the role ${role} may do nothing`) }));
}

/** P008 and P009: whose turn it is, and whether they can take it. */
function powerless(
  process: Process,
  { graph, model, isEnd }: Pick<Explored<Place, ProcessModel>, 'graph' | 'model'> & { readonly isEnd: (node: number) => boolean },
): readonly Found[] {
  const owners = new Map(places(process).map(({ path, config }) => [path, list(config.meta?.owner)] as const));
  const rolesOf = (edge: number): readonly string[] => {
    const { kind, name } = graph.labelOf(edge);
    return kind === 'command' ? process.spec.commands[name]!.by : [];
  };
  const acting = new Map<string, Uint8Array>();
  const canActLater = (role: string) => {
    const known = acting.get(role);
    if (known) return known;
    const able = ableToReach(graph, (node) => {
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) if (rolesOf(edge).includes(role)) return true;
      return false;
    });
    acting.set(role, able);
    return able;
  };
  const lost = process.spec.roles.flatMap((role) =>
    firstByConfiguration(
      graph,
      (node) => !isEnd(node) && graph.leavesOf(node).some((path) => owners.get(path)?.includes(role as never)) && !canActLater(role)[node],
    ).map(
      (node): Found => ({
        rule: 'P009',
        at: `${graph.leavesOf(node).join(' ')}: ${role}`,
        node,
        text: text(
          `${graph.leavesOf(node).join(' ')} 由 ${role} 负责,但有的案件里他们再也不能做任何事`,
          `${role} has the work in ${graph.leavesOf(node).join(' ')}, and in some cases can do nothing there or later`,
        ),
      }),
    ),
  );
  const alone = firstByConfiguration(graph, (node) => {
    if (isEnd(node) || Object.keys(model.unpack(graph.packed[node]!).record.timers).length > 0) return false;
    const [first, end] = graph.edgesOf(node);
    let common: readonly string[] | undefined;
    for (let edge = first; edge < end; edge++) {
      if (graph.labelOf(edge).kind !== 'command') return false;
      const by = rolesOf(edge);
      common = common === undefined ? by : common.filter((role) => by.includes(role));
      if (by.length > 1) return false;
    }
    return common !== undefined && common.length === 1;
  }).map(
    (node): Found => ({
      rule: 'P008',
      at: graph.leavesOf(node).join(' '),
      node,
      text: text('只有一个角色能推动,也没有期限', 'one role alone can move it, and no deadline runs'),
    }),
  );
  return [...lost, ...alone];
}

/** P017: a command whose one branch asks who acts, while another branch of it does not. */
function passable(process: Process, model: ProcessModel): readonly Found[] {
  const asksWho = (rules: readonly string[]) => rules.some((rule) => model.askWho().has(rule) && process.spec.rules?.[rule] !== undefined);
  return places(process).flatMap(({ path, config }) =>
    Object.entries(config.on ?? {}).flatMap(([command, branches]): Found[] => {
      const all = branchList(branches as never).map(({ guard }) => ruleNames(guard));
      if (!all.some(asksWho) || all.every(asksWho)) return [];
      const at = `${path}: ${command}`;
      return [
        { rule: 'P017', at, text: text(`${at} 有的分支核对办理人,有的不核对`, `some branches of ${at} ask who acts, and others do not`) },
      ];
    }),
  );
}

/** P015: numbers that go on growing, lists and texts that go on getting longer. Which contents there are is no matter of bounds, nor are instants. */
function unbounded({ graph, model }: Pick<Explored<Place, ProcessModel>, 'graph' | 'model'>, whole: boolean): readonly Found[] {
  if (whole) return [];
  const fields = model.relevant().filter((name) => !name.startsWith('case.'));
  const sizes = new Map(fields.map((field) => [field, new Map<number, number>()] as const));
  for (let node = 1; node < graph.exploredCount; node++) {
    const { context } = model.unpack(graph.packed[node]!).record;
    for (const [field, seen] of sizes) {
      const size = sizeOf(context[field]);
      if (size !== undefined && !seen.has(size)) seen.set(size, node);
    }
  }
  return [...sizes].flatMap(([field, seen]) => {
    if (seen.size <= mostValues) return [];
    const node = seen.get(Math.max(...seen.keys()))!;
    const says = text(
      `字段 ${field} 已有 ${seen.size} 种大小,未见上限`,
      `the field ${field} came to ${seen.size} sizes, and no bound was seen`,
    );
    return [{ rule: 'P015', at: field, node, text: says }];
  });
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return isInstant(value) ? undefined : value;
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}
