// A plain XState machine walked step by step, without running anything: what throws, lacks data or never comes to rest is kept and told.
import { createHash } from 'node:crypto';
import { BihuanError, type JsonObject, type JsonValue } from '@bihuan/core';
import type { AnyStateMachine } from 'xstate';
import { abstracted } from './abstraction.ts';
import type { Label } from './label.ts';
import { afterPrefix, delayName, delaysOverlap, soonest } from './machine-delays.ts';
import { eventsOf } from './machine-events.ts';
import type { Circle, MachineBranch, MachineModel, MachineModelOptions, MachineState } from './machine-model.ts';
import { isEndless, leavesOf, type Running, type Stepped, sortedValue, stepMachine } from './machine-step.ts';
import { MissingData } from './missing-data.ts';
import type { Move, Packed } from './model.ts';
import { Oracle } from './oracle.ts';
import { plainJson, silentActor } from './plain-json.ts';

export class WalkedMachine implements MachineModel {
  readonly machine: AnyStateMachine;
  readonly #thrown = new Map<string, string>();
  readonly #circles = new Map<string, Circle>();
  readonly #missing = new MissingData();
  readonly #unsure = new Set<string>();
  /** Keys of states that were come to without anything missing on the way. */
  readonly #clean = new Set<string>();
  readonly #json = plainJson();
  readonly #passed = new Map<string, readonly string[]>();
  readonly everPassed = new Set<string>();
  #interleaved = false;
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly title;
  input: unknown;
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
    this.hash = createHash('sha256').update(JSON.stringify(machine.definition, this.#json.plain)).digest('hex').slice(0, 16);
    this.title = { zh: machine.id, en: machine.id };
    this.#exactTime = delaysOverlap(this.machine.root);
  }

  get faults(): readonly string[] {
    return [...this.#thrown.values()];
  }

  get supposed(): readonly string[] {
    return this.#oracle.supposed;
  }

  get circles(): readonly Circle[] {
    return [...this.#circles.values()];
  }

  get limits(): readonly string[] {
    const circles = this.circles.map(({ event }) => `${event} leads into steps without end: what comes of it is not known`);
    return [
      ...this.#oracle.supposed,
      ...this.#oracle.limits,
      ...this.#missing.all,
      ...this.faults,
      ...circles,
      ...(this.#interleaved
        ? ['delays that began at different moments run side by side: events were tried only when a delay begins or runs out, not between']
        : []),
    ];
  }

  starts(): readonly Move<MachineState>[] {
    const given = this.#options.input;
    // A machine that fails without input is tried with one that has nothing in it, which is said.
    const inputs = given === undefined ? [undefined, this.#missing.watch('xstate.init', {})] : [given];
    for (const [index, input] of inputs.entries()) {
      this.input = input;
      const found = this.#oracle.choices((choice) => {
        const label: Label = { kind: 'open', name: 'xstate.init', actor: null, ...choice };
        const begin = (scope: never) => this.machine.getInitialSnapshot(scope, input as never);
        return this.#told(label.name, undefined, () => this.#arrive(label, stepMachine(this.machine, begin, { delays: {}, sends: {} })));
      });
      const moves = found.filter((move) => move !== undefined);
      if (moves.length > 0 || index === inputs.length - 1 || this.#circles.size > 0) return moves;
      this.#thrown.clear();
    }
    return [];
  }

  passed(transitions: readonly string[]): readonly string[] {
    return this.#passed.get(transitions.join(' ')) ?? [];
  }

  unsure(state: MachineState): boolean {
    const key = this.key(state);
    return this.#unsure.has(key) || (!this.#clean.has(key) && this.labels(state).length > 0);
  }

  moves(state: MachineState): readonly Move<MachineState>[] {
    if (state.done) return [];
    const found = new Map<string, Move<MachineState>>();
    for (const label of this.labels(state)) {
      for (const move of this.#taken(state, label)) {
        const sign = `${move.transitions.join(' ')} ${this.key(move.to)}`;
        if (changes(move) && !found.has(sign)) found.set(sign, move);
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
      (each) => JSON.stringify(each.label) === JSON.stringify(label) && changes(each),
    );
  }

  key({ value, context, history, delays, sends }: MachineState): string {
    const first = soonest(delays) ?? 0;
    // Of delays that actions begin, nothing is known beforehand.
    const exact = this.#exactTime || Object.keys(delays).some((id) => !id.startsWith(afterPrefix));
    const running = Object.entries(delays).map(([id, ms]) => [id, exact ? ms : ms - first, ...(id in sends ? [sends[id]] : [])]);
    return JSON.stringify([value, history, running, this.#apart(context)], this.#json.plain);
  }

  pack(state: MachineState): Packed {
    return JSON.stringify(state, this.#json.plain);
  }

  unpack(packed: Packed): MachineState {
    return JSON.parse(packed as string, this.#json.revived);
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

  labels(state: MachineState): readonly Label[] {
    const { delays } = state;
    const snapshot = this.#snapshot(state);
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
    const event = this.#eventOf(state, label);
    const { type } = event;
    return snapshot._nodes.flatMap((node: any) =>
      (node.transitions.get(type) ?? []).map((transition: any): MachineBranch => {
        const alone = Object.create(node, { transitions: { value: new Map([[type, [transition]]]) } });
        const targets = transition.target?.map((target: any) => target.path.join('.'));
        return {
          source: node.path.join('.'),
          target: targets?.join(' ') ?? null,
          guarded: transition.guard !== undefined,
          open: this.#oracle.isFree(transition.guard) ? null : this.#answers(() => alone.next(snapshot, event) !== undefined),
        };
      }),
    );
  }

  /** Null where it hangs on what nobody gave. */
  #answers(ask: () => boolean): boolean | null {
    this.#missing.begin();
    const answer = ask();
    return this.#missing.missedNow ? null : answer;
  }

  /** What a label sends. Of an event that comes without data it is watched what is read of it all the same. */
  #eventOf({ sends }: MachineState, label: Label): { readonly type: string } {
    if (label.kind === 'time') return { ...sends[label.state!], type: (sends[label.state!]?.['type'] as string) ?? label.state! };
    const event = { ...(dataOf(label) as JsonObject | undefined), type: label.name };
    const isDone = /^xstate\.(?:done|error)\.actor\.(.*)$/.exec(label.name);
    return dataOf(label) === undefined ? this.#missing.watch(label.name, { ...(isDone && { actorId: isDone[1] }), ...event }) : event;
  }

  #taken(state: MachineState, label: Label): readonly Move<MachineState>[] {
    const elapsed = label.kind === 'time' ? state.delays[label.state!]! : 0;
    const taken = this.#oracle.choices((choice) => {
      const snapshot = this.#snapshot(state);
      const event = this.#eventOf(state, label);
      const left = Object.entries(state.delays).filter(([id]) => label.kind !== 'time' || id !== label.state);
      const kept: Running = { delays: Object.fromEntries(left.map(([id, ms]) => [id, ms - elapsed])), sends: state.sends };
      return this.#told(label.name, state, () => {
        const step = (scope: never) => this.machine.transition(snapshot as never, event as never, scope);
        const stepped = stepMachine(this.machine, step, kept);
        const named =
          choice.payload === undefined
            ? label
            : { ...label, payload: { ...((label.payload as JsonObject | undefined) ?? {}), ...(choice.payload as JsonObject) } };
        const { delays } = stepped.running;
        if (label.kind !== 'time' && stepped.begun.size > 0 && Object.keys(delays).some((id) => !stepped.begun.has(id)))
          this.#interleaved = true;
        return this.#arrive(named, stepped);
      });
    });
    return taken.filter((move) => move !== undefined);
  }

  /** Undefined where the machine itself throws, which is kept and told: as its fault, unless it lacked what nobody gave, then or before. */
  #told(event: string, state: MachineState | undefined, step: () => Move<MachineState>): Move<MachineState> | undefined {
    this.#missing.begin();
    const clean = state === undefined || this.#clean.has(this.key(state));
    let came: Move<MachineState> | undefined;
    try {
      came = step();
    } catch (cause) {
      if (cause instanceof BihuanError) throw cause;
      const message = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ');
      if (this.#oracle.learns(message)) return this.#told(event, state, step);
      if (this.#missing.missedNow || !clean) this.#missing.threw(event, message);
      else if (isEndless(cause)) {
        const at = `${event} ${state?.leaves.join(' ')}`;
        if (!this.#circles.has(at)) this.#circles.set(at, { event, ...(state && { state }) });
      } else this.#thrown.set(`${event} ${message}`, `${event} could not be tried everywhere: ${message}`);
    }
    if (state && (came === undefined || this.#missing.missedNow)) this.#unsure.add(this.key(state));
    if (came && clean && !this.#missing.missedNow) this.#clean.add(this.key(came.to));
    return came;
  }

  #snapshot({ value, context, history, children }: Pick<MachineState, 'value' | 'context' | 'history' | 'children'>) {
    const historyValue = Object.fromEntries(Object.entries(history).map(([id, nodes]) => [id, nodes.map((node) => ({ id: node }))]));
    const snapshot: any =
      Object.keys(history).length === 0
        ? this.machine.resolveState({ value, context } as never)
        : this.machine.restoreSnapshot({ value, context, historyValue, status: 'active', children: {} } as never, undefined as never);
    for (const id of children) snapshot.children[id] = silentActor(id);
    return snapshot;
  }

  #arrive(label: Label, { snapshot, transitions, running, passed }: Stepped): Move<MachineState> {
    const kind = transitions.join(' ');
    this.#passed.set(kind, this.#passed.get(kind)?.filter((path) => passed.includes(path)) ?? passed);
    for (const path of passed) this.everPassed.add(path);
    const history = Object.fromEntries(
      Object.entries(snapshot.historyValue ?? {}).map(([id, nodes]) => [id, (nodes as any[]).map((node) => node.id)]),
    );
    const to: MachineState = {
      ...{
        value: sortedValue(snapshot.value),
        context: snapshot.context,
        history,
        done: snapshot.status === 'done',
        leaves: leavesOf(snapshot),
      },
      ...{ ...running, children: Object.keys(snapshot.children ?? {}) },
    };
    return { label, to: this.#checked(to), transitions };
  }

  /** Of a context that goes round in circles no two can be compared. */
  #checked(state: MachineState): MachineState {
    try {
      this.key(state);
      return state;
    } catch {
      throw new BihuanError(
        'CONTEXT_INVALID',
        { zh: `状态机 ${this.id} 的上下文不能写成 JSON`, en: `The context of machine ${this.id} cannot be written as JSON` },
        { process: this.id },
      );
    }
  }
}

/** A delay that runs out is gone, even where nothing comes of it. */
const changes = ({ label, transitions }: Move<MachineState>): boolean => transitions.length > 0 || label.kind === 'time';

const dataOf = ({ payload }: Label): JsonValue | undefined => {
  if (typeof payload !== 'object' || payload === null || !('$guards' in payload)) return payload;
  const { $guards: _guards, ...data } = payload as JsonObject;
  return Object.keys(data).length > 0 ? data : undefined;
};
