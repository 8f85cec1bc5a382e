// What workers send with their statements: what they can do, and the leases they hold.
import type { ClaimQuery, Competence, DeliveryRow, TimerRow } from '@bihuan/core';

/** `suffix` is that of the statements that ask for it: `Of` these processes, `For` these subscribers. */
export function competenceOf(competence: Competence & Partial<ClaimQuery>) {
  const { processes, subscribers, ...more } = competence;
  return {
    suffix: `${processes ? 'Of' : ''}${subscribers ? 'For' : ''}` as '' | 'Of' | 'For' | 'OfFor',
    parameters: {
      ...more,
      processes: JSON.stringify((processes ?? []).map(({ id, version }) => ({ process: id, version }))),
      subscribers: JSON.stringify((subscribers ?? []).map((subscriber) => ({ subscriber }))),
    },
  };
}

/** Timers or messages, and until when each is leased. */
export const leaseRows = (rows: readonly (Partial<TimerRow & DeliveryRow> & { readonly leaseUntilMs: number })[]): string =>
  JSON.stringify(
    rows.map(({ tenant, case: id, timer, generation, subscriber, revision, index, leaseUntilMs }) => ({
      tenant,
      case_id: id,
      ...(timer === undefined ? { subscriber, revision, place: index } : { timer, generation }),
      lease: leaseUntilMs,
    })),
  );
