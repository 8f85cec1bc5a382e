// 认领, 转办, 退回, 改派: who does the work of a state. None of it moves the statechart.
import { z } from 'zod';
import { operatorRole } from '../actor.ts';
import type { Reason } from '../outcome.ts';
import type { CaseRecord, WorkItem } from '../record.ts';
import { isAmong } from '../standing.ts';
import type { Turn } from '../turn.ts';
import { type Control, control, refuse, withRecord } from './control.ts';

const person = z.string().min(1).max(190);

/** `state` may be left out while there is one item only. */
const onItem = (turn: Turn, state: string | undefined, act: (item: WorkItem) => WorkItem | readonly Reason[]): Turn | readonly Reason[] => {
  const items = Object.values(turn.record.workItems);
  const item = state === undefined && items.length === 1 ? items[0] : items.find((each) => each.state === state);
  if (!item)
    return refuse('target', '没有这项待办', 'There is no such work item', { state: state ?? null, items: items.map((each) => each.state) });
  const next = act(item);
  return Array.isArray(next) ? next : withRecord(turn, { workItems: { ...turn.record.workItems, [item.state]: next as WorkItem } });
};

const mayTake = (turn: Turn, item: WorkItem): boolean => item.roles.some((role) => (turn.by.roles as readonly string[]).includes(role));
const choices = ({ workItems }: CaseRecord) => Object.keys(workItems).map((state) => ({ state }));
const work = { choices, whileSuspended: true, whenClosed: false, roles: (): 'anyone' => 'anyone' } as const;

export const claim: Control = control({
  ...work,
  label: { zh: '签收', en: 'Claim' },
  payload: z.strictObject({ state: z.string().optional() }),
  apply: (turn, { state }) =>
    onItem(turn, state, (item) => {
      if (!mayTake(turn, item))
        return refuse('role', '不具备办理这项待办的角色', 'None of your roles may take this work item', { roles: item.roles });
      // Once more would be an entry in the journal that changes nothing.
      if (item.assignee === turn.by.id) return refuse('assignee', '本人已签收', 'You hold it already', { assignee: item.assignee });
      if (item.assignee !== null)
        return refuse('assignee', `已由 ${item.assignee} 签收`, `${item.assignee} holds it`, { assignee: item.assignee });
      return { ...item, assignee: turn.by.id };
    }),
});

export const release: Control = control({
  ...work,
  label: { zh: '退回待办', en: 'Release' },
  payload: z.strictObject({ state: z.string().optional() }),
  apply: (turn, { state }) =>
    onItem(turn, state, (item) => {
      if (!isAmong(turn.by, [item.assignee]))
        return refuse('assignee', '只有签收人可以退回', 'Only who holds it may release it', { assignee: item.assignee });
      // A delegated item goes back to its sender, any other to everyone.
      return { ...item, assignee: item.delegatedBy, delegatedBy: null };
    }),
});

/** The delegated part is done: the item goes back to who handed it over, to be completed. */
export const resolve: Control = control({
  ...work,
  label: { zh: '办结转办', en: 'Resolve' },
  payload: z.strictObject({ state: z.string().optional(), note: z.string().optional() }),
  apply: (turn, { state }) =>
    onItem(turn, state, (item) => {
      if (!isAmong(turn.by, [item.assignee]))
        return refuse('assignee', '只有受托人可以办结转办', 'Only who holds it may resolve it', { assignee: item.assignee });
      if (item.delegatedBy === null) return refuse('target', '这项待办未经转办', 'This work item was not delegated', { state: item.state });
      return { ...item, assignee: item.delegatedBy, delegatedBy: null };
    }),
});

export const delegate: Control = control({
  ...work,
  label: { zh: '转办', en: 'Delegate' },
  payload: z.strictObject({ state: z.string().optional(), to: person }),
  apply: (turn, { state, to }) =>
    onItem(turn, state, (item) => {
      if (!isAmong(turn.by, [item.assignee]))
        return refuse('assignee', '只有签收人可以转办', 'Only who holds it may delegate it', { assignee: item.assignee });
      return { ...item, assignee: to, delegatedBy: item.delegatedBy ?? turn.by.id };
    }),
});

export const reassign: Control = control({
  ...work,
  label: { zh: '改派', en: 'Reassign' },
  payload: z.strictObject({ state: z.string().optional(), to: person.nullable(), reason: z.string().min(1) }),
  roles: () => [operatorRole],
  apply: (turn, { state, to }) => onItem(turn, state, (item) => ({ ...item, assignee: to, delegatedBy: null })),
});
