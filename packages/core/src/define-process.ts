// Declares a process. Names of commands, rules, roles, deadlines, messages and states are checked by the compiler, and the whole again when it runs.
import type { z } from 'zod';
import { buildProcess } from './build-process.ts';
import type { Limit } from './calendar.ts';
import type { JsonObject } from './json.ts';
import type {
  ActingPerson,
  AnyPayload,
  CommandSpec,
  Controls,
  IncomingLinkSpec,
  Labels,
  LinkSpec,
  PayloadArgs,
  PayloadInput,
  PayloadOf,
  Process,
  ProcessSpec,
  RuleResult,
  StateArgs,
  Visibility,
} from './process.ts';
import type { Subject } from './record.ts';
import type { Statechart } from './statechart.ts';
import type { Text } from './text.ts';

/** The fields of a schema; one without any has none, where zod says string. */
type KeysOfUnion<T> = T extends unknown ? (string extends keyof T ? never : keyof T) : never;
type PayloadFields<Commands extends Record<string, CommandSpec>> = {
  [C in keyof Commands]: Commands[C]['payload'] extends z.ZodObject ? KeysOfUnion<z.output<Commands[C]['payload']>> : never;
}[keyof Commands];

/** Names of payload rules, over all commands. */
type PayloadRuleNames<Rules> = { [C in keyof Rules]: keyof Rules[C] }[keyof Rules];

/**
 * Declares a process; `.machine(statechart)` completes it.
 *
 * Throws `PROCESS_INVALID`, `PROCESS_UNSOUND`, `SCHEMA_ASYNC` or `SCHEMA_NOT_JSON`, each naming the place.
 */
export function defineProcess<
  const Role extends string,
  Input extends z.ZodObject,
  Context extends z.ZodObject,
  const Commands extends Record<string, CommandSpec<NoInfer<Role>>>,
  State extends string,
  Result extends string,
  Rule extends string = never,
  PayloadRules extends { readonly [C in keyof Commands]?: object } = {},
  Assignment extends string = never,
  Deadline extends string = never,
  Message extends string = never,
  Open extends string = never,
  Tie extends string = never,
>(spec: {
  readonly id: string;
  readonly version: number;
  readonly roles: readonly Role[];
  /** Who may open a case. */
  readonly opener: readonly (NoInfer<Role> | 'system')[];
  readonly input: Input;
  readonly context: Context;
  readonly initialContext: (args: {
    readonly input: z.output<Input>;
    readonly by: ActingPerson<Role>;
    readonly at: number;
  }) => z.output<Context>;
  readonly commands: Commands;
  /** State rules: they need no payload, so `explain` answers them for a button. */
  readonly rules?: { readonly [R in Rule]: (args: StateArgs<z.output<Context>, NoInfer<Role>>) => RuleResult };
  /** Rules that read the payload, by command. */
  readonly payloadRules?: {
    readonly [C in keyof PayloadRules]: {
      readonly [R in keyof PayloadRules[C]]: (
        args: PayloadArgs<z.output<Context>, NoInfer<Role>, C extends keyof Commands ? PayloadOf<Commands[C]> : never>,
      ) => RuleResult;
    };
  };
  /** What a command writes into the context, by command, whichever branch it takes. */
  readonly updates?: {
    readonly [C in keyof NoInfer<Commands> & string]?: (
      args: PayloadArgs<z.output<Context>, NoInfer<Role>, PayloadOf<NoInfer<Commands>[C]>>,
    ) => Partial<z.output<Context>>;
  };
  /** Assignments by name, used as actions. They know no payload, because timers take branches too. */
  readonly assignments?: { readonly [A in Assignment]: (args: StateArgs<z.output<Context>, NoInfer<Role>>) => Partial<z.output<Context>> };
  readonly deadlines?: {
    readonly [D in Deadline]: Limit | ((args: PayloadArgs<z.output<Context>, NoInfer<Role>, AnyPayload<NoInfer<Commands>>>) => Limit);
  };
  /** Messages for the outbox, used as actions. */
  readonly messages?: {
    readonly [M in Message]: (args: PayloadArgs<z.output<Context>, NoInfer<Role>, AnyPayload<NoInfer<Commands>>>) => JsonObject;
  };
  /** Cases opened by this one, used as actions. */
  readonly opens?: {
    readonly [O in Open]: {
      readonly process: string;
      readonly link: string;
      readonly with: (args: PayloadArgs<z.output<Context>, NoInfer<Role>, AnyPayload<NoInfer<Commands>>>) => {
        readonly input: JsonObject;
        readonly unit?: string;
        readonly subject?: Subject;
      };
    };
  };
  /** Links to cases that exist, used as actions. */
  readonly ties?: {
    readonly [T in Tie]: {
      readonly link: string;
      readonly to: (args: PayloadArgs<z.output<Context>, NoInfer<Role>, AnyPayload<NoInfer<Commands>>>) => string;
    };
  };
  readonly links?: Readonly<Record<string, LinkSpec<keyof NoInfer<Commands> & string>>>;
  readonly linkedFrom?: Readonly<Record<string, IncomingLinkSpec<keyof NoInfer<Commands> & string, NoInfer<Rule>>>>;
  /** What linked cases see of this one. Default: nothing but its end. */
  readonly rollUp?: (args: { readonly context: z.output<Context>; readonly states: readonly NoInfer<State>[] }) => JsonObject;
  readonly controls?: Controls<NoInfer<Role>>;
  /** At most one open case per subject. */
  readonly uniqueSubject?: boolean;
  /** What `find({ text })` looks in. Only what everybody who may see the case may read. */
  readonly searchText?: (args: { readonly context: z.output<Context> }) => string;
  /** Who may read personal fields, beside operators. */
  readonly personalReaders?: readonly NoInfer<Role>[];
  /** Default internal. */
  readonly visibility?: { readonly [F in keyof z.output<Context>]?: Visibility };
  /** Why this process need not end. */
  readonly perpetual?: Text;
  readonly labels: Labels<
    State,
    keyof NoInfer<Commands> & string,
    NoInfer<Role>,
    NoInfer<Rule> | (PayloadRuleNames<NoInfer<PayloadRules>> & string),
    NoInfer<Deadline>,
    NoInfer<Message>,
    (KeysOfUnion<z.output<NoInfer<Input>>> | KeysOfUnion<z.output<NoInfer<Context>>> | PayloadFields<NoInfer<Commands>>) & string,
    Result
  >;
}): {
  machine(
    statechart: Statechart<{
      state: State;
      command: keyof Commands & string;
      role: Role;
      field: keyof z.output<Context> & string;
      result: Result;
      deadline: Deadline;
      action: Assignment | Message | Open | Tie;
      rule: Rule;
      payloadRule: { [C in keyof PayloadRules & string]: keyof PayloadRules[C] & string };
    }>,
  ): Process<{
    input: z.input<Input>;
    context: z.output<Context>;
    payloads: { [C in keyof Commands & string]: PayloadInput<Commands[C]> };
    state: State;
    deadline: Deadline;
  }>;
} {
  return { machine: (statechart) => buildProcess(spec as unknown as ProcessSpec, statechart as Statechart<any>) as Process<any> };
}
