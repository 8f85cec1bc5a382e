// 督办, by time: a passed deadline reminds and starts anew, at most so often, then the case goes up.

/** What such a deadline is made of, by name. */
export interface Reminding {
  /** The state it belongs to; it is entered anew, so that its clock starts again. */
  readonly state: string;
  /** Holds while reminders are left. */
  readonly rule: string;
  /** Counts the reminder and sends it. */
  readonly actions: readonly string[];
  /** Where the case goes when they are used up. */
  readonly then: string;
}

/** Branches for `after`: `after: { verify: reminded({ state: 'rectified', rule: 'remindersLeft', actions: ['countReminder', 'reminder'], then: 'escalated' }) }`. */
export const reminded = <const R extends Reminding>({ state, rule, actions, then }: R) =>
  [
    { guard: rule as R['rule'], target: state as R['state'], reenter: true, actions: actions as R['actions'] },
    { target: then as R['then'] },
  ] as const;
