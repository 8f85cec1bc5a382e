// A changed declaration made a process again, without what the change left unused: that would only be refused for being declared in vain.
import { type AnyProcess, defineProcess, type Process, type ProcessSpec, type Statechart } from '@bihuan/core';
import { list, ruleNames } from '@bihuan/core/model';
import { actionPlaces, branchPlaces } from './statechart-edit.ts';

/** Throws what `defineProcess` throws: then the change is no process. */
export function rebuild(spec: ProcessSpec, statechart: Statechart<any>): AnyProcess {
  const used = usedNames({ spec, statechart } as Process);
  const kept = <Value>(group: Readonly<Record<string, Value>> | undefined, isUsed: (name: string) => boolean) =>
    group && Object.fromEntries(Object.entries(group).filter(([name]) => isUsed(name)));
  const reactions = JSON.stringify([spec.links, spec.linkedFrom]);
  const isCommand = (name: string) => used.commands.has(name) || reactions.includes(`"${name}"`);
  const payloadRules = Object.entries(kept(spec.payloadRules, isCommand) ?? {}).map(([command, rules]) => [
    command,
    kept(rules, (rule) => used.guards.has(`${command} ${rule}`)),
  ]);
  const pruned = {
    ...spec,
    commands: kept(spec.commands, isCommand)!,
    rules: kept(spec.rules, (rule) => used.rules.has(rule) || reactions.includes(`"${rule}"`)),
    payloadRules: Object.fromEntries(payloadRules),
    updates: kept(spec.updates, isCommand),
    deadlines: kept(spec.deadlines, (name) => used.deadlines.has(name)),
    ...Object.fromEntries(
      (['assignments', 'messages', 'opens', 'ties'] as const).map((group) => [
        group,
        kept<unknown>(spec[group], (name) => used.actions.has(name)),
      ]),
    ),
  };
  const declared = Object.fromEntries(Object.entries(pruned).filter(([, value]) => value !== undefined));
  return defineProcess(declared as never).machine(statechart as never) as AnyProcess;
}

function usedNames(process: Process) {
  const places = branchPlaces(process);
  const names = (key: 'on' | 'after') => new Set(places.filter((place) => place.key === key).map((place) => place.name));
  const guards = places.flatMap(({ key, name, branches }) =>
    branches.flatMap(({ guard }) => ruleNames(guard).map((rule) => [key === 'on' ? name : '', rule] as const)),
  );
  return {
    commands: names('on'),
    deadlines: names('after'),
    rules: new Set(guards.map(([, rule]) => rule)),
    guards: new Set(guards.map(([command, rule]) => `${command} ${rule}`)),
    actions: new Set([
      ...places.flatMap(({ branches }) => branches.flatMap(({ actions }) => list(actions))),
      ...actionPlaces(process).flatMap(({ actions }) => actions),
    ]),
  };
}
