// What a response keeps.
import { z } from 'zod';

const count = z.int().nonnegative();

/** 安全类, 城市管理类, 火情隐患 (004 counts these three), and the rest. */
export const matterKind = z.enum(['safety', 'urban', 'fire', 'other']);
export const urgency = z.enum(['simple', 'complex', 'emergency']);
export const level = z.int().min(1).max(3);
/** 群众反映街道解决不了 / 综合执法无执法权 / 应急处置 (北京, published rule). */
export const whistleKind = z.enum(['complaint', 'enforcement', 'emergency']);
export const partyTask = z.strictObject({ party: z.string().min(1).max(190), task: z.string().min(1).max(2_000) });

export const responseInput = z.object({
  matter: z.string().min(1).max(2_000),
  kind: matterKind.default('other'),
  urgency: urgency.default('simple'),
  /** Known from the start; left out, somebody classifies it. */
  level: level.nullable().default(null),
  source: z.string().max(190).nullable().default(null),
});

export const responseContext = z.object({
  matter: z.string(),
  kind: matterKind,
  urgency,
  level: level.nullable(),
  source: z.string().nullable(),
  handledBy: z.array(z.string()),
  result: z.string().nullable(),
  parties: z.array(partyTask),
  whistleKind: whistleKind.nullable(),
  department: z.string().nullable(),
  whistles: count,
  redo: count,
  score: z.int().min(1).max(5).nullable(),
  confirmedBy: z.enum(['reporter', 'silence']).nullable(),
  reminders: count,
});
