// The first decision of a case.

import { roleReason } from './branches.ts';
import { type Envelope, envelopeIssues, isName, parsePayload } from './check-request.ts';
import type { Decision, Env } from './decide.ts';
import { genesis } from './journal.ts';
import { equalJson } from './json.ts';
import { type JudgeEnv, personOf } from './judge-request.ts';
import { initialStep } from './kernel.ts';
import type { Issue } from './outcome.ts';
import { splitAgain, splitPersonal } from './personal.ts';
import type { Process } from './process.ts';
import { type CaseRecord, type JournalEntry, type Link, linkKey, type Subject } from './record.ts';
import { commitOf, type EntryFacts, seal } from './seal.ts';
import { standingAt } from './standing.ts';
import { argsOf, linkNews, pendingLink, type Turn, takeStep } from './turn.ts';

export interface Opening extends Envelope {
  readonly id: string;
  readonly unit: string;
  readonly input: unknown;
  readonly subject?: Subject | undefined;
  /** Cases this one points at; each counts it only once it has registered it. */
  readonly links?: readonly { readonly type: string; readonly to: string }[] | undefined;
  /** The case that opened this one, and waits for it. */
  readonly openedFrom?: { readonly type: string; readonly case: string; readonly process: string } | undefined;
}

type OpenDecision =
  | Exclude<Decision, { outcome: 'replayed' | 'unchanged' | 'suspended' }>
  | { readonly outcome: 'replayed'; readonly revision: number; readonly id: string };

/** Decides whether a case may be opened, and everything its first revision writes. Pure, as `decide` is. */
export function openCase(process: Process, opening: Opening, env: Env): OpenDecision {
  const judged = judgeOpening(process, opening, env);
  if (judged.outcome !== 'turn') return judged;
  const { id, tenant } = judged.turn.record;
  const sealed = seal(null, genesis(tenant, id), judged.turn, judged.facts, env);
  return { outcome: 'applied', revision: 1, record: sealed.record, commit: commitOf(process, null, [sealed]) };
}

export type JudgedOpening =
  | { readonly outcome: 'turn'; readonly turn: Turn; readonly facts: EntryFacts }
  | Exclude<OpenDecision, { readonly outcome: 'applied' }>;

/** The turn that opens a case, or why it may not be opened. Writes nothing down. */
export function judgeOpening(process: Process, opening: Opening, env: JudgeEnv): JudgedOpening {
  const at = env.nowMs;
  const unit = typeof opening.unit === 'string' ? opening.unit : '';
  const here = standingAt(env.standing, process.id, unit, at);
  const grants = here.grantsFor(process.spec.opener);
  if (grants.length === 0) return { outcome: 'forbidden', reasons: [roleReason(process.spec, process.spec.opener, unit)] };
  const parsed = parsePayload(process.spec, 'input', process.spec.input, opening.input);
  const issues = [...openingIssues(process, opening, env.nowMs), ...(parsed.ok ? [] : parsed.issues)];
  const { subject = null, links: asked = [] } = opening;
  const { input: schema } = process.spec;
  const { value, personal } = splitPersonal(schema, parsed.ok ? parsed.value : null, {
    salt: env.salt,
    person: personOf(opening, here.by),
  });
  const payload = {
    unit,
    input: value,
    subject: subject && { type: subject.type, id: subject.id },
    links: asked,
  };
  if (env.keyed) {
    const entry = JSON.parse(env.keyed.entry) as JournalEntry;
    const same =
      issues.length === 0 &&
      entry.kind === 'open' &&
      entry.type === process.id &&
      entry.by.id === here.by.id &&
      entry.by.onBehalfOf === here.by.onBehalfOf &&
      equalJson(entry.payload, { ...payload, input: splitAgain(schema, parsed.ok ? parsed.value : null, inputOf(entry), env.kept ?? []) });
    return same ? { outcome: 'replayed', revision: entry.revision, id: entry.case } : { outcome: 'key-reused', key: opening.key! };
  }
  if (!parsed.ok || issues.length > 0) return { outcome: 'invalid', issues };

  const blank = blankRecord(process, opening, here.by, at);
  const links = linksOf(process, opening);
  const turn: Turn = {
    process,
    record: { ...blank, links: Object.fromEntries(links.map((link) => [linkKey(link.type, link.direction, link.case), link])) },
    revision: 1,
    by: here.by,
    at,
    payload: undefined,
    calendar: env.calendar,
    emissions: links.map((link) => linkNews(process, blank, link.direction === 'to' ? 'register' : 'registered', link)),
  };
  const stepped = takeStep(turn, initialStep(process, value, argsOf(turn)));
  const facts = {
    kind: 'open' as const,
    type: process.id,
    payload,
    personal,
    grants,
    key: opening.key ?? null,
    occurredAtMs: opening.occurredAtMs ?? null,
  };
  return { outcome: 'turn', turn: stepped, facts };
}

const inputOf = ({ revision, payload }: JournalEntry) => ({ revision, payload: (payload as { readonly input?: unknown } | null)?.input });

function openingIssues(process: Process, opening: Opening, nowMs: number): readonly Issue[] {
  const { links = [], id, openedFrom } = opening;
  // A unit left out would be no unit at all, and no grant could hold there.
  const issues = envelopeIssues({ ...opening, unit: opening.unit ?? null }, nowMs, openedFrom !== undefined);
  if (!Array.isArray(links)) return [...issues, { path: 'links', message: 'a list of links' }];
  const linkIssues = links.flatMap(({ type, to }, index): Issue[] => {
    if (typeof type !== 'string' || !Object.hasOwn(process.spec.links ?? {}, type))
      return [{ path: `links/${index}/type`, message: `${process.id} has no such link` }];
    return !isName(to) || to === id ? [{ path: `links/${index}/to`, message: 'the id of another case' }] : [];
  });
  return [...issues, ...linkIssues];
}

function linksOf(process: Process, { links = [], openedFrom }: Opening): readonly Link[] {
  const from: readonly Link[] = openedFrom ? [{ ...openedFrom, direction: 'from', status: 'active', rollUp: null }] : [];
  return [...links.map(({ type, to }) => pendingLink(type, to, process.spec.links![type]!.process)), ...from];
}

function blankRecord(process: Process, opening: Opening, by: Turn['by'], at: number): CaseRecord {
  return {
    format: 1,
    tenant: by.tenant,
    id: opening.id,
    process: process.id,
    version: process.version,
    hash: process.hash,
    unit: opening.unit,
    subject: opening.subject ? { type: opening.subject.type, id: opening.subject.id } : null,
    correlation: opening.correlation ?? opening.id,
    revision: 0,
    stateRevision: 0,
    state: '',
    states: [],
    tags: [],
    history: {},
    context: {},
    openedBy: by.persons,
    openedAtMs: at,
    atMs: at,
    closed: null,
    suspended: null,
    supervisions: 0,
    extensions: 0,
    timers: {},
    workItems: {},
    links: {},
    evidence: {},
  };
}
