// What a hazard keeps. Persons appear by opaque id; counters have their limits in the options.
import { z } from 'zod';

const count = z.int().nonnegative();
const instant = z.int().nullable();

export const grade = z.enum(['general', 'major']);

/** 五落实: responsibility, measures, funds, time limit and plan of a major hazard. */
export const elements = z.strictObject({
  responsibility: z.string().min(1),
  measures: z.string().min(1),
  funds: z.string().min(1),
  timeLimit: z.string().min(1),
  plan: z.string().min(1),
});

/** How it came to be known: reactive (接诉即办) or found unasked (未诉先办). */
export const source = z.enum(['patrol', 'nightCheck', 'resident', 'post', 'device', 'inspection', 'campaign', 'drill', 'visit', 'other']);

export const hazardInput = z.object({
  place: z.string().min(1).max(500),
  description: z.string().min(1).max(5_000),
  /** From the community's own tree (9 类 × n 项 is data, not code). */
  category: z.string().min(1).max(100).default('unsorted'),
  grade: grade.default('general'),
  source: source.default('other'),
  reporter: z.string().max(190).nullable().default(null),
});

export const hazardContext = z.object({
  place: z.string(),
  description: z.string(),
  category: z.string(),
  grade,
  source,
  reporter: z.string().nullable(),
  owner: z.string().nullable(),
  /** Everyone who took part in fixing it: none of them may check it. */
  fixedBy: z.array(z.string()),
  measures: z.string().nullable(),
  elements: elements.nullable(),
  days: z.int().positive(),
  /** When the clock of rectification started: at dispatch, so that 退单 cannot hide time. */
  dispatchedAtMs: instant,
  rectifiedAtMs: instant,
  wasLate: z.boolean(),
  reminders: count,
  rework: count,
  rebound: count,
  declines: count,
  postponements: count,
  postponedUntilMs: instant,
  round: count,
  keyMarked: z.boolean(),
  jointActions: count,
  original: z.string().nullable(),
});

/** A hazard of which only the report is known. */
export const untouched = {
  owner: null,
  fixedBy: [],
  measures: null,
  elements: null,
  dispatchedAtMs: null,
  rectifiedAtMs: null,
  wasLate: false,
  reminders: 0,
  rework: 0,
  rebound: 0,
  declines: 0,
  postponements: 0,
  postponedUntilMs: null,
  round: 0,
  keyMarked: false,
  jointActions: 0,
  original: null,
} satisfies Partial<z.output<typeof hazardContext>>;
