// The only file that runs XState: restore, step, and what a step set in motion. Pure; nothing here knows revisions, stores or calendars.
import { BihuanError } from './errors.ts';
import { inert, type Ran, timerPrefix, transitionId } from './inert-scope.ts';
import { frozen, type JsonObject } from './json.ts';
import type { ActingPerson, PayloadArgs, Process, StateArgs } from './process.ts';
import type { CaseRecord, StateValue } from './record.ts';
import type { RuleExpression } from './rule-expression.ts';
import type { StateMeta } from './statechart.ts';

/** What the statechart set in motion, in order. */
export type Effect =
  | { readonly kind: 'timer-set'; readonly deadline: string; readonly state: string; readonly context: JsonObject }
  | { readonly kind: 'timer-dropped'; readonly deadline: string; readonly state: string }
  | { readonly kind: 'entered'; readonly state: string }
  | { readonly kind: 'action'; readonly name: string; readonly context: JsonObject };

export interface ActiveState {
  readonly path: string;
  readonly leaf: boolean;
  readonly final: boolean;
  readonly meta: StateMeta | undefined;
}

export interface Step {
  readonly value: StateValue;
  readonly context: JsonObject;
  readonly history: { readonly [id: string]: readonly string[] };
  readonly tags: readonly string[];
  readonly done: boolean;
  readonly active: readonly ActiveState[];
  readonly effects: readonly Effect[];
  /** Ids of the transitions taken, in order. */
  readonly transitions: readonly string[];
}

/** One branch a command could take from where the case is, deepest state first. */
export interface Candidate {
  readonly source: string;
  readonly target: string | null;
  readonly rule: RuleExpression | undefined;
}

type Frame = Omit<PayloadArgs, 'context'>;
type Snapshot = ReturnType<Process['machine']['resolveState']>;

const nobody: ActingPerson = { tenant: '', id: '', persons: [], roles: [] };
const nowhere: StateArgs['case'] = {
  id: '',
  states: [],
  unit: '',
  subject: null,
  openedBy: [],
  openedAtMs: 0,
  supervisions: 0,
  extensions: 0,
  evidence: [],
  links: [],
};

/** The command being decided. Set for the length of one synchronous step, so that internal events see its payload, actor and time. */
let frame: Frame | undefined;

/** What a rule, assignment, deadline or message is given. Outside a decision (tools that walk the machine) the event stands in. */
export function argsFor(context: JsonObject, event: { readonly payload?: unknown }): PayloadArgs {
  return frame ? { ...frame, context } : { context, payload: event.payload, by: nobody, at: 0, case: nowhere };
}

function within<Result>(next: Frame, process: Process, run: () => Result): Result {
  const outer = frame;
  frame = next;
  try {
    return run();
  } catch (cause) {
    throw stepError(process, cause);
  } finally {
    frame = outer;
  }
}

function stepError(process: Process, cause: unknown): BihuanError {
  if (cause instanceof BihuanError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  // XState wraps what a guard throws, and keeps only its message: ours begins with its code.
  const rule = /RULE_THREW: (.*)$/s.exec(message)?.[1];
  const details = { process: process.id, version: process.version };
  if (rule) return new BihuanError('RULE_THREW', { zh: `流程函数出错:${rule}`, en: rule }, details, cause);
  if (message.includes('Infinite loop')) {
    return new BihuanError(
      'ALWAYS_LOOP',
      { zh: `流程 ${process.id} 的无事件转移不停`, en: `Eventless transitions of ${process.id} do not come to rest` },
      details,
      cause,
    );
  }
  return new BihuanError(
    'PROCESS_INVALID',
    { zh: `流程 ${process.id} 无法执行:${message}`, en: `${process.id} cannot step: ${message}` },
    details,
    cause,
  );
}

/** The first state of a case. */
export function initialStep(process: Process, input: unknown, args: Frame): Step {
  return within(args, process, () => {
    const { scope, ran } = inert(process);
    const snapshot = process.machine.getInitialSnapshot(scope as never, frozen(input) as never);
    if (snapshot.status === 'error') throw snapshot.error;
    return stepOf(process, snapshot, ran());
  });
}

/** The step a command or timer makes, or null when no branch accepts it. */
export function nextStep(process: Process, record: CaseRecord, event: string, args: Frame): Step | null {
  const snapshot = restore(process, record);
  if (snapshot.status === 'done') return null;
  const message = { type: event, payload: frozen(args.payload) };
  return within(args, process, () => {
    if (process.machine.getTransitionData(snapshot, message).length === 0) return null;
    const { scope, ran } = inert(process);
    return stepOf(process, process.machine.transition(snapshot, message, scope as never), ran());
  });
}

export const timerEvent = (process: Process, deadline: string, state: string): string =>
  `xstate.after.${deadline}.${state === '' ? process.id : `${process.id}.${state}`}`;

/** Every branch that listens to a command where the case is, in the order they are tried. */
export function candidates(process: Process, record: CaseRecord, command: string): readonly Candidate[] {
  const snapshot = restore(process, record);
  return [...nodesOf(snapshot)]
    .sort((a, b) => b.path.length - a.path.length || a.order - b.order)
    .flatMap((node) =>
      (node.transitions.get(command) ?? []).map((branch: any) => ({
        source: node.path.join('.'),
        target: branch.target?.map((target: any) => target.path.join('.')).join(' ') ?? null,
        rule: branch.meta?.rule,
      })),
    );
}

/** The step that puts a case into a state by hand: every active state counts as entered, its deadlines as set. */
export function stepInto(process: Process, value: StateValue, context: JsonObject): Step {
  const snapshot = within({ payload: undefined, by: nobody, at: 0, case: nowhere }, process, () =>
    process.machine.resolveState({ value, context } as never),
  );
  const effects = nodesOf(snapshot).flatMap((node): Effect[] => {
    const state = node.path.join('.');
    const timers = Object.keys(node.config.after ?? {}).map((deadline): Effect => ({ kind: 'timer-set', deadline, state, context }));
    return [...(node.meta?.owner === undefined ? [] : [{ kind: 'entered' as const, state }]), ...timers];
  });
  return { ...stepOf(process, snapshot, { actions: [], transitions: [], snapshots: [] }), effects };
}

const metas = new WeakMap<Process, ReadonlyMap<string, StateMeta>>();

/** What each state means for people, by path. */
export function metaByPath(process: Process): ReadonlyMap<string, StateMeta> {
  const known = metas.get(process);
  if (known) return known;
  const walk = (node: Node): [string, StateMeta][] => [
    ...(node.meta ? [[node.path.join('.'), node.meta] as [string, StateMeta]] : []),
    ...Object.values(node.states ?? {}).flatMap(walk),
  ];
  const found = new Map(walk(process.machine.root as unknown as Node));
  metas.set(process, found);
  return found;
}

/** Contexts that fit the schema of a process. They are frozen, so they fit for as long as they live. */
const fitting = new WeakMap<JsonObject, Process>();

function restore(process: Process, record: CaseRecord): Snapshot {
  const { state: value, context, history } = record;
  try {
    if (fitting.get(context) !== process) {
      const fits = process.spec.context.safeParse(frozen(context));
      if (!fits.success) throw fits.error;
      fitting.set(context, process);
    }
    if (Object.keys(history).length === 0) return process.machine.resolveState({ value, context } as never);
    const historyValue = Object.fromEntries(Object.entries(history).map(([id, nodes]) => [id, nodes.map((node) => ({ id: node }))]));
    return process.machine.restoreSnapshot(
      { value, context, historyValue, status: 'active', children: {} } as never,
      undefined as never,
    ) as Snapshot;
  } catch (cause) {
    throw new BihuanError(
      'CASE_CORRUPT',
      {
        zh: `案件 ${record.id} 存储的状态或上下文不合流程 ${process.id} 第${process.version}版`,
        en: `The stored state or context of case ${record.id} does not fit ${process.id} version ${process.version}`,
      },
      { case: record.id, state: value, process: process.id, version: process.version },
      cause,
    );
  }
}

interface Node {
  readonly path: readonly string[];
  readonly order: number;
  readonly id: string;
  readonly type: string;
  readonly parent?: Node;
  readonly meta?: StateMeta;
  readonly config: { readonly after?: Readonly<Record<string, unknown>> };
  readonly states?: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<string, readonly unknown[]>;
}

const nodesOf = (snapshot: Snapshot): readonly Node[] => (snapshot as unknown as { _nodes: readonly Node[] })._nodes;

function stepOf(process: Process, snapshot: Snapshot, { actions, transitions }: Ran): Step {
  const { value, context, tags, status, historyValue } = snapshot as unknown as {
    value: StateValue;
    context: JsonObject;
    tags: Set<string>;
    status: string;
    historyValue: Record<string, readonly Node[]> | undefined;
  };
  const history: Record<string, readonly string[]> = {};
  for (const id in historyValue) history[id] = historyValue[id]!.map((node) => node.id);
  return {
    value,
    context,
    history,
    tags: [...tags],
    done: status === 'done',
    // In the order of the statechart, whatever the order they were entered in.
    active: nodesOf(snapshot)
      .filter((node) => node.path.length > 0)
      .sort((a, b) => a.order - b.order)
      .map((node) => ({
        path: node.path.join('.'),
        leaf: node.type === 'atomic' || node.type === 'final',
        final: node.type === 'final',
        meta: node.meta,
      })),
    effects: actions.flatMap((action) => effectOf(process, action)),
    transitions: transitions.map(transitionId),
  };
}

function effectOf(process: Process, action: any): readonly Effect[] {
  switch (action.type) {
    case 'xstate.raise':
      return timerOf(process, action.params.id, (deadline, state) => ({
        kind: 'timer-set',
        deadline,
        state,
        context: action.info.context,
      }));
    case 'xstate.cancel':
      return timerOf(process, action.params.sendId, (deadline, state) => ({ kind: 'timer-dropped', deadline, state }));
    case 'bihuan.entered':
      return [{ kind: 'entered', state: action.params.state }];
    default:
      return [{ kind: 'action', name: action.type, context: action.info.context }];
  }
}

function timerOf(process: Process, id: string, effect: (deadline: string, state: string) => Effect): readonly Effect[] {
  const name = id.slice(timerPrefix.length);
  const dot = name.indexOf('.');
  const deadline = dot < 0 ? name : name.slice(0, dot);
  return [effect(deadline, name.slice(deadline.length + 1 + process.id.length + 1))];
}
