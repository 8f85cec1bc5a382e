// What may be asked of a hazard, by whom, and with what.
import { linkedCase } from '@bihuan/core';
import { z } from 'zod';
import { evidence } from '../builders/evidence.ts';
import { elements, grade } from './context.ts';

const reason = z.string().min(1).max(2_000);
const days = z.int().min(1).max(366);
const person = z.string().min(1).max(190);

export const hazardRoles = ['finder', 'recorder', 'owner', 'verifier', 'community', 'subdistrict', 'administrator'] as const;

export const hazardCommands = {
  record: { by: ['recorder'], payload: z.object({ category: z.string().min(1).max(100).optional(), grade: grade.optional() }) },
  reject: { by: ['recorder'], payload: z.object({ reason }) },
  duplicate: { by: ['recorder'], payload: z.object({ original: person }) },
  notDuplicate: { by: ['recorder'], payload: z.object({ reason }) },
  fixOnSite: { by: ['recorder', 'owner'], payload: z.object({ evidence: evidence(1), measures: z.string().max(2_000).optional() }) },
  assign: {
    by: ['recorder'],
    payload: z.object({
      owner: person,
      days: days.optional(),
      measures: z.string().max(2_000).optional(),
      elements: elements.optional(),
    }),
  },
  noOwner: { by: ['recorder'], payload: z.object({ reason }) },
  submit: { by: ['owner'], payload: z.object({ evidence: evidence(1), measures: z.string().max(2_000).optional() }) },
  declineOwnership: { by: ['owner'], payload: z.object({ reason }) },
  postpone: { by: ['community'], payload: z.object({ untilMs: z.int().positive(), protection: z.string().min(1).max(2_000), reason }) },
  endPostponement: { by: ['community'] },
  refuse: { by: ['owner', 'recorder'], payload: z.object({ reason }) },
  markKey: { by: ['community'], payload: z.object({ reason }) },
  jointAction: { by: ['community'], payload: z.object({ parties: z.array(z.string().min(1)).min(1).max(50), evidence: evidence(1) }) },
  pass: { by: ['verifier'], payload: z.object({ note: z.string().max(2_000).optional() }) },
  fail: { by: ['verifier'], payload: z.object({ reason, days: days.optional() }) },
  clean: { by: ['verifier'], payload: z.object({ note: z.string().max(2_000).optional() }) },
  rebound: { by: ['verifier'], payload: z.object({ reason, days: days.optional() }) },
  reopen: { by: ['community'], payload: z.object({ reason, days: days.optional() }) },
  recall: { by: ['community'], payload: z.object({ reason }) },
  withdraw: { by: ['finder', 'recorder', 'community'], payload: z.object({ reason }) },
  void: { by: ['administrator'], payload: z.object({ reason }) },
  concluded: { by: ['system'], payload: linkedCase },
  returned: { by: ['system'], payload: linkedCase },
  originalClosed: { by: ['system'], payload: linkedCase },
  originalReopened: { by: ['system'], payload: linkedCase },
  originalRefused: { by: ['system'], payload: linkedCase },
} as const;
