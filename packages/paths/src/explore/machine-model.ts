// A plain XState machine as a model: its events, its guards as they are or as free choices, and its delays in the order they run out.
import { createHash } from 'node:crypto';
import { BihuanError, type JsonObject, type JsonValue } from '@bihuan/core';
import { inert, transitionId } from '@bihuan/core/model';
import type { AnyStateMachine } from 'xstate';
import { type Abstractions, abstracted } from './abstraction.ts';
import type { Label } from './label.ts';
import { afterPrefix, delayName, delaysOverlap, soonest } from './machine-delays.ts';
import { eventsOf } from './machine-events.ts';
import type { Model, Move, Packed } from './model.ts';
import { Oracle } from './oracle.ts';
import { plain, revived } from './plain-json.ts';

export interface MachineModelOptions {
  /** Payloads by event type: what an event carries beyond its type. */
  readonly events?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly input?: JsonValue;
  /** What of the context tells states apart. Default: all of it. */
  readonly abstraction?: Abstractions;
}

/** What a machine is at. Delays are in ms from now. */
export interface MachineState {
  readonly value: unknown;
  readonly context: JsonObject;
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly done: boolean;
  readonly delays: Readonly<Record<string, number>>;
  readonly leaves: readonly string[];
}

export interface MachineModel extends Model<MachineState> {
  readonly machine: AnyStateMachine;
  /** Events that could not be tried everywhere, because a guard, action or delay of the machine threw. */
  readonly faults: readonly string[];
  /** Every event some active state listens to, and the delay that runs out first. */
  labels(state: MachineState): readonly Label[];
  /** The transitions one event has in the active states, each judged on its own. */
  branches(state: MachineState, label: Label): readonly MachineBranch[];
}

export interface MachineBranch {
  readonly source: string;
  /** Null where it stays. */
  readonly target: string | null;
  readonly guarded: boolean;
  /** Null where nobody implemented its guard. */
  readonly open: boolean | null;
}

export const machineModel = (machine: AnyStateMachine, options: MachineModelOptions = {}): MachineModel =>
  new WalkedMachine(machine, options);

class WalkedMachine implements MachineModel {
  readonly machine: AnyStateMachine;
  readonly #thrown = new Map<string, string>();
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly title;
  readonly #options: MachineModelOptions;
  readonly #oracle: Oracle;
  /** How long delays have left makes a difference: others may begin while they run. */
  readonly #exactTime: boolean;

  constructor(machine: AnyStateMachine, options: MachineModelOptions) {
    this.#options = options;
    this.#oracle = new Oracle(machine);
    this.machine = this.#oracle.machine;
    this.id = machine.id;
    this.version = String((machine.config as { version?: unknown }).version ?? '1');
    this.hash = createHash('sha256').update(JSON.stringify(machine.definition, plain)).digest('hex').slice(0, 16);
    this.title = { zh: machine.id, en: machine.id };
    this.#exactTime = delaysOverlap(this.machine.root);
  }

  get faults(): readonly string[] {
    return [...this.#thrown.values()];
  }

  get limits(): readonly string[] {
    return [...this.#oracle.limits, ...this.faults];
  }

  starts(): readonly Move<MachineState>[] {
    return this.#oracle.choices((choice) => {
      const { scope, ran } = inert({ machine: this.machine });
      const snapshot = this.machine.getInitialSnapshot(scope as never, this.#options.input as never);
      if (snapshot.status === 'error') throw (snapshot as { error?: unknown }).error;
      return this.#arrive({ kind: 'open', name: 'xstate.init', actor: null, ...choice }, {}, snapshot, ran());
    });
  }

  moves(state: MachineState): readonly Move<MachineState>[] {
    if (state.done) return [];
    const found = new Map<string, Move<MachineState>>();
    for (const label of this.labels(state)) {
      for (const move of this.#taken(state, label)) {
        const sign = `${move.transitions.join(' ')} ${this.key(move.to)}`;
        if (move.transitions.length > 0 && !found.has(sign)) found.set(sign, move);
      }
    }
    return [...found.values()];
  }

  step(state: MachineState, label: Label): Move<MachineState> | undefined {
    if (label.kind === 'open') return this.starts().find((each) => JSON.stringify(each.label) === JSON.stringify(label));
    if (state.done) return undefined;
    if (label.kind === 'time' && state.delays[label.state!] !== soonest(state.delays)) return undefined;
    const { payload: _payload, ...rest } = label;
    const data = dataOf(label);
    return this.#taken(state, data === undefined ? rest : { ...rest, payload: data }).find(
      (each) => JSON.stringify(each.label) === JSON.stringify(label) && each.transitions.length > 0,
    );
  }

  key({ value, context, history, delays }: MachineState): string {
    const first = soonest(delays) ?? 0;
    // Of delays that actions begin, nothing is known beforehand.
    const exact = this.#exactTime || Object.keys(delays).some((id) => !id.startsWith(afterPrefix));
    const running = Object.entries(delays).map(([id, ms]) => [id, exact ? ms : ms - first]);
    return JSON.stringify([value, history, running, this.#apart(context)], plain);
  }

  pack(state: MachineState): Packed {
    return JSON.stringify(state, plain);
  }

  unpack(packed: Packed): MachineState {
    return JSON.parse(packed as string, revived);
  }

  leaves({ leaves }: MachineState): readonly string[] {
    return leaves;
  }

  ended({ done, leaves }: MachineState): string | null {
    return done ? leaves.join(' ') : null;
  }

  generation = () => 0;
  refine = () => false;

  #apart(context: JsonObject): unknown {
    const { abstraction = {} } = this.#options;
    return Object.entries(context ?? {}).map(([field, value]) => [field, abstracted(value, abstraction[field])]);
  }

  labels({ value, context, history, delays }: MachineState): readonly Label[] {
    const snapshot = this.#snapshot({ value, context, history });
    const first = Object.entries(delays).sort(([, a], [, b]) => a - b)[0];
    const time: Label[] = first ? [{ kind: 'time', name: delayName(first[0]), state: first[0], actor: null }] : [];
    return [
      ...eventsOf(snapshot, this.#options.events ?? {}).map(
        ({ type, data }): Label => ({ kind: 'command', name: type, actor: null, ...(data && { payload: data }) }),
      ),
      ...time,
    ];
  }

  branches(state: MachineState, label: Label): readonly MachineBranch[] {
    const snapshot = this.#snapshot(state) as any;
    const type = label.kind === 'time' ? label.state! : label.name;
    const event = { ...((label.payload as JsonObject | undefined) ?? {}), type };
    return snapshot._nodes.flatMap((node: any) =>
      (node.transitions.get(type) ?? []).map((transition: any): MachineBranch => {
        const alone = Object.create(node, { transitions: { value: new Map([[type, [transition]]]) } });
        const targets = transition.target?.map((target: any) => target.path.join('.'));
        return {
          source: node.path.join('.'),
          target: targets?.join(' ') ?? null,
          guarded: transition.guard !== undefined,
          open: this.#oracle.isFree(transition.guard) ? null : alone.next(snapshot, event) !== undefined,
        };
      }),
    );
  }

  #taken(state: MachineState, label: Label): readonly Move<MachineState>[] {
    const elapsed = label.kind === 'time' ? state.delays[label.state!]! : 0;
    const event = { ...((label.payload as JsonObject | undefined) ?? {}), type: label.kind === 'time' ? label.state! : label.name };
    const taken = this.#oracle.choices((choice) => {
      const snapshot = this.#snapshot(state);
      const { scope, ran } = inert({ machine: this.machine });
      const next = this.#told(label.name, () => this.machine.transition(snapshot as never, event as never, scope as never));
      if (next === undefined) return undefined;
      const kept = Object.fromEntries(
        Object.entries(state.delays).flatMap(([id, ms]) => (label.kind === 'time' && id === label.state ? [] : [[id, ms - elapsed]])),
      );
      const named =
        choice.payload === undefined
          ? label
          : { ...label, payload: { ...((label.payload as JsonObject | undefined) ?? {}), ...(choice.payload as JsonObject) } };
      return this.#arrive(named, kept, next, ran());
    });
    return taken.filter((move) => move !== undefined);
  }

  /** Undefined where the machine itself throws, which is kept and told. */
  #told(event: string, step: () => any): any {
    try {
      const next = step();
      if (next.status !== 'error') return next;
      throw next.error;
    } catch (cause) {
      const message = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ');
      this.#thrown.set(`${event} ${message}`, `${event} could not be tried everywhere: ${message}`);
      return undefined;
    }
  }

  #snapshot({ value, context, history }: Pick<MachineState, 'value' | 'context' | 'history'>) {
    if (Object.keys(history).length === 0) return this.machine.resolveState({ value, context } as never);
    const historyValue = Object.fromEntries(Object.entries(history).map(([id, nodes]) => [id, nodes.map((node) => ({ id: node }))]));
    return this.machine.restoreSnapshot({ value, context, historyValue, status: 'active', children: {} } as never, undefined as never);
  }

  #arrive(label: Label, kept: Record<string, number>, snapshot: any, ran: ReturnType<ReturnType<typeof inert>['ran']>): Move<MachineState> {
    const delays: Record<string, number> = { ...kept };
    for (const action of ran.actions as any[]) {
      const { type, params } = action;
      if (type === 'xstate.raise' && params.delay !== undefined) delays[params.event.type] = Number(params.delay);
      if (type === 'xstate.cancel') delete delays[String(params.sendId ?? params)];
    }
    const history = Object.fromEntries(
      Object.entries(snapshot.historyValue ?? {}).map(([id, nodes]) => [id, (nodes as any[]).map((node) => node.id)]),
    );
    const leaves = snapshot._nodes
      .filter((node: any) => node.type === 'atomic' || node.type === 'final')
      .map((node: any) => node.path.join('.'));
    const to: MachineState = {
      value: snapshot.value,
      context: snapshot.context,
      history,
      done: snapshot.status === 'done',
      delays: snapshot.status === 'done' ? {} : delays,
      leaves,
    };
    return { label, to: this.#checked(to), transitions: ran.transitions.map((each) => transitionId(each)) };
  }

  /** A context that JSON would change cannot be told apart or kept. */
  #checked(state: MachineState): MachineState {
    const copy = JSON.stringify(state.context ?? {}, plain);
    if (JSON.stringify(JSON.parse(copy, revived), plain) === copy) return state;
    throw new BihuanError(
      'CONTEXT_INVALID',
      { zh: `状态机 ${this.id} 的上下文不是 JSON`, en: `The context of machine ${this.id} is not JSON` },
      { process: this.id },
    );
  }
}

const dataOf = ({ payload }: Label): JsonValue | undefined => {
  if (typeof payload !== 'object' || payload === null || !('$guards' in payload)) return payload;
  const { $guards: _guards, ...data } = payload as JsonObject;
  return Object.keys(data).length > 0 ? data : undefined;
};
