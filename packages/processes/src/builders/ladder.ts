// Escalation ladders: rungs tried in order, each with its people, its time and its way up. Upward only.

/** One rung. `up` commands and the passing of `deadline` both lead to the next. */
export interface Rung {
  readonly state: string;
  readonly owner: string | readonly string[];
  readonly deadline: string;
  /** The command that gives up on this rung before its time. */
  readonly up?: string;
  /** What must hold for `up`: a rung is left upward only after it was tried. */
  readonly upRule?: string;
  /** Sent when the rung is left upward. */
  readonly actions?: readonly string[];
  readonly entry?: string;
  /** What else may happen here: the ways out that solve the matter. */
  readonly on: Readonly<Record<string, unknown>>;
}

/**
 * The states of a ladder, for a statechart's `states`. The last rung leads to `top`, a state or the rung itself for a ladder that stays.
 *
 * `...ladder([{ state: 'advised', owner: 'volunteer', deadline: 'advice', up: 'refused', on: { comply: 'lookBack' } }, …], 'penalty')`
 */
export function ladder<const Rungs extends readonly Rung[]>(
  rungs: Rungs,
  top: string,
): { readonly [State in Rungs[number]['state']]: any } {
  const states = rungs.map((rung, index) => {
    const next = { target: rungs[index + 1]?.state ?? top, ...(rung.actions && { actions: rung.actions }) };
    const up = rung.up === undefined ? {} : { [rung.up]: { ...next, ...(rung.upRule !== undefined && { guard: rung.upRule }) } };
    return [
      rung.state,
      {
        ...(rung.entry !== undefined && { entry: rung.entry }),
        meta: { owner: rung.owner },
        after: { [rung.deadline]: next },
        on: { ...rung.on, ...up },
      },
    ];
  });
  return Object.fromEntries(states);
}
