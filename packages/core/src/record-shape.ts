// Whether a stored record has the shape of one: what comes out of a database is checked as what goes in (law 15). Unknown fields are left alone.
import { z } from 'zod';

const text = z.string();
const instant = z.number();
const optionalInstant = z.number().nullable();
const optionalText = z.string().nullable();
const data = z.looseObject({});
const list = z.array(text);
const map = <Value extends z.ZodType>(value: Value) => z.record(text, value);

const timer = z.looseObject({
  deadline: text,
  state: text,
  generation: z.int(),
  limit: data,
  startedAtMs: instant,
  dueAtMs: instant,
  provisional: z.boolean(),
  stoppedAtMs: optionalInstant,
});
const workItem = z.looseObject({
  state: text,
  roles: list,
  sinceMs: instant,
  dueAtMs: optionalInstant,
  priority: z.number(),
  assignee: optionalText,
  delegatedBy: optionalText,
});
const rollUp = z.looseObject({ revision: z.int(), outcome: optionalText, data });
const link = z.looseObject({
  type: text,
  direction: z.enum(['to', 'from']),
  case: text,
  process: text,
  status: z.enum(['pending', 'active', 'refused']),
  rollUp: rollUp.nullable(),
});

/** The envelope of a case, format 1. Its state and context are the process's to judge. */
export const recordShape = z.looseObject({
  format: z.literal(1),
  tenant: text,
  id: text,
  process: text,
  version: z.int(),
  hash: text,
  unit: text,
  subject: z.looseObject({ type: text, id: text }).nullable(),
  correlation: text,
  revision: z.int(),
  stateRevision: z.int(),
  states: list,
  tags: list,
  history: map(list),
  context: data,
  openedBy: list,
  openedAtMs: instant,
  atMs: instant,
  closed: z.looseObject({ outcome: text, atMs: instant, final: z.boolean() }).nullable(),
  suspended: z.looseObject({ reason: text, by: text, sinceMs: instant }).nullable(),
  supervisions: z.int(),
  extensions: z.int(),
  timers: map(timer),
  workItems: map(workItem),
  links: map(link),
  evidence: map(data),
});
