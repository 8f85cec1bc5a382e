// What a process is made of: the declaration a person writes, and the definition the engine runs.

import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import type { Actor, operatorRole, systemRole } from './actor.ts';
import type { Limit } from './calendar.ts';
import type { JsonObject } from './json.ts';
import type { Evidence, Link, Subject } from './record.ts';
import type { Statechart, Vocabulary } from './statechart.ts';
import type { Text } from './text.ts';

export type Visibility = 'public' | 'internal' | 'restricted';

/** The acting person as rules see them: `persons` are all the people that act here (the actor, and whom they act for). */
export interface ActingPerson<Role extends string = string> extends Actor {
  readonly persons: readonly string[];
  readonly roles: readonly (Role | typeof systemRole | typeof operatorRole)[];
}

/** What rules may know of the case beyond its context. */
export interface CaseFacts {
  readonly id: string;
  /** Paths of the active leaf states; empty while it is being opened. */
  readonly states: readonly string[];
  readonly unit: string;
  readonly subject: Subject | null;
  readonly openedBy: readonly string[];
  readonly openedAtMs: number;
  readonly supervisions: number;
  readonly extensions: number;
  readonly evidence: readonly Evidence[];
  readonly links: readonly Link[];
}

/** `at` is the effective time in epoch ms. Rules read this and nothing else: no clock, no I/O. */
export interface StateArgs<Context = any, Role extends string = string> {
  readonly context: Readonly<Context>;
  readonly by: ActingPerson<Role>;
  readonly at: number;
  readonly case: CaseFacts;
}

export interface PayloadArgs<Context = any, Role extends string = string, Payload = any> extends StateArgs<Context, Role> {
  readonly payload: Payload;
}

/** `true` holds; `false`, or data that says why, refuses: `{ needed: 5, present: 3 }`. */
export type RuleResult = boolean | Readonly<Record<string, unknown>>;

export interface CommandSpec<Role extends string = string> {
  /** Who may. `system` is the library itself (linked cases); `operator` is built in. */
  readonly by: readonly (Role | typeof systemRole | typeof operatorRole)[];
  /** Made strict: unknown fields are refused. */
  readonly payload?: z.ZodObject;
}

export type PayloadOf<C extends CommandSpec> = C['payload'] extends z.ZodObject ? z.output<C['payload']> : undefined;
export type PayloadInput<C extends CommandSpec> = C['payload'] extends z.ZodObject ? z.input<C['payload']> : undefined;
type AnyPayload<Commands extends Record<string, CommandSpec>> =
  | { [C in keyof Commands]: PayloadOf<Commands[C]> }[keyof Commands]
  | undefined;

/** Who may use the built-in acts. `extend` and `supervise` are ladders: the n-th use needs a role of the n-th rung; after the last it is refused. */
export interface Controls<Role extends string = string> {
  readonly suspend?: readonly Role[];
  readonly resume?: readonly Role[];
  readonly extend?: readonly (readonly Role[])[];
  readonly supervise?: readonly (readonly Role[])[];
  readonly attach?: readonly Role[];
  readonly comment?: readonly Role[];
  readonly link?: readonly Role[];
}

/** What this case does when a case it points at (`links`) or that points at it (`linkedFrom`) changes. Values are commands open to `system`. */
export interface LinkSpec<Command extends string = string> {
  /** The process of the other end. */
  readonly process: string;
  /** The other end has registered the link: now it counts. */
  readonly registered?: Command;
  /** By result of the other case, `otherwise` for the rest. */
  readonly closed?: Command | { readonly [outcome: string]: Command };
  readonly reopened?: Command;
  readonly changed?: Command;
  /** The other end would not register the link. */
  readonly refused?: Command;
}

export interface IncomingLinkSpec<Command extends string = string, Rule extends string = string> extends LinkSpec<Command> {
  /** State rule that must hold for a new one to be registered. */
  readonly accepts?: Rule;
}

/** A case opened by this one, as an action of the statechart. */
export interface Opens {
  readonly process: string;
  readonly link: string;
  readonly with: (args: PayloadArgs) => { readonly input: JsonObject; readonly unit?: string; readonly subject?: Subject };
}

/** A link from this case to another that exists, as an action of the statechart. */
export interface Tie {
  readonly link: string;
  /** The id of the other case. */
  readonly to: (args: PayloadArgs) => string;
}

export interface Labels<
  State extends string = string,
  Command extends string = string,
  Role extends string = string,
  Rule extends string = string,
  Deadline extends string = string,
  Message extends string = string,
  Field extends string = string,
  Result extends string = string,
> {
  readonly title: Text;
  readonly states: { readonly [S in State]: Text };
  readonly commands: { readonly [C in Command]: Text };
  readonly roles: { readonly [R in Role]: Text };
  /** Shown when the rule refuses; `{name}` is filled from its data. */
  readonly rules: { readonly [R in Rule]: Text };
  readonly deadlines: { readonly [D in Deadline]: Text };
  readonly messages: { readonly [M in Message]: Text };
  readonly fields: { readonly [F in Field]: Text };
  readonly outcomes: { readonly [R in Result]: Text };
}

/** The types of a process, carried by its definition so that `engine.send` can check them. */
export interface ProcessTypes {
  readonly input: any;
  readonly context: any;
  readonly payloads: Record<string, any>;
  readonly state: string;
  readonly deadline: string;
}

/** A declaration as the engine reads it, its types erased. */
export interface ProcessSpec {
  readonly id: string;
  readonly version: number;
  readonly roles: readonly string[];
  readonly opener: readonly string[];
  readonly input: z.ZodObject;
  readonly context: z.ZodObject;
  readonly initialContext: (args: { readonly input: any; readonly by: ActingPerson; readonly at: number }) => JsonObject;
  readonly commands: Readonly<Record<string, CommandSpec>>;
  readonly rules?: Readonly<Record<string, (args: StateArgs) => RuleResult>>;
  readonly payloadRules?: Readonly<Record<string, Readonly<Record<string, (args: PayloadArgs) => RuleResult>>>>;
  readonly updates?: Readonly<Record<string, (args: PayloadArgs) => Readonly<Record<string, unknown>>>>;
  readonly assignments?: Readonly<Record<string, (args: StateArgs) => Readonly<Record<string, unknown>>>>;
  readonly deadlines?: Readonly<Record<string, Limit | ((args: PayloadArgs) => Limit)>>;
  readonly messages?: Readonly<Record<string, (args: PayloadArgs) => JsonObject>>;
  readonly opens?: Readonly<Record<string, Opens>>;
  readonly ties?: Readonly<Record<string, Tie>>;
  readonly links?: Readonly<Record<string, LinkSpec>>;
  readonly linkedFrom?: Readonly<Record<string, IncomingLinkSpec>>;
  readonly rollUp?: (args: { readonly context: any; readonly states: readonly string[] }) => JsonObject;
  readonly controls?: Controls;
  readonly uniqueSubject?: boolean;
  readonly searchText?: (args: { readonly context: any }) => string;
  readonly personalReaders?: readonly string[];
  readonly visibility?: Readonly<Record<string, Visibility>>;
  readonly perpetual?: Text;
  readonly labels: Labels;
}

/** A process, ready to run. `machine` is a real XState v5 machine: tools and `@xstate/graph` work on it. */
export interface Process<Types extends ProcessTypes = ProcessTypes> {
  readonly id: string;
  readonly version: number;
  /** Structural hash: states, commands, rule and deadline names. */
  readonly hash: string;
  readonly spec: ProcessSpec;
  readonly statechart: Statechart<any>;
  readonly machine: AnyStateMachine;
  /** Never present; carries the types. */
  readonly types?: Types;
}

export type AnyProcess = Process<any>;
export type InputOf<P extends AnyProcess> = P extends Process<infer T> ? T['input'] : never;
export type ContextOf<P extends AnyProcess> = P extends Process<infer T> ? T['context'] : never;
export type StateOf<P extends AnyProcess> = P extends Process<infer T> ? T['state'] : never;
export type DeadlineOf<P extends AnyProcess> = P extends Process<infer T> ? T['deadline'] : never;
export type PayloadsOf<P extends AnyProcess> = P extends Process<infer T> ? T['payloads'] : never;

export type { AnyPayload, Vocabulary };
