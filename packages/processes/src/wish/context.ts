// What a wish keeps on its way through the four lists.
import { z } from 'zod';
import { partyTask } from '../tiered-response/context.ts';

const count = z.int().nonnegative();
const instant = z.int().nullable();

export const wishInput = z.object({
  wish: z.string().min(1).max(2_000),
  theme: z.string().min(1).max(100).default('unsorted'),
  place: z.string().max(500).default(''),
  /** How many residents asked for it (需求量), as the survey counted. */
  demand: count.default(1),
  reporter: z.string().max(190).nullable().default(null),
  /** 1 for a first wish; an unmet one comes again as the next. */
  generation: z.int().positive().default(1),
});

export const rating = z.strictObject({ by: z.string(), met: z.boolean(), note: z.string().nullable() });

export const wishContext = z.object({
  wish: z.string(),
  theme: z.string(),
  place: z.string(),
  demand: count,
  reporter: z.string().nullable(),
  generation: z.int().positive(),
  into: z.string().nullable(),
  declinedFor: z.string().nullable(),
  parties: z.array(partyTask),
  days: z.int().positive(),
  route: z.enum(['byDuty', 'microProject']).nullable(),
  project: z.string().nullable(),
  undertaker: z.string().nullable(),
  doneBy: z.array(z.string()),
  republished: count,
  recalled: count,
  reminders: count,
  ratings: z.array(rating),
  /** When it came onto each list, epoch ms. */
  dates: z.strictObject({ tasked: instant, claimed: instant, delivered: instant, evaluated: instant }),
});
