// What may be asked of many cases or work items, and what of it an actor may see: options become the query that a store answers.
import { type Actor, covers } from '../actor.ts';
import { isName } from '../check-request.ts';
import { BihuanError } from '../errors.ts';
import type { CaseRecord, Link, Subject } from '../record.ts';
import type { ActorStanding } from '../standing.ts';
import type { CaseQuery, WorkPlace, WorkQuery } from '../store.ts';
import { linkTerm, stateTerm, tagTerm, textTerms } from '../terms.ts';
import { type EngineContext, standingOf } from './context.ts';

export interface FindOptions {
  readonly by: Actor;
  /** Only cases at or below this unit. */
  readonly unit?: string;
  readonly process?: string;
  readonly version?: number;
  /** In this state, or in one inside it: `rectifying`, `duplicate.following`. */
  readonly state?: string;
  readonly tag?: string;
  readonly closed?: boolean;
  readonly outcome?: string;
  readonly subject?: Subject;
  readonly correlation?: string;
  /** Linked with that case: this one points at it (`to`, the default), or it points here (`from`). */
  readonly linked?: { readonly type: string; readonly direction?: Link['direction']; readonly case: string };
  /** Every pair of neighbouring characters of this occurs in what the process declares as `searchText`. Two characters at least. */
  readonly text?: string;
  /** With a deadline due before this (epoch ms). Then the order is due time, otherwise id. */
  readonly dueBeforeMs?: number;
  /** The last case of the page before. */
  readonly after?: { readonly id: string; readonly timers?: CaseRecord['timers'] };
  /** Default 100, at most 1,000. */
  readonly limit?: number;
}

export interface WorklistOptions {
  readonly by: Actor;
  readonly which?: 'mine' | 'open' | 'all';
  readonly process?: string;
  /** Only items at or below this unit. */
  readonly unit?: string;
  /** Only items of this case: what comes next for this actor after a command on it. */
  readonly case?: string;
  /** Only items of cases that are in this state, or in one inside it; and so on, as in `find`. */
  readonly state?: string;
  readonly tag?: string;
  readonly subject?: Subject;
  readonly linked?: FindOptions['linked'];
  readonly text?: string;
  readonly dueBeforeMs?: number;
  /** The last item of the page before. */
  readonly after?: WorkPlace;
  readonly limit?: number;
}

export function checkArgument(holds: boolean, option: string, wanted: string): void {
  if (!holds) throw new BihuanError('OPTION_INVALID', { zh: `${option} 不合法`, en: `${option} is ${wanted}` }, { option });
}

export function pageSize(limit = 100): number {
  checkArgument(Number.isFinite(limit), 'limit', 'a finite number');
  return Math.min(Math.max(Math.trunc(limit), 1), 1_000);
}

export function countLimit(limit: number): number {
  checkArgument(Number.isSafeInteger(limit) && limit >= 1, 'limit', 'a whole number from 1 on');
  return limit;
}

/** The query that finds what is asked for, or null when there is nothing this actor may see. */
export async function caseQuery<Tx>(
  context: EngineContext<Tx>,
  { by, unit, state, tag, linked, text, ...query }: Omit<FindOptions, 'after' | 'limit'>,
): Promise<Omit<CaseQuery, 'limit'> | null> {
  const standing = await standingOf(context, by);
  const terms = termsAsked({ state, tag, linked, text, ...query });
  const units = narrowed(unitsOf(standing, query.process, context.clock.nowMs()), unit);
  if (units.length === 0) return null;
  return { ...query, tenant: by.tenant, units, ...(terms.length > 0 && { terms }) };
}

type Asked = Pick<FindOptions, 'state' | 'tag' | 'linked' | 'text' | 'subject' | 'dueBeforeMs'>;

/** What cases are asked for by terms, those first that few cases have: the first one leads. */
function termsAsked(asked: { readonly [Option in keyof Asked]: Asked[Option] | undefined }): readonly string[] {
  const { state, tag, linked, text, subject, dueBeforeMs } = asked;
  checkArgument(subject === undefined || (isName(subject?.type) && isName(subject.id)), 'subject', '{ type, id }');
  checkArgument(linked === undefined || (isName(linked?.type) && isName(linked.case)), 'linked', '{ type, case }');
  checkArgument(dueBeforeMs === undefined || Number.isFinite(dueBeforeMs), 'dueBeforeMs', 'epoch milliseconds');
  const words = text === undefined ? undefined : textTerms(String(text));
  checkArgument(words === undefined || words.length > 0, 'text', 'two characters at least');
  return [
    ...(linked === undefined ? [] : [linkTerm(linked.type, linked.direction ?? 'to', linked.case)]),
    ...(words ?? []),
    ...(tag === undefined ? [] : [tagTerm(tag)]),
    ...(state === undefined ? [] : [stateTerm(state)]),
  ];
}

export async function workQuery<Tx>(
  context: EngineContext<Tx>,
  { by, which = 'all', state, tag, linked, text, ...query }: Omit<WorklistOptions, 'after' | 'limit'>,
): Promise<Omit<WorkQuery, 'limit'>> {
  const { grants } = await standingOf(context, by);
  const terms = termsAsked({ state, tag, linked, text, ...query });
  const inForce = grantsInForceAnywhere(grants, context.clock.nowMs());
  return { ...query, tenant: by.tenant, actor: by.id, grants: inForce, which, ...(terms.length > 0 && { terms }) };
}

function unitsOf({ grants }: ActorStanding, process: string | undefined, nowMs: number): readonly string[] {
  const seen = grants.filter((grant) => grant.process === undefined || grant.process === process);
  return [...new Set(grantsInForceAnywhere(seen, nowMs).map((grant) => grant.unit))];
}

const grantsInForceAnywhere = <G extends { fromMs?: number; untilMs?: number }>(grants: readonly G[], nowMs: number): readonly G[] =>
  grants.filter((grant) => (grant.fromMs ?? nowMs) <= nowMs && nowMs <= (grant.untilMs ?? nowMs));

/** The parts of the actor's units that lie in the asked one. */
function narrowed(units: readonly string[], unit: string | undefined): readonly string[] {
  if (unit === undefined) return units;
  if (units.some((each) => covers(each, unit))) return [unit];
  return units.filter((each) => covers(unit, each));
}
