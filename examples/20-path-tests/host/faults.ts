// Slips that people make, seeded into the host one at a time. `unseen` says why nothing outside can tell.

export interface Fault {
  readonly id: string;
  readonly what: string;
  readonly unseen?: string;
}

const seeded: readonly (string | readonly [what: string, unseen: string])[] = [
  '登记不查角色 | register: no role is checked',
  '派单允许负责人 | assign: the chief may too',
  '复查通过不查角色 | pass: no role is checked',
  '缓办允许登记人 | hold: the clerk may too',
  '撤回允许任何上报人 | withdraw: any reporter may',
  '提交允许任何责任人 | submit: any owner may',
  '退单允许任何责任人 | decline: any owner may',
  '整改人可以自己复查 | pass: who fixed it may',
  '整改人可以自己判不通过 | fail: who fixed it may',
  '整改人可以自己回头看 | clean: who fixed it may',
  '复查通过直接销号 | pass: strikes off at once',
  '不通过退到已登记 | fail: goes back to recorded',
  '不予登记写成撤回 | reject: is written down as withdrawn',
  '恢复整改停在缓办 | restart: stays on hold',
  '重启后直接整改 | reopen: goes to rectifying',
  '交回到已上报 | hand down: goes to reported',
  '退单后责任人未清空 | decline: the owner stays',
  '退单可多一次 | decline: once too often',
  '返工少一次 | fail: once too few',
  '反弹可多一次 | rebound: once too often',
  '缓办不限次数 | hold: without limit',
  '提醒少一次 | reminders: one too few',
  '提醒不计数,永不提级 | reminders: are not counted, nothing goes up',
  '天数可为 0 | assign: 0 days are taken',
  '天数可为 31 | assign: 31 days are taken',
  '缓办 60 天被拒 | hold: 60 days are refused',
  '理由可为空 | reject: an empty reason is taken',
  '照片可缺 | submit: the photo may be left out',
  '整改期限提前一小时 | rectify: falls due an hour early',
  '派单期限不生效 | dispatch: never falls due',
  '宽限按到期查询时间起算 | grace: counts from when somebody looked',
  '缓办到期不恢复 | hold: does not end by itself',
  '超期未标记 | overdue: is not marked as late',
  '派单通知未发 | assign: the message is not sent',
  '提级通知发两次 | escalation: the message is sent twice',
  '超期通知未发 | overdue: the message is not sent',
  '重试重复办理 | a retry is done again',
  '并发不查版本 | two at once: no version is checked',
  '被拒仍改变责任人 | assign: changes the owner although it is refused',
  '提交后仍计整改期限 | submit: the old deadline goes on',
  '待办仍在登记人处 | rectifying: stays on the desk of the clerk',
  ['审计日志缺一行 | no line in the audit log', '审计日志不在接口中 | the API does not show the audit log'],
];

export const faults: readonly Fault[] = seeded.map((each, index) => {
  const [what, unseen] = typeof each === 'string' ? [each, undefined] : each;
  return { id: `F${String(index + 1).padStart(2, '0')}`, what, ...(unseen !== undefined && { unseen }) };
});
