// Labels, side by side in both languages.
import type { Text } from '@bihuan/core';

/** `text('整改', 'rectify')` */
export const text = (zh: string, en: string): Text => ({ zh, en });

/** Fields, commands and rules that several processes share, in the sources' words. */
export const sharedLabels = {
  fields: {
    place: text('地点', 'place'),
    description: text('描述', 'description'),
    reason: text('理由', 'reason'),
    days: text('期限(工作日)', 'limit (working days)'),
    evidence: text('证据', 'evidence'),
    reminders: text('督办次数', 'reminders sent'),
    limits: text('时限预设', 'preset limits'),
    case: text('关联案件', 'linked case'),
    outcome: text('关联案件结果', 'result of the linked case'),
    data: text('关联案件数据', 'data of the linked case'),
  },
  commands: {
    withdraw: text('撤回', 'Withdraw'),
    void: text('作废', 'Void'),
  },
  rules: {
    isOpener: text('只有发起人可以撤回', 'only who opened it may withdraw it'),
    remindersLeft: text('督办次数已满({most}次)', 'reminded {most} times, the most there may be'),
  },
  states: {
    withdrawn: text('已撤回', 'withdrawn'),
    voided: text('已作废', 'voided'),
  },
} as const;
