// The one function that decides: a case, what is asked, and everything it may know → the outcome, and every row to write.
// Pure (law 1): no clock, no randomness, no I/O. It may be called again with the same arguments.

import { branchReports, closedReason, refusalReasons, roleReason } from './branches.ts';
import type { Calendar } from './calendar.ts';
import { type Envelope, envelopeIssues, isRevision, type Parsed, parsePayload } from './check-request.ts';
import { type Control, isRefused } from './controls/control.ts';
import { type ControlName, controls } from './controls/index.ts';
import { hearNews, type LinkNews } from './controls/links.ts';
import { equalJson } from './json.ts';
import { nextStep } from './kernel.ts';
import type { Reason, Refusal } from './outcome.ts';
import { splitAgain, splitPersonal } from './personal.ts';
import type { ActingPerson, CommandSpec, Process } from './process.ts';
import type { CaseRecord, JournalEntry } from './record.ts';
import { commitOf, type SealEnv, type Sealed, seal } from './seal.ts';
import { mostAtOnce, type Settled, settle } from './settle.ts';
import { type ActorStanding, type AtUnit, standingAt } from './standing.ts';
import type { Commit, JournalRow, PersonalRow } from './store.ts';
import { argsOf, type Turn, takeStep, turnOn } from './turn.ts';

export interface Env extends SealEnv {
  readonly calendar: Calendar;
  readonly standing: ActorStanding;
  /** The entry that carries the request's key already, if any. */
  readonly keyed?: JournalRow | undefined;
  /** Personal fields of the case of that entry, so far as they were not erased. */
  readonly kept?: readonly PersonalRow[] | undefined;
  /** Chance for the salts of personal fields. */
  readonly salt: string;
}

/** A case as it was loaded. */
export interface Current {
  readonly record: CaseRecord;
  readonly head: string;
}

interface Asked extends Envelope {
  readonly type: string;
  readonly payload?: unknown;
}

export type Request =
  | ({ readonly kind: 'command' } & Asked)
  | ({ readonly kind: 'control'; readonly type: ControlName } & Asked)
  /** Only what has fallen due by now. */
  | { readonly kind: 'timer' }
  | { readonly kind: 'link'; readonly news: LinkNews; readonly key: string };

export type Decision =
  | { readonly outcome: 'applied'; readonly revision: number; readonly record: CaseRecord; readonly commit: Commit }
  | { readonly outcome: 'replayed'; readonly revision: number; readonly record: CaseRecord }
  /** Nothing was due, or the news was old. */
  | { readonly outcome: 'unchanged'; readonly record: CaseRecord }
  | Exclude<Refusal, { readonly outcome: 'not-found' }>;

/**
 * Decides one request on one case. Timers due by now are applied first, in due order, in the same commit; the request is judged on what they
 * left (law 9). A refusal commits nothing, not even those.
 */
export function decide(process: Process, current: Current, request: Request, env: Env): Decision {
  const settled = settledFor(process, current, request, env);
  const { record, head } = settled;
  const at = Math.max(env.nowMs, record.atMs);
  const finish = (turn: Turn, facts: Parameters<typeof seal>[3]): Decision => {
    const sealed = [...settled.sealed, seal(record, head, turn, facts, env)];
    return {
      outcome: 'applied',
      revision: turn.revision,
      record: sealed.at(-1)!.record,
      commit: commitOf(process, current.record, sealed),
    };
  };
  if (request.kind === 'timer') return timersOnly(process, current, settled.sealed);

  const here = standingAt(env.standing, process.id, record.unit, at);
  const turn = turnOn(process, record, here.by, at, env.calendar);
  if (request.kind === 'link') {
    if (env.keyed) return { outcome: 'unchanged', record };
    const hearing = { ...turn, hops: request.news.hops + 1 };
    const heard = hearNews(hearing, request.news);
    if (heard === hearing) return { outcome: 'unchanged', record };
    return finish(heard, {
      kind: 'link',
      type: request.news.event,
      payload: request.news,
      grants: [],
      key: request.key,
      occurredAtMs: null,
    });
  }

  const act = request.kind === 'command' ? commandAct(process, request) : controlAct(process, record, request);
  const parse = (): Parsed =>
    act?.parse() ?? { ok: false, issues: [{ path: 'type', message: `${process.id} has no such ${request.kind}` }] };
  const again = env.keyed && repeated(record, request, parse(), here, env.keyed, act?.schema, env.kept ?? []);
  const grants = here.grantsFor(act?.roles ?? 'anyone');
  if (act && grants.length === 0 && !again?.stillHeld)
    return {
      outcome: 'forbidden',
      reasons: [roleReason(process.spec, act.roles === 'anyone' ? process.spec.roles : act.roles, record.unit)],
    };
  if (again) return again.decision;
  const issues = envelopeIssues(request, env.nowMs);
  const { expectedRevision } = request;
  if (
    expectedRevision !== undefined &&
    isRevision(expectedRevision) &&
    (expectedRevision < record.stateRevision || expectedRevision > record.revision)
  ) {
    return { outcome: 'conflict', expectedRevision, actualRevision: record.stateRevision };
  }
  if (record.suspended && !act?.whileSuspended)
    return { outcome: 'suspended', reason: record.suspended.reason, sinceMs: record.suspended.sinceMs };
  const parsed = parse();
  if (!parsed.ok || issues.length > 0) return { outcome: 'invalid', issues: [...issues, ...(parsed.ok ? [] : parsed.issues)] };
  const { value, personal } = splitPersonal(act!.schema, parsed.value, { salt: env.salt, person: personOf(request, here.by) });
  const next = act!.apply({ ...turn, payload: value });
  if (isRefused(next)) return { outcome: 'refused', reasons: next };
  return finish(next, {
    kind: request.kind,
    type: request.type,
    payload: value,
    personal,
    grants,
    key: request.key ?? null,
    occurredAtMs: request.occurredAtMs ?? null,
  });
}

/**
 * The worker takes a long backlog in portions. What an operator does goes ahead when a deadline cannot be applied: it may be the only way out. Everybody
 * else has to wait for the deadlines that come before.
 */
function settledFor(process: Process, current: Current, request: Request, env: Env): Settled {
  try {
    return settle(process, current, env, request.kind === 'timer' ? mostAtOnce : undefined);
  } catch (cause) {
    if (request.kind === 'control' && (request.type === 'cancel' || request.type === 'repair')) return { ...current, sealed: [] };
    throw cause;
  }
}

function timersOnly(process: Process, current: Current, sealed: readonly Sealed[]): Decision {
  const last = sealed.at(-1);
  if (!last) return { outcome: 'unchanged', record: current.record };
  return { outcome: 'applied', revision: last.record.revision, record: last.record, commit: commitOf(process, current.record, sealed) };
}

/** Whom the personal fields of a request tell of, unless it says so: who asks, or for whom. */
export const personOf = ({ person }: Envelope, by: ActingPerson): string => person ?? by.onBehalfOf ?? by.id;

interface Act {
  readonly schema: CommandSpec['payload'];
  readonly roles: readonly string[] | 'anyone';
  readonly whileSuspended: boolean;
  readonly parse: () => Parsed;
  readonly apply: (turn: Turn) => Turn | readonly Reason[];
}

function commandAct(process: Process, request: Asked): Act | undefined {
  if (typeof request.type !== 'string' || !Object.hasOwn(process.spec.commands, request.type)) return undefined;
  const spec = process.spec.commands[request.type]!;
  return {
    schema: spec.payload,
    roles: spec.by,
    whileSuspended: false,
    parse: () => parsePayload(process.spec, request.type, spec.payload, request.payload),
    apply(turn) {
      const step = turn.record.closed?.final ? null : nextStep(process, turn.record, request.type, argsOf(turn));
      if (step) return takeStep(turn, step);
      return refusalReasons(process, turn.record, request.type, branchReports(process, turn.record, request.type, argsOf(turn), true));
    },
  };
}

function controlAct(process: Process, record: CaseRecord, request: Asked & { readonly type: ControlName }): Act | undefined {
  if (typeof request.type !== 'string' || !Object.hasOwn(controls, request.type)) return undefined;
  const spec: Control = controls[request.type];
  return {
    schema: undefined,
    roles: spec.roles(process, record),
    whileSuspended: spec.whileSuspended,
    parse: () => parsePayload(process.spec, `control ${request.type}`, spec.payload, request.payload ?? {}),
    apply(turn) {
      const reasons = turn.record.closed && !spec.whenClosed ? [closedReason(process, turn.record)] : (spec.refuses?.(turn) ?? []);
      return reasons.length > 0 ? reasons : spec.apply(turn, turn.payload as never);
    },
  };
}

/**
 * The same key again: replayed when everything is the same, otherwise it was meant for something else (law 6). An act that moved its own ladder asks
 * for another role the second time: then what allowed the first attempt, where it is still held, allows the retry.
 */
function repeated(
  record: CaseRecord,
  request: Extract<Request, Asked>,
  parsed: Parsed,
  { by, grantsFor }: AtUnit,
  keyed: JournalRow,
  schema: CommandSpec['payload'],
  kept: readonly PersonalRow[],
) {
  const entry = JSON.parse(keyed.entry) as JournalEntry;
  const same =
    entry.case === record.id &&
    entry.kind === request.kind &&
    entry.type === request.type &&
    entry.by.id === by.id &&
    entry.by.onBehalfOf === by.onBehalfOf &&
    parsed.ok &&
    equalJson(entry.payload, splitAgain(schema, parsed.value, entry, kept) ?? null);
  const decision: Decision = same
    ? { outcome: 'replayed', revision: entry.revision, record }
    : { outcome: 'key-reused', key: request.key! };
  return { decision, stillHeld: same && grantsFor('anyone').some((grant) => entry.grants.includes(grant)) };
}
