// What a request comes to on a case whose due timers have been applied: the turn it makes, or why it makes none. Writes nothing down.
import { branchReports, closedReason, refusalReasons, roleReason } from './branches.ts';
import { type Envelope, envelopeIssues, isRevision, type Parsed, parsePayload } from './check-request.ts';
import { type Control, isRefused } from './controls/control.ts';
import { type ControlName, controls } from './controls/index.ts';
import { hearNews } from './controls/links.ts';
import type { Asked, Decision, Env, Request } from './decide.ts';
import { equalJson } from './json.ts';
import { nextStep } from './kernel.ts';
import type { Reason } from './outcome.ts';
import { splitAgain, splitPersonal } from './personal.ts';
import type { ActingPerson, CommandSpec, Process } from './process.ts';
import type { CaseRecord, JournalEntry } from './record.ts';
import type { EntryFacts } from './seal.ts';
import { type AtUnit, standingAt } from './standing.ts';
import type { JournalRow, PersonalRow } from './store.ts';
import { argsOf, type Turn, takeStep, turnOn } from './turn.ts';

/** What a request has to be judged with: `Env` without what only journals and outboxes need. */
export type JudgeEnv = Omit<Env, 'digest' | 'subscribersOf'>;

export type Judged =
  | { readonly outcome: 'turn'; readonly turn: Turn; readonly facts: EntryFacts }
  | Exclude<Decision, { readonly outcome: 'applied' }>;

/** Judges anything but timers. Pure. */
export function judgeRequest(
  process: Process,
  record: CaseRecord,
  request: Exclude<Request, { readonly kind: 'timer' }>,
  env: JudgeEnv,
): Judged {
  const at = Math.max(env.nowMs, record.atMs);
  const here = standingAt(env.standing, process.id, record.unit, at);
  const turn = turnOn(process, record, here.by, at, env.calendar);
  if (request.kind === 'link') {
    if (env.keyed) return { outcome: 'unchanged', record };
    const hearing = { ...turn, hops: request.news.hops + 1 };
    const heard = hearNews(hearing, request.news);
    if (heard === hearing) return { outcome: 'unchanged', record };
    return {
      outcome: 'turn',
      turn: heard,
      facts: {
        kind: 'link',
        type: request.news.event,
        payload: request.news,
        grants: [],
        key: request.key,
        occurredAtMs: null,
      },
    };
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
  return {
    outcome: 'turn',
    turn: next,
    facts: {
      kind: request.kind,
      type: request.type,
      payload: value,
      personal,
      grants,
      key: request.key ?? null,
      occurredAtMs: request.occurredAtMs ?? null,
    },
  };
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
