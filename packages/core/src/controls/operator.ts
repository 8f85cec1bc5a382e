// What an operator may do to any case, with a reason that stays in the journal: cancel it, or repair its state.
import { z } from 'zod';
import { operatorRole } from '../actor.ts';
import { plainName } from '../check-declaration.ts';
import { BihuanError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { stepInto } from '../kernel.ts';
import { type StateValue, timerKey } from '../record.ts';
import { takeStep } from '../turn.ts';
import { control, refuse, withRecord } from './control.ts';

export const cancel = control({
  label: { zh: '撤销', en: 'Cancel' },
  payload: z.strictObject({ reason: z.string().min(1) }),
  roles: () => [operatorRole],
  whileSuspended: true,
  whenClosed: false,
  apply: (turn) =>
    withRecord(turn, { closed: { outcome: 'cancelled', atMs: turn.at, final: true }, suspended: null, timers: {}, workItems: {} }),
});

/** Erases personal fields with their salts. What refers to them stays: journal and record hold salted hashes, which tell nothing any more. */
export const erase = control({
  label: { zh: '删除个人信息', en: 'Erase personal data' },
  payload: z.strictObject({
    fields: z.array(z.strictObject({ revision: z.int().positive(), field: z.string().min(1).max(190) })).min(1),
    reason: z.string().min(1),
  }),
  roles: () => [operatorRole],
  whileSuspended: true,
  whenClosed: true,
  apply: (turn, { fields }) => ({ ...turn, erased: fields }),
});

/** A state by name, or regions by name with a state each. */
const stateValue: z.ZodType<StateValue> = z.lazy(() =>
  z.union([
    z.string().regex(plainName),
    z.record(z.string().regex(plainName), stateValue).refine((regions) => Object.keys(regions).length > 0),
  ]),
);

/** Sets state and context by hand. Timers and work items of states that stay are kept; those of states newly entered start now. */
export const repair = control({
  label: { zh: '修复', en: 'Repair' },
  payload: z.strictObject({ state: stateValue.optional(), context: z.record(z.string(), z.json()).optional(), reason: z.string().min(1) }),
  roles: () => [operatorRole],
  whileSuspended: true,
  whenClosed: true,
  apply(turn, { state, context }) {
    const { record } = turn;
    try {
      const step = stepInto(turn.process, state ?? record.state, {
        ...record.context,
        ...(context as JsonObject | undefined),
      });
      const active = new Set(step.active.map(({ path }) => path));
      const timers = Object.fromEntries(Object.entries(record.timers).filter(([, timer]) => timer.state === '' || active.has(timer.state)));
      const effects = step.effects.filter((effect) =>
        effect.kind === 'timer-set'
          ? !Object.hasOwn(timers, timerKey(effect.state, effect.deadline))
          : effect.kind !== 'entered' || !Object.hasOwn(record.workItems, effect.state),
      );
      return takeStep(withRecord(turn, { timers, closed: null }), { ...step, effects, history: record.history });
    } catch (cause) {
      if (!(cause instanceof BihuanError)) throw cause;
      return refuse('target', `修复无效:${cause.text.zh}`, `The repair does not fit the process: ${cause.text.en}`);
    }
  },
});
