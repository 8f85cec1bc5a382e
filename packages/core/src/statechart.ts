// The statechart a process is written in: XState's own configuration, with every name checked and nothing but data in it.
import type { RuleExpression } from './rule-expression.ts';
import type { Text } from './text.ts';

/** What a state means for people. */
export interface StateMeta<
  Role extends string = string,
  Field extends string = string,
  Result extends string = string,
  Deadline extends string = string,
> {
  /** Who has work here. */
  readonly owner?: Role | readonly Role[];
  /** The context field that holds the id of the person the work is for. */
  readonly assignee?: Field;
  /** Which deadline is shown as the due time of the work; otherwise the earliest that runs. */
  readonly due?: Deadline;
  /** Higher comes first where people sort by it. Default 0. */
  readonly priority?: number;
  /** Why this state may wait without a deadline. */
  readonly waits?: Text;
  /** This state is an end, with this result. Unless `type: 'final'`, a command may lead out of it again (reopening). */
  readonly closes?: Result;
}

/** The names a statechart may use. */
export interface Vocabulary {
  readonly state: string;
  readonly command: string;
  readonly role: string;
  readonly field: string;
  readonly result: string;
  readonly deadline: string;
  readonly action: string;
  readonly rule: string;
  /** Rules that read the payload, by command. */
  readonly payloadRule: Readonly<Record<string, string>>;
}

export type Target<State extends string> = State | `.${State}` | `#${string}` | `${State}.${string}`;

export interface Branch<V extends Vocabulary, Rule extends string> {
  readonly target?: Target<V['state']>;
  readonly guard?: RuleExpression<Rule>;
  readonly actions?: V['action'] | readonly V['action'][];
  readonly reenter?: boolean;
}

/** Tried in order; the first whose guard holds is taken. */
export type Branches<V extends Vocabulary, Rule extends string> =
  | Target<V['state']>
  | Branch<V, Rule>
  | readonly (Branch<V, Rule> | Target<V['state']>)[];

type PayloadRuleOf<V extends Vocabulary, Command> = Command extends keyof V['payloadRule'] ? V['payloadRule'][Command] : never;

export interface StateNodeConfig<V extends Vocabulary> {
  readonly type?: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly history?: 'shallow' | 'deep';
  readonly target?: Target<V['state']>;
  readonly initial?: V['state'];
  readonly tags?: string | readonly string[];
  readonly meta?: StateMeta<V['role'], V['field'], V['result'], V['deadline']>;
  readonly on?: { readonly [C in V['command'] | 'supervise']?: Branches<V, V['rule'] | PayloadRuleOf<V, C>> };
  readonly after?: { readonly [D in V['deadline']]?: Branches<V, V['rule']> };
  readonly always?: Branches<V, V['rule']>;
  readonly onDone?: Branches<V, V['rule']>;
  readonly entry?: V['action'] | readonly V['action'][];
  readonly exit?: V['action'] | readonly V['action'][];
  readonly states?: { readonly [S in V['state']]?: StateNodeConfig<V> };
}

/** The root: `initial` and `states`, or `type: 'parallel'` and `states`; `on` here is open to every state. */
export type Statechart<V extends Vocabulary = Vocabulary> = Omit<StateNodeConfig<V>, 'target' | 'history' | 'meta' | 'onDone'>;

/** Branches in the order they are tried, the short forms written out. */
export function branchList(branches: Branches<any, string> | undefined): readonly Branch<any, string>[] {
  return list(branches as any).map((branch: any) => (typeof branch === 'string' ? { target: branch } : branch));
}

export const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
