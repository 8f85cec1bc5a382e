// The bridge: how steps become the host's requests, and what the host shows becomes states, deadlines and work of the process.
import { type Driver, httpDriver, type Step } from '@bihuan/paths';

interface Seen {
  id: number;
  version: number;
  mail: number;
  cast: ReadonlyMap<string, readonly string[]>;
}

const states: Readonly<Record<string, string>> = {
  ...{ NEW: 'reported', REGISTERED: 'recorded', FIXING: 'rectifying', LATE: 'overdue', HELD: 'held', FIXED: 'rectified' },
  ...{ WATCH: 'lookBack', UP: 'escalated', END: 'closed', DROPPED: 'rejected', GONE: 'withdrawn' },
};
const reasons: Readonly<Record<string, { readonly code: string; readonly rule?: string }>> = {
  'wrong-status': { code: 'state' },
  'already-over': { code: 'closed' },
  'not-reporter': { code: 'rule', rule: 'isReporter' },
  'not-owner': { code: 'rule', rule: 'isOwner' },
  'is-fixer': { code: 'rule', rule: 'isNoFixer' },
  'declined-too-often': { code: 'rule', rule: 'declinesLeft' },
  'reworked-too-often': { code: 'rule', rule: 'reworkLeft' },
  'held-too-often': { code: 'rule', rule: 'holdsLeft' },
};
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const hostDriver = (url: string): Driver =>
  httpDriver<Seen>({
    name: 'street host over HTTP',
    baseUrl: url,
    async begin(call, { cast, startMs }) {
      await call({ path: '/clock', body: { setMs: startMs } });
      return { id: 0, version: 0, mail: 0, cast: new Map(cast.map((person) => [person.id, person.roles])) };
    },
    request(step: Step, seen, key) {
      const headers = {
        'x-user': step.actor!,
        'x-roles': seen.cast.get(step.actor!)!.join(','),
        'idempotency-key': `${seen.id}-${key}`,
        ...(step.kind === 'together' && { 'if-match': String(seen.version) }),
      };
      const path = step.kind === 'open' ? '/tickets' : `/tickets/${seen.id}/${dashed(step.command!)}`;
      return { path, body: step.payload ?? {}, headers };
    },
    answer({ status, body }, step, seen) {
      if (status === 201 || status === 200) {
        if (step.kind === 'open') seen.id = body.id;
        return { outcome: body.replayed ? 'replayed' : 'applied' };
      }
      if (status === 422) return { outcome: 'invalid', issues: body.fields.map((field: string) => `payload/${field}`) };
      if (status === 409) return { outcome: 'refused', reasons: body.why.map((why: string) => reasons[why] ?? { code: why }) };
      return { outcome: status === 412 ? 'conflict' : status === 403 ? 'forbidden' : `status ${status}` };
    },
    async observe(call, seen) {
      const { body } = await call({ method: 'GET', path: `/tickets/${seen.id}` });
      const state = states[body.status]!;
      const messages = body.mail.slice(seen.mail);
      seen.mail = body.mail.length;
      seen.version = body.version;
      return {
        states: [state],
        context: {
          owner: body.owner,
          days: body.days,
          fixedBy: body.fixers === '' ? [] : body.fixers.split(','),
          late: body.late === 1,
          ...{ reminders: body.reminders, declines: body.declines, rework: body.rework, rebounds: body.rebounds, holds: body.holds },
        },
        timers: body.due_kind === null ? [] : [`${state}#${camel(body.due_kind)}`],
        workItems: body.desk === undefined ? [] : [{ state, roles: [body.desk], assignee: body.person }],
        messages,
        closed: ['closed', 'rejected', 'withdrawn'].includes(state) ? state : null,
      };
    },
    advanceTime: (call, advanceMs) => call({ path: '/clock', body: { advanceMs } }),
  });
