// What else can happen to a deadline than to fire: it is met at the last moment, extended, its clock is stopped, or it is looked at late. Each as steps to
// be put before, or in place of, the step that waits for it.
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Walked } from '../tours/tour.ts';

type Step = Walked<Place>;

export interface Detour {
  readonly steps: readonly Step[];
  readonly at: Place;
  /** The deadline is over with it. Otherwise it still runs, and the step that waits for it comes next. */
  readonly over: boolean;
}

export const detours = ['met', 'extended', 'suspended', 'late'] as const;
export type DetourKind = (typeof detours)[number];

const dayMs = 86_400_000;

/** `runs on` where the clock of this deadline does not stop. Undefined where nobody may, or something else falls due meanwhile. */
export function detour(model: ProcessModel, kind: DetourKind, place: Place, waiting: Step['label']): Detour | 'runs on' | undefined {
  const walk = new Walk(model, place, waiting);
  if (kind === 'late') return late(walk);
  if (!walk.wait(-1)) return undefined;
  if (kind === 'met') return inTime(walk);
  const { dueAtMs } = walk.timer()!;
  if (kind === 'extended') {
    if (!walk.act('extend', rungOf(model, place), { deadline: waiting.name, limit: { ms: dayMs }, reason: '延期' })) return undefined;
    const movedMs = walk.timer()!.dueAtMs - dueAtMs;
    if (movedMs <= 1 || !walk.wait(1 - movedMs)) return undefined;
    return { steps: walk.steps, at: walk.place, over: false };
  }
  const { suspend = [], resume = suspend } = model.process.spec.controls ?? {};
  if (!walk.act('suspend', suspend, { reason: '挂起' })) return undefined;
  if (walk.timer()?.stoppedAtMs === null) return 'runs on';
  if (!walk.wait(1) || !walk.act('resume', resume, {})) return undefined;
  return { steps: walk.steps, at: walk.place, over: false };
}

const rungOf = ({ process }: ProcessModel, { record }: Place): readonly string[] => {
  const ladder = process.spec.controls?.extend ?? [];
  return ladder[Math.min(record.extensions, ladder.length - 1)] ?? [];
};

/** Somebody does what ends the deadline, or sets it anew. */
function inTime(walk: Walk): Detour | undefined {
  const { dueAtMs } = walk.timer()!;
  const { place, model } = walk;
  for (const { label, to, transitions } of model.moves(place)) {
    if (label.kind !== 'command' || to.record.timers[walk.key]?.dueAtMs === dueAtMs) continue;
    walk.steps.push({ label, before: place, after: to, transitions, waitMs: 0, offsetMs: 0 });
    return { steps: walk.steps, at: to, over: true };
  }
  return undefined;
}

/** So late that the next deadline has passed, too, where one follows: it counts from when the first was due, not from when somebody looked. */
function late(walk: Walk): Detour | undefined {
  const { model, place, waiting } = walk;
  const first = model.step(place, waiting);
  if (!first) return undefined;
  const waitMs = walk.untilDue();
  const next = Object.values(first.to.record.timers)
    .filter(({ stoppedAtMs }) => stoppedAtMs === null)
    .sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
  const nextMs = next && next.dueAtMs - first.to.record.atMs;
  const second = next && model.step(first.to, { kind: 'time', name: next.deadline, state: next.state, actor: null });
  if (next && !second) return undefined;
  const offsetMs = nextMs === undefined ? dayMs : nextMs + 1;
  const reached = model.later((second ?? first).to, second ? 1 : dayMs);
  if (isDue(reached.record)) return undefined;
  const transitions = [...first.transitions, ...(second?.transitions ?? [])];
  const step: Step = { label: waiting, before: place, after: reached, transitions, waitMs: waitMs + offsetMs, offsetMs };
  return { steps: [step], at: reached, over: true };
}

/** Steps one after the other, from a place where a deadline is the next to fall due. */
class Walk {
  readonly model: ProcessModel;
  readonly waiting: Step['label'];
  readonly steps: Step[] = [];
  place: Place;

  constructor(model: ProcessModel, place: Place, waiting: Step['label']) {
    this.model = model;
    this.place = place;
    this.waiting = waiting;
  }

  get key(): string {
    return `${this.waiting.state}#${this.waiting.name}`;
  }

  timer() {
    return this.place.record.timers[this.key];
  }

  untilDue(): number {
    return this.timer()!.dueAtMs - this.place.record.atMs;
  }

  /** Waits until so long from the due time; nothing may fall due. */
  wait(offsetMs: number): boolean {
    const waitMs = this.untilDue() + offsetMs;
    if (waitMs <= 0) return false;
    const reached = this.model.later(this.place, waitMs);
    if (isDue(reached.record)) return false;
    this.steps.push({ label: this.waiting, before: this.place, after: reached, transitions: [], waitMs, offsetMs });
    this.place = reached;
    return true;
  }

  /** A built-in act, by the first who may. */
  act(name: string, roles: readonly string[], payload: object): boolean {
    const person = this.model.cast.people.find((each) => each.roles.length === 1 && roles.includes(each.roles[0]!));
    const label = { kind: 'control' as const, name, actor: person?.id ?? null, payload: payload as never };
    const move = person && this.model.step(this.place, label);
    if (!move) return false;
    this.steps.push({ label, before: this.place, after: move.to, transitions: move.transitions, waitMs: 0, offsetMs: 0 });
    this.place = move.to;
    return true;
  }
}
