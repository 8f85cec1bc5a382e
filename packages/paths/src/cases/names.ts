// What things are called in a suite, for people. Which things there are is the process's; what is said about them is the teller's.
import type { Text } from '@bihuan/core';
import type { Suite } from './suite.ts';

/** Kinds of names, by the group of a process's labels they come from. */
const kinds = {
  states: 'state',
  roles: 'role',
  deadlines: 'deadline',
  rules: 'rule',
  messages: 'message',
  fields: 'field',
  outcomes: 'result',
  commands: 'command',
} as const;
export type NameKind = (typeof kinds)[keyof typeof kinds];

type Labels = { readonly [Group in keyof typeof kinds]?: Readonly<Record<string, Text>> };

/** The `names` of a suite from the labels of its process: `{states: {closed}}` is found under `state:closed`. */
export function namesFromLabels(labels: Labels): Record<string, Text> {
  const groups = Object.entries(kinds) as [keyof Labels, NameKind][];
  return Object.fromEntries(
    groups.flatMap(([group, kind]) => Object.entries(labels[group] ?? {}).map(([name, { zh, en }]) => [`${kind}:${name}`, { zh, en }])),
  );
}

/** What a thing is called: by its full path, by the last part of it, or, where nobody named it, as it is written. */
export function nameOf(suite: Pick<Suite, 'names' | 'obligations'>, kind: NameKind, id: string): Text {
  const last = id.slice(id.lastIndexOf('.') + 1);
  const named = [id, last].map((key) => `${kind}:${key}`).find((key) => Object.hasOwn(suite.names ?? {}, key));
  if (named !== undefined) return suite.names![named]!;
  const met = kind === 'state' ? suite.obligations.find((each) => each.id === `state:${id}`) : undefined;
  return met?.label ?? { zh: last, en: last };
}
