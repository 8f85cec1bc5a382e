// One turn of a case: the record as it is being changed, and what leaves it. Every act, timer and linked case goes through here.
import { callProcess } from './ask-rule.ts';
import type { Calendar } from './calendar.ts';
import { checkLimit } from './check-limit.ts';
import { isName, longestCaseId, parseWith } from './check-request.ts';
import { BihuanError } from './errors.ts';
import { type JsonObject, jsonFault } from './json.ts';
import type { Effect, Step } from './kernel.ts';
import type { ActingPerson, CaseFacts, Process } from './process.ts';
import { type CaseRecord, type Closed, type Link, linkKey, type Timer, timerKey } from './record.ts';
import { sha256 } from './sha256.ts';
import { workItemsAfter } from './work-items.ts';

/** Something for the outbox: a message for subscribers, a case to open, or news for a linked case. */
export interface Emission {
  readonly kind: 'message' | 'open' | 'link';
  readonly name: string;
  readonly body: JsonObject;
}

/** `register` asks the other end to count a link; the rest tell it what came of it, or of this case. */
export type LinkEvent = 'register' | 'registered' | 'refused' | 'changed' | 'unlinked';

export interface Turn {
  readonly process: Process;
  readonly record: CaseRecord;
  /** The revision this turn makes. */
  readonly revision: number;
  readonly by: ActingPerson;
  readonly at: number;
  readonly payload: unknown;
  readonly calendar: Calendar;
  readonly emissions: readonly Emission[];
  /** Ids of the transitions taken. */
  readonly transitions?: readonly string[];
  /** Personal fields this turn erases. */
  readonly erased?: readonly { readonly revision: number; readonly field: string }[];
  /** How many cases passed this on, when it is news that sets it off. */
  readonly hops?: number;
}

/** A turn that has changed nothing yet. */
export const turnOn = (process: Process, record: CaseRecord, by: ActingPerson, at: number, calendar: Calendar): Turn => ({
  process,
  record,
  revision: record.revision + 1,
  by,
  at,
  payload: undefined,
  calendar,
  emissions: [],
});

export function factsOf(record: CaseRecord): CaseFacts {
  return {
    id: record.id,
    states: record.states,
    unit: record.unit,
    subject: record.subject,
    openedBy: record.openedBy,
    openedAtMs: record.openedAtMs,
    supervisions: record.supervisions,
    extensions: record.extensions,
    evidence: Object.values(record.evidence),
    links: Object.values(record.links),
  };
}

export const argsOf = (turn: Turn) => ({ payload: turn.payload, by: turn.by, at: turn.at, case: factsOf(turn.record) });

/** The turn after the statechart moved: context checked, timers set and dropped, work items and end recomputed, messages collected. */
export function takeStep(turn: Turn, step: Step): Turn {
  const context = checkedContext(turn, step.context);
  const moved: CaseRecord = {
    ...turn.record,
    state: step.value,
    states: step.active.filter((state) => state.leaf).map((state) => state.path),
    tags: step.tags,
    history: step.history,
    context,
    closed: closedBy(turn, step),
    suspended: step.done ? null : turn.record.suspended,
  };
  let timers: Readonly<Record<string, Timer>> = turn.record.timers;
  const emissions = [...turn.emissions];
  let links = turn.record.links;
  for (const effect of step.effects) {
    if (effect.kind === 'timer-set')
      timers = { ...timers, [timerKey(effect.state, effect.deadline)]: newTimer({ ...turn, record: moved }, effect) };
    else if (effect.kind === 'timer-dropped') timers = without(timers, timerKey(effect.state, effect.deadline));
    else if (effect.kind === 'action') {
      const sent = emissionOf({ ...turn, record: moved }, effect, emissions.length);
      if (!sent) continue;
      emissions.push(sent.emission);
      if (sent.link) links = { ...links, [linkKey(sent.link.type, 'to', sent.link.case)]: sent.link };
    }
  }
  const record = { ...moved, timers: step.done ? {} : timers, links };
  const transitions = [...(turn.transitions ?? []), ...step.transitions];
  return { ...turn, emissions, transitions, record: { ...record, workItems: workItemsAfter(turn.record, record, step, turn.at) } };
}

export function without<Value>(map: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  if (!Object.hasOwn(map, key)) return map;
  const { [key]: _dropped, ...rest } = map;
  return rest;
}

function checkedContext({ process, record, revision }: Turn, context: JsonObject): JsonObject {
  if (context === record.context && revision > 1) return context;
  const problem = jsonFault(context);
  const parsed = parseWith(process.spec, 'context', process.spec.context, context);
  if (!problem && parsed.success) return parsed.data as JsonObject;
  const what = problem
    ? `${problem.path} ${problem.problem}`
    : parsed.error!.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new BihuanError(
    'CONTEXT_INVALID',
    {
      zh: `流程 ${process.id} 给案件 ${record.id} 写入了不合法的上下文:${what}`,
      en: `Process ${process.id} left case ${record.id} with a context that cannot be stored: ${what}`,
    },
    { process: process.id, case: record.id },
  );
}

function closedBy({ record, at }: Turn, step: Step): Closed | null {
  const end = step.active.find((state) => state.meta?.closes !== undefined);
  if (!end) return null;
  const outcome = end.meta!.closes!;
  return { outcome, atMs: record.closed?.outcome === outcome ? record.closed.atMs : at, final: step.done };
}

function newTimer(turn: Turn, effect: Extract<Effect, { kind: 'timer-set' }>): Timer {
  const { spec } = turn.process;
  const declared = spec.deadlines![effect.deadline]!;
  const limit =
    typeof declared === 'function'
      ? callProcess(spec, `deadlines.${effect.deadline}`, () => declared({ ...argsOf(turn), context: effect.context }))
      : declared;
  return startTimer(turn, { deadline: effect.deadline, state: effect.state, limit }, turn.at);
}

/** A timer whose counting starts at `startMs`; it stands still at once when the case is suspended and its clock stops. */
export function startTimer(turn: Turn, timer: Pick<Timer, 'deadline' | 'state' | 'limit'>, startMs: number): Timer {
  checkLimit(timer.limit, `${turn.process.id}.${timer.deadline}`);
  const { dueAtMs, provisional } = turn.calendar.due(startMs, timer.limit);
  checkTime(dueAtMs, timer.deadline);
  // Fractions of a limit are allowed, fractions of a millisecond are not stored: never early.
  const wholeMs = Math.ceil(dueAtMs);
  const stops = turn.record.suspended !== null && timer.limit.clock !== 'runs';
  const { deadline, state, limit } = timer;
  return {
    deadline,
    state,
    generation: turn.revision,
    limit,
    startedAtMs: startMs,
    dueAtMs: wholeMs,
    provisional,
    stoppedAtMs: stops ? turn.at : null,
  };
}

function checkTime(atMs: number, where: string): void {
  if (Number.isFinite(atMs) && Math.abs(atMs) <= 8.64e15) return;
  throw new BihuanError('DATE_INVALID', { zh: `期限 ${where} 算不出时间`, en: `The due time of ${where} is not a time` }, { where });
}

interface Sent {
  readonly emission: Emission;
  readonly link?: Link;
}

/** What an action sends, as the `index`-th of its turn, and the link it ties. Assignments send nothing. */
function emissionOf(turn: Turn, effect: Extract<Effect, { kind: 'action' }>, index: number): Sent | undefined {
  const { spec } = turn.process;
  const { name } = effect;
  const args = { ...argsOf(turn), context: effect.context };
  if (spec.messages && Object.hasOwn(spec.messages, name)) {
    return {
      emission: emission(
        turn,
        'message',
        name,
        callProcess(spec, `messages.${name}`, () => spec.messages![name]!(args)),
      ),
    };
  }
  if (spec.opens && Object.hasOwn(spec.opens, name)) {
    const { process, link, with: opening } = spec.opens[name]!;
    const { input, unit = turn.record.unit, subject = null } = callProcess(spec, `opens.${name}`, () => opening(args));
    const id = openedCaseId(turn.record.id, turn.revision, index);
    const body = { id, process, link, input, unit, subject: subject as unknown as JsonObject | null };
    return { emission: emission(turn, 'open', name, body), link: pendingLink(link, id, process) };
  }
  if (spec.ties && Object.hasOwn(spec.ties, name)) {
    const { link, to } = spec.ties[name]!;
    const other = callProcess(spec, `ties.${name}`, () => to(args));
    if (!isName(other)) throw notAnId(turn, `ties.${name}`);
    const tied = pendingLink(link, other, spec.links?.[link]?.process ?? spec.id);
    return { emission: linkNews(turn.process, turn.record, 'register', tied), link: tied };
  }
  return undefined;
}

function notAnId({ process, record }: Turn, what: string): BihuanError {
  return new BihuanError(
    'CONTEXT_INVALID',
    { zh: `流程 ${process.id} 的 ${what} 未给出案件编号`, en: `${what} of process ${process.id} gave no id of a case` },
    { process: process.id, case: record.id, what },
  );
}

export const pendingLink = (type: string, other: string, process: string): Link => ({
  type,
  direction: 'to',
  case: other,
  process,
  status: 'pending',
  rollUp: null,
});

/** News for the case at the other end of a link. The roll-up is filled in when the turn is sealed, so that it is the latest. */
export function linkNews(
  process: Process,
  record: CaseRecord,
  event: LinkEvent,
  link: Pick<Link, 'type' | 'case' | 'direction'>,
): Emission {
  return {
    kind: 'link',
    name: event,
    body: { to: link.case, event, type: link.type, direction: link.direction, from: record.id, process: process.id },
  };
}

function emission({ process, record }: Turn, kind: Emission['kind'], name: string, body: JsonObject): Emission {
  const fault = jsonFault(body);
  if (!fault) return { kind, name, body };
  const details = { process: process.id, case: record.id, message: name };
  throw new BihuanError(
    'CONTEXT_INVALID',
    { zh: `消息 ${name} 不是 JSON:${fault.path}`, en: `Message ${name} cannot be stored: ${fault.path} ${fault.problem}` },
    details,
  );
}

/** The id of a case opened by another: known before it is opened, so that opening twice is impossible. */
export function openedCaseId(id: string, revision: number, index: number): string {
  const plain = `${id}.${revision}.${index}`;
  return plain.length <= longestCaseId ? plain : sha256(plain);
}
