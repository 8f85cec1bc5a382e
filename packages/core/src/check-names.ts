// Every name declared is used, every name used is declared, and every name a person may read has a label in both languages.
import { type Fault, places } from './places.ts';
import type { Process } from './process.ts';
import { ruleNames } from './rule-expression.ts';
import { branchList, list, type StateNodeConfig } from './statechart.ts';

interface Used {
  readonly commands: Set<string>;
  readonly rules: Set<string>;
  readonly deadlines: Set<string>;
  readonly actions: Set<string>;
}

function usedNames(process: Process): Used {
  const used: Used = { commands: new Set(), rules: new Set(), deadlines: new Set(), actions: new Set() };
  const note = (branches: any, command: string | null) => {
    for (const { guard, actions } of branchList(branches)) {
      for (const rule of ruleNames(guard)) used.rules.add(ruleKey(process, command, rule));
      for (const action of list(actions)) used.actions.add(action);
    }
  };
  for (const config of [process.statechart as StateNodeConfig<any>, ...places(process).map((place) => place.config)]) {
    for (const [command, branches] of Object.entries(config.on ?? {})) {
      used.commands.add(command);
      note(branches, command);
    }
    for (const [deadline, branches] of Object.entries(config.after ?? {})) {
      used.deadlines.add(deadline);
      note(branches, null);
    }
    note(config.always, null);
    note(config.onDone, null);
    for (const action of [...list(config.entry), ...list(config.exit)]) used.actions.add(action);
  }
  for (const { accepts } of Object.values(process.spec.linkedFrom ?? {})) if (accepts) used.rules.add(accepts);
  return used;
}

const ruleKey = ({ spec }: Process, command: string | null, rule: string) =>
  command !== null && Object.hasOwn(spec.payloadRules?.[command] ?? {}, rule) ? `${command}.${rule}` : rule;

/** Names used without being declared, and names declared that nothing can bring about (P002). */
export function nameFaults(process: Process): readonly Fault[] {
  const { spec } = process;
  const used = usedNames(process);
  const declared = {
    commands: [...Object.keys(spec.commands), 'supervise'],
    rules: [
      ...Object.keys(spec.rules ?? {}),
      ...Object.entries(spec.payloadRules ?? {}).flatMap(([command, rules]) => Object.keys(rules).map((rule) => `${command}.${rule}`)),
    ],
    deadlines: Object.keys(spec.deadlines ?? {}),
    actions: [spec.assignments, spec.messages, spec.opens, spec.ties].flatMap((group) => Object.keys(group ?? {})),
  };
  const faults: Fault[] = [];
  for (const group of ['commands', 'rules', 'deadlines', 'actions'] as const) {
    for (const name of used[group])
      if (!declared[group].includes(name)) faults.push({ rule: 'P002', at: name, problem: `is used, but not declared under ${group}` });
    for (const name of declared[group])
      if (name !== 'supervise' && !used[group].has(name))
        faults.push({ rule: 'P002', at: name, problem: `is declared under ${group}, and nothing in the statechart uses it` });
  }
  for (const [group, links] of [
    ['links', spec.links],
    ['linkedFrom', spec.linkedFrom],
  ] as const) {
    for (const [type, link] of Object.entries(links ?? {})) {
      const reactions = [
        link.registered,
        link.reopened,
        link.changed,
        link.refused,
        ...(typeof link.closed === 'string' ? [link.closed] : Object.values(link.closed ?? {})),
      ];
      for (const command of reactions) {
        if (command !== undefined && !spec.commands[command]?.by.includes('system'))
          faults.push({ rule: 'P002', at: `${group}.${type}`, problem: `${command} is not a command open to 'system'` });
      }
    }
  }
  return faults;
}

/** Labels that are missing or empty, and states that are labelled but do not exist (law 17). */
export function labelFaults(process: Process): readonly Fault[] {
  const { spec } = process;
  const fields = [spec.input, spec.context, ...Object.values(spec.commands).flatMap(({ payload }) => payload ?? [])].flatMap((schema) =>
    Object.keys(schema.shape),
  );
  const states = places(process);
  const needed: Record<string, readonly string[]> = {
    states: states.map(({ path }) => path.slice(path.lastIndexOf('.') + 1)),
    commands: Object.keys(spec.commands),
    roles: spec.roles,
    rules: [...Object.keys(spec.rules ?? {}), ...Object.values(spec.payloadRules ?? {}).flatMap((rules) => Object.keys(rules))],
    deadlines: Object.keys(spec.deadlines ?? {}),
    messages: Object.keys(spec.messages ?? {}),
    fields,
    outcomes: states.flatMap(({ config }) => config.meta?.closes ?? []),
  };
  const faults: Fault[] = [];
  const labels = (spec.labels ?? {}) as unknown as Record<string, Record<string, { zh?: unknown; en?: unknown }>>;
  const fault = (at: string, problem: string) => faults.push({ rule: 'labels', at, problem });
  const complete = (text: { zh?: unknown; en?: unknown } | undefined) =>
    typeof text?.zh === 'string' && text.zh !== '' && typeof text.en === 'string' && text.en !== '';
  if (!complete(labels['title'] as never)) fault('title', 'needs zh and en');
  for (const [group, names] of Object.entries(needed)) {
    const group_ = labels[group] ?? {};
    for (const name of new Set(names))
      if (!Object.hasOwn(group_, name) || !complete(group_[name])) fault(`${group}.${name}`, 'needs zh and en');
    // A label too many is harmless, except for states: their labels are what the compiler takes the names of states from.
    for (const name of Object.keys(group_))
      if (group === 'states' && !names.includes(name)) fault(`states.${name}`, 'labels a state that does not exist');
  }
  return faults;
}
