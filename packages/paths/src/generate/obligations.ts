// What a suite of a process has to come by, one criterion at a time, each with an id that stays the same while the process does.
import { type Process, systemRole, type Text } from '@bihuan/core';
import { places, ruleNames, transitionId } from '@bihuan/core/model';

export const criteria = [
  'states',
  'transitions',
  'pairs',
  'triples',
  'quadruples',
  'loops',
  'roundTrips',
  'rules',
  'reasons',
  'deadlines',
  'roles',
  'negatives',
  'payloads',
  'combinations',
  'updates',
  'requirements',
] as const;
export type Criterion = (typeof criteria)[number];

export interface Wanted {
  readonly id: string;
  readonly criterion: Criterion;
  readonly label: Text;
}

/** What is known before anything is walked. Transitions in a row, negatives and payloads are found on the way. */
export function obligationsOf(process: Process, cover: readonly Criterion[]): readonly Wanted[] {
  const { labels, rules = {}, payloadRules = {}, commands } = process.spec;
  const all: Wanted[] = [];
  const add = (criterion: Criterion, id: string, zh: string, en: string) => {
    if (cover.includes(criterion)) all.push({ id, criterion, label: { zh, en } });
  };
  const last = (path: string) => path.slice(path.lastIndexOf('.') + 1);
  const stateText = (path: string): Text => labels.states[last(path)] ?? { zh: path || process.id, en: path || process.id };
  for (const { path, leaf, config } of places(process)) {
    if (leaf && config.type !== 'history') add('states', `state:${path}`, stateText(path).zh, stateText(path).en);
  }
  for (const id of transitionsOf(process)) {
    const [source = '', event = ''] = id.split('|');
    const name = event.startsWith('after ') ? labels.deadlines[event.slice(6)] : labels.commands[event];
    const text = name ?? { zh: event, en: event };
    add('transitions', `transition:${id}`, `${stateText(source).zh} —${text.zh}→`, `${stateText(source).en} —${text.en}→`);
    if (!event.startsWith('after ') || !id.endsWith('|0')) continue;
    const deadline = event.slice(6);
    for (const [kind, zh, en] of deadlineKinds(process, source, deadline))
      add(
        'deadlines',
        `deadline:${source}#${deadline}:${kind}`,
        `${text.zh}:${zh}(${stateText(source).zh})`,
        `${text.en}: ${en} (${stateText(source).en})`,
      );
  }
  const used = new Set(usedRules(process));
  for (const rule of [...Object.keys(rules), ...Object.values(payloadRules).flatMap((each) => Object.keys(each))]) {
    if (!used.has(rule)) continue;
    const text = labels.rules[rule] ?? { zh: rule, en: rule };
    add('rules', `rule:${rule}=true`, `成立:${rule}`, `holds: ${rule}`);
    add('rules', `rule:${rule}=false`, `不成立:${text.zh}`, `refuses: ${text.en}`);
  }
  for (const role of process.spec.roles) {
    const of = labels.roles[role] ?? { zh: role, en: role };
    for (const [command, { by }] of Object.entries(commands)) {
      if (by.every((each) => each === systemRole)) continue;
      const does = labels.commands[command] ?? { zh: command, en: command };
      const may = by.includes(role);
      const kind = may ? 'allowed' : 'forbidden';
      add(
        'roles',
        `role:${role}:${command}:${kind}`,
        `${of.zh}${may ? '可' : '不可'}“${does.zh}”`,
        `${of.en} ${may ? 'may' : 'may not'} ${does.en}`,
      );
    }
  }
  return all;
}

/** What can happen to a deadline. A case that is closed can neither be extended nor suspended; a clock that runs on cannot be stopped. */
function deadlineKinds(
  { spec, statechart }: Process,
  source: string,
  deadline: string,
): readonly (readonly [kind: string, zh: string, en: string])[] {
  const { extend = [], suspend = [] } = spec.controls ?? {};
  const limit = spec.deadlines?.[deadline];
  let config: any = statechart;
  const closed = source.split('.').some((name) => {
    config = config?.states?.[name];
    return config?.meta?.closes !== undefined;
  });
  return [
    ['fired', '到期', 'fired'],
    ['met', '到期前1毫秒办理', 'met, 1 ms before'],
    ...(extend.length > 0 && !closed ? ([['extended', '到期前延期', 'extended, 1 ms before']] as const) : []),
    ...(suspend.length > 0 && !closed && !(typeof limit === 'object' && limit.clock === 'runs')
      ? ([['suspended', '挂起后到期', 'suspended, past its due time']] as const)
      : []),
    ['late', '到期很久后才处理', 'looked at late'],
  ];
}

/** Ids of all transitions of a statechart, in its order. */
export function transitionsOf({ machine }: Pick<Process, 'machine'>): readonly string[] {
  const walk = (node: any): string[] => [
    ...[...node.transitions.values()].flat().map((each: any) => transitionId(each)),
    ...(node.always ?? []).map((each: any) => transitionId(each)),
    ...Object.values(node.states ?? {}).flatMap(walk),
  ];
  return walk(machine.root);
}

/** Rules that some guard or link asks. */
function usedRules(process: Process): readonly string[] {
  const guards = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(guards);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, each]) => (key === 'guard' ? [...ruleNames(each as never)] : guards(each)));
  };
  return guards(process.statechart);
}
