// Built-in acts: orthogonal to the statechart, one journal entry and one revision each.
import type { z } from 'zod';
import type { Reason } from '../outcome.ts';
import type { Process } from '../process.ts';
import type { CaseRecord } from '../record.ts';
import type { Text } from '../text.ts';
import type { Turn } from '../turn.ts';

export interface Control<Payload extends z.ZodObject = z.ZodObject> {
  readonly label: Text;
  readonly payload: Payload;
  /** Roles that may; `anyone` with any role at the unit. Rungs may make it depend on the case. */
  readonly roles: (process: Process, record: CaseRecord) => readonly string[] | 'anyone';
  readonly whileSuspended: boolean;
  readonly whenClosed: boolean;
  /** What it may be about, where a payload has to choose: then `explain` tries each. */
  readonly choices?: (record: CaseRecord) => readonly object[];
  /** Why it is refused here whatever the payload: known before one is given. */
  readonly refuses?: (turn: Turn) => readonly Reason[];
  /** The turn after the act, or why it is refused. */
  readonly apply: (turn: Turn, payload: z.output<Payload>) => Turn | readonly Reason[];
}

/** Declares a built-in act, its payload typed. */
export const control = <Payload extends z.ZodObject>(spec: Control<Payload>): Control => spec as unknown as Control;

export const isRefused = (result: Turn | readonly Reason[]): result is readonly Reason[] => Array.isArray(result);

export const refuse = (code: Reason['code'], zh: string, en: string, data: Reason['data'] = {}): readonly Reason[] => [
  { code, data, text: { zh, en } },
];

export const withRecord = (turn: Turn, change: Partial<CaseRecord>): Turn => ({ ...turn, record: { ...turn.record, ...change } });

/** The roles of the n-th rung of a ladder; beyond the last, nobody. */
export const rung = (ladder: readonly (readonly string[])[] | undefined, used: number): readonly string[] =>
  ladder?.[Math.min(used, ladder.length - 1)] ?? [];
