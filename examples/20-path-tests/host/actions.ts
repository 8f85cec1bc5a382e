// What may be done with a ticket: transitions written by hand, an if after the other, as such hosts are.
import type { Ticket } from './tickets.ts';

export interface Doing {
  readonly ticket: Ticket;
  readonly user: string;
  readonly body: any;
  readonly has: (fault: string) => boolean;
  readonly go: (status: string) => void;
  readonly mail: (name: string) => void;
}

export interface Action {
  readonly roles: readonly string[];
  /** The fields that are wrong. */
  readonly check?: (body: any, has: Doing['has']) => readonly string[];
  /** Why not; nothing where it was done. */
  readonly run: (doing: Doing) => readonly string[];
}

const done: readonly string[] = [];
const isText = (value: unknown, most: number, least = 1) => typeof value === 'string' && value.length >= least && value.length <= most;
const isCount = (value: unknown, least: number, most: number) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const wrongReason = (body: any) => (isText(body.reason, 200) ? [] : ['reason']);

/** Why a ticket cannot do this where it is. */
const notHere = ({ status }: Ticket) => (['END', 'DROPPED', 'GONE'].includes(status) ? ['already-over'] : ['wrong-status']);

const isFixer = ({ ticket, user }: Doing) => ticket.fixers.split(',').includes(user);

export const actions: Readonly<Record<string, Action>> = {
  register: {
    roles: ['clerk'],
    run({ ticket, go }) {
      if (ticket.status !== 'NEW') return notHere(ticket);
      ticket.reminders = 0;
      go('REGISTERED');
      return done;
    },
  },
  reject: {
    roles: ['clerk'],
    check: (body, has) => (isText(body.reason, 200, has('F27') ? 0 : 1) ? [] : ['reason']),
    run({ ticket, go, has }) {
      if (ticket.status !== 'NEW') return notHere(ticket);
      go(has('F13') ? 'GONE' : 'DROPPED');
      return done;
    },
  },
  withdraw: {
    roles: ['reporter'],
    run({ ticket, user, go, has }) {
      if (ticket.status !== 'NEW' && ticket.status !== 'REGISTERED') return notHere(ticket);
      if (ticket.reporter !== user && !has('F05')) return ['not-reporter'];
      go('GONE');
      return done;
    },
  },
  assign: {
    roles: ['clerk'],
    check(body, has) {
      const least = has('F24') ? 0 : 1;
      const most = has('F25') ? 31 : 30;
      return [...(isText(body.owner, 50) ? [] : ['owner']), ...(isCount(body.days, least, most) ? [] : ['days'])];
    },
    run({ ticket, body, go, mail, has }) {
      if (ticket.status !== 'REGISTERED') {
        if (has('F39')) ticket.owner = body.owner;
        return notHere(ticket);
      }
      ticket.owner = body.owner;
      ticket.days = body.days;
      go('FIXING');
      if (!has('F34')) mail('assigned');
      return done;
    },
  },
  submit: {
    roles: ['owner'],
    check: (body, has) => (isText(body.photo, 100) || (has('F28') && body.photo === undefined) ? [] : ['photo']),
    run({ ticket, user, go, has }) {
      if (ticket.status !== 'FIXING' && ticket.status !== 'LATE') return notHere(ticket);
      if (ticket.owner !== user && !has('F06')) return ['not-owner'];
      const fixers = ticket.fixers === '' ? [] : ticket.fixers.split(',');
      if (!fixers.includes(user)) fixers.push(user);
      ticket.fixers = fixers.join(',');
      ticket.reminders = 0;
      const { due_at, due_kind } = ticket;
      go('FIXED');
      if (has('F40')) Object.assign(ticket, { due_at, due_kind });
      return done;
    },
  },
  decline: {
    roles: ['owner'],
    check: wrongReason,
    run({ ticket, user, go, mail, has }) {
      if (ticket.status !== 'FIXING') return notHere(ticket);
      if (ticket.owner !== user && !has('F07')) return ticket.declines < 1 ? ['not-owner'] : ['not-owner', 'declined-too-often'];
      if (!has('F17')) ticket.owner = null;
      if (ticket.declines < (has('F18') ? 2 : 1)) go('REGISTERED');
      else {
        go('UP');
        mail('escalatedNotice');
      }
      ticket.declines += 1;
      return done;
    },
  },
  hold: {
    roles: ['chief'],
    check: (body, has) => (isCount(body.days, 1, has('F26') ? 59 : 60) ? [] : ['days']),
    run({ ticket, body, go, has }) {
      if (ticket.status !== 'FIXING') return notHere(ticket);
      if (ticket.holds >= 1 && !has('F21')) return ['held-too-often'];
      ticket.hold_days = body.days;
      ticket.holds += 1;
      go('HELD');
      return done;
    },
  },
  restart: {
    roles: ['chief'],
    run({ ticket, go, has }) {
      if (ticket.status !== 'HELD') return notHere(ticket);
      if (!has('F14')) go('FIXING');
      return done;
    },
  },
  pass: {
    roles: ['inspector'],
    run(doing) {
      const { ticket, go, has } = doing;
      if (ticket.status !== 'FIXED') return notHere(ticket);
      if (isFixer(doing) && !has('F08')) return ['is-fixer'];
      go(has('F11') ? 'END' : 'WATCH');
      return done;
    },
  },
  fail: {
    roles: ['inspector'],
    check: wrongReason,
    run(doing) {
      const { ticket, go, mail, has } = doing;
      if (ticket.status !== 'FIXED') return notHere(ticket);
      const most = has('F19') ? 1 : 2;
      if (isFixer(doing) && !has('F09')) return ticket.rework < most ? ['is-fixer'] : ['is-fixer', 'reworked-too-often'];
      if (ticket.rework < most) {
        go(has('F12') ? 'REGISTERED' : 'FIXING');
        mail('reworkOrdered');
      } else {
        go('UP');
        mail('escalatedNotice');
      }
      ticket.rework += 1;
      return done;
    },
  },
  clean: {
    roles: ['inspector'],
    run(doing) {
      const { ticket, go, mail, has } = doing;
      if (ticket.status !== 'WATCH') return notHere(ticket);
      if (isFixer(doing) && !has('F10')) return ['is-fixer'];
      go('END');
      mail('closedNotice');
      return done;
    },
  },
  rebound: {
    roles: ['inspector'],
    check: wrongReason,
    run({ ticket, go, mail, has }) {
      if (ticket.status !== 'WATCH') return notHere(ticket);
      if (ticket.rebounds < (has('F20') ? 2 : 1)) {
        go('FIXING');
        mail('reworkOrdered');
      } else {
        go('UP');
        mail('escalatedNotice');
      }
      ticket.rebounds += 1;
      return done;
    },
  },
  'hand-down': {
    roles: ['chief'],
    run({ ticket, go, has }) {
      if (ticket.status !== 'UP') return notHere(ticket);
      go(has('F16') ? 'NEW' : 'REGISTERED');
      return done;
    },
  },
  reopen: {
    roles: ['chief'],
    check: wrongReason,
    run({ ticket, go, has }) {
      if (ticket.status !== 'END') return notHere(ticket);
      ticket.owner = null;
      ticket.late = 0;
      go(has('F15') ? 'FIXING' : 'REGISTERED');
      return done;
    },
  },
};
