// Where a path of the old statechart lies in the new one, and the whole configuration that some new paths make.
import type { Process } from '../process.ts';
import type { StateValue } from '../record.ts';
import type { StateNodeConfig } from '../statechart.ts';

/** The new path of an old one: by the longest part of it that is renamed; otherwise it keeps its name. */
export function renamed(states: Readonly<Record<string, string>>, path: string): string {
  const names = path.split('.');
  for (let length = names.length; length > 0; length--) {
    const head = names.slice(0, length).join('.');
    if (Object.hasOwn(states, head)) return [states[head]!, ...names.slice(length)].join('.');
  }
  return path;
}

export type Target = { readonly value: StateValue } | { readonly problem: string };

/** The state value in which all of these paths are active. States inside them, and regions beside them that none names, begin at their first. */
export function targetOf({ statechart }: Pick<Process, 'statechart'>, paths: readonly string[]): Target {
  const wanted = paths.map((path) => path.split('.'));
  return inside(statechart as StateNodeConfig<any>, wanted, '');
}

function inside(config: StateNodeConfig<any>, wanted: readonly (readonly string[])[], place: string): Target {
  const states = (config.states ?? {}) as Readonly<Record<string, StateNodeConfig<any>>>;
  const deeper = wanted.filter((path) => path.length > 0);
  const unknown = deeper.find(([name]) => !Object.hasOwn(states, name!));
  const at = (name: string) => (place === '' ? name : `${place}.${name}`);
  if (unknown) return { problem: `there is no state ${at(unknown[0]!)}` };
  const child = (name: string) =>
    inside(
      states[name]!,
      deeper.filter(([first]) => first === name).map((path) => path.slice(1)),
      at(name),
    );
  const names = config.type === 'parallel' ? Object.keys(states) : [...new Set(deeper.map(([first]) => first!))];
  if (config.type === 'history') return { problem: `${place} remembers states, and is none` };
  if (Object.keys(states).length === 0) return { value: {} };
  if (config.type !== 'parallel' && names.length > 1) return { problem: `${names.map(at).join(' and ')} cannot be active together` };
  const active = config.type === 'parallel' ? names : [names[0] ?? (config.initial as string)];
  const parts: Record<string, StateValue> = {};
  for (const name of active) {
    const target = child(name);
    if ('problem' in target) return target;
    parts[name] = target.value;
  }
  const [only] = active;
  const isLeaf = (value: StateValue) => typeof value === 'object' && Object.keys(value).length === 0;
  return { value: config.type !== 'parallel' && isLeaf(parts[only!]!) ? only! : parts };
}
