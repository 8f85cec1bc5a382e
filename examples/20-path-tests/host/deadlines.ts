// What happens to tickets that nobody touches: a poll over due times, as a cron job would do it.
import type { Doing } from './actions.ts';
import type { Ticket } from './tickets.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The deadline of a status, and how long it is. */
export function deadlineOf({ status, days, hold_days }: Ticket, has: Doing['has']): readonly [kind: string, ms: number] | undefined {
  switch (status) {
    case 'NEW':
      return ['register', 4 * hourMs];
    case 'REGISTERED':
      return has('F30') ? undefined : ['dispatch', dayMs];
    case 'FIXING':
      return ['rectify', days * dayMs - (has('F29') ? hourMs : 0)];
    case 'LATE':
      return ['grace', 2 * dayMs];
    case 'HELD':
      return has('F32') ? undefined : ['held', hold_days * dayMs];
    case 'FIXED':
      return ['verify', 3 * dayMs];
    case 'WATCH':
      return ['look-back', 7 * dayMs];
    default:
      return undefined;
  }
}

export function fallDue({ ticket, go, mail, has }: Omit<Doing, 'user' | 'body'>): void {
  switch (ticket.due_kind) {
    case 'register':
    case 'verify':
      if (ticket.reminders < (has('F22') ? 1 : 2)) {
        if (!has('F23')) ticket.reminders += 1;
        go(ticket.status);
        mail('reminder');
        return;
      }
      break;
    case 'rectify':
      if (!has('F33')) ticket.late = 1;
      go('LATE');
      if (!has('F36')) mail('overdueNotice');
      return;
    case 'held':
      go('FIXING');
      return;
    case 'look-back':
      go('WATCH');
      mail('missedNotice');
      return;
  }
  go('UP');
  mail('escalatedNotice');
}
