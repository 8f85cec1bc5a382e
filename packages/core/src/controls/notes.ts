// 备注 and 附件: what is added to a case without moving it. Evidence is a reference and a hash; the bytes stay with the host.
import { z } from 'zod';
import { control, withRecord } from './control.ts';

export const comment = control({
  label: { zh: '备注', en: 'Comment' },
  payload: z.strictObject({ text: z.string().min(1).max(10_000) }),
  roles: (process) => process.spec.controls?.comment ?? 'anyone',
  whileSuspended: true,
  whenClosed: true,
  apply: (turn) => turn,
});

/** One piece of evidence, as commands and `attach` take it. */
export const evidenceItem = z.strictObject({
  kind: z.string().min(1).max(64),
  reference: z.string().min(1).max(2_000),
  hash: z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9+/=_-]{8,200}$/),
});

export const attach = control({
  label: { zh: '附证据', en: 'Attach evidence' },
  payload: z.strictObject({ evidence: z.array(evidenceItem).min(1).max(100) }),
  roles: (process) => process.spec.controls?.attach ?? 'anyone',
  whileSuspended: true,
  whenClosed: false,
  apply(turn, { evidence }) {
    const added = Object.fromEntries(
      evidence.map((item, index) => [`${turn.revision}.${index}`, { ...item, by: turn.by.id, atMs: turn.at }]),
    );
    return withRecord(turn, { evidence: { ...turn.record.evidence, ...added } });
  },
});
