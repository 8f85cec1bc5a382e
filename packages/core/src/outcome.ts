// What a command comes to. Exactly one of these (law 4); all but `applied` and `replayed` change nothing.
import type { CaseView } from './case-view.ts';
import type { JsonObject } from './json.ts';
import type { Text } from './text.ts';

/** Why not. `code` says the kind (`error`: a rule of the process itself fails); `rule` and `data` what a rule answered; `target` the branch it stood before. */
export interface Reason {
  readonly code: 'role' | 'rule' | 'state' | 'closed' | 'suspended' | 'limit' | 'link' | 'assignee' | 'target' | 'subject' | 'error';
  readonly rule?: string;
  readonly target?: string;
  readonly data: JsonObject;
  readonly text: Text;
}

export interface Issue {
  readonly path: string;
  readonly message: string;
}

export type Refusal =
  | { readonly outcome: 'not-found'; readonly id: string }
  | { readonly outcome: 'forbidden'; readonly reasons: readonly Reason[] }
  | { readonly outcome: 'key-reused'; readonly key: string }
  | { readonly outcome: 'conflict'; readonly expectedRevision: number; readonly actualRevision: number }
  | { readonly outcome: 'suspended'; readonly reason: string; readonly sinceMs: number }
  | { readonly outcome: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly outcome: 'refused'; readonly reasons: readonly Reason[] };

/** `replayed` carries the revision that the first attempt made, and the case as it is now. */
export type Outcome<State extends string = string, Context = JsonObject> =
  | { readonly outcome: 'applied'; readonly revision: number; readonly case: CaseView<State, Context> }
  | { readonly outcome: 'replayed'; readonly revision: number; readonly case: CaseView<State, Context> }
  | Refusal;

/** What each outcome says to a person, in general; its reasons and issues say the rest. */
export const outcomeLabels = {
  applied: { zh: '已办理', en: 'applied' },
  replayed: { zh: '同一请求已办理过,未重复办理', en: 'applied before with the same key, and not again' },
  'not-found': { zh: '没有这个案件', en: 'there is no such case' },
  forbidden: { zh: '无权办理', en: 'not by this actor' },
  'key-reused': { zh: '幂等键已用于另一请求', en: 'the key was used for another request' },
  conflict: { zh: '案件已变动,请刷新后再办', en: 'the case has changed since it was shown' },
  suspended: { zh: '案件已挂起', en: 'the case is suspended' },
  invalid: { zh: '内容不合要求', en: 'the payload or envelope is malformed' },
  refused: { zh: '现在不能办理', en: 'not now, and why' },
} as const satisfies Record<Outcome['outcome'], Text>;
