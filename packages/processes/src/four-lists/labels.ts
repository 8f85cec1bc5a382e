// 四单工作法 in both languages.
import { sharedLabels, text } from '../builders/text.ts';

export const labels = {
  title: text('四单工作法', 'Four lists'),
  states: {
    underway: text('进行中', 'under way'),
    collecting: text('收集愿景', 'collecting wishes'),
    decomposing: text('分解任务', 'decomposing into tasks'),
    claiming: text('认领项目', 'claiming projects'),
    doing: text('组织实施', 'carrying out'),
    evaluating: text('评估效果', 'evaluating'),
    resumed: text('回到原阶段', 'back to where it was'),
    stalled: text('停滞', 'stalled'),
    closed: text('已结束', 'closed'),
    cancelled: text('已取消', 'cancelled'),
  },
  commands: {
    signWishes: text('签发愿景清单', 'Sign the list of wishes'),
    signTasks: text('签发任务清单', 'Sign the list of tasks'),
    signClaims: text('签发项目认领清单', 'Sign the list of claimed projects'),
    startEvaluation: text('转入评估', 'Start the evaluation'),
    signEvaluations: text('签发效果评估清单', 'Sign the list of evaluations'),
    revive: text('重新推进', 'Revive'),
    cancelRound: text('取消本轮', 'Cancel the round'),
  },
  roles: {
    community: text('社区党委', 'community party committee'),
    jointMeeting: text('三方联席会议', 'three-party joint meeting'),
    council: text('议事会议', 'deliberation council'),
    subdistrict: text('街道', 'subdistrict'),
  },
  rules: {
    ...sharedLabels.rules,
    hasWishes: text('还没有收集到愿景', 'no wish has been collected'),
    isCollecting: text('本轮已停止收集', 'this round has stopped collecting'),
    allDecided: text('还有{count}条愿景未分解、归并或答复', '{count} wishes are neither tasked, merged nor declined'),
    allUndertaken: text('还有{count}项任务无人承接', 'nobody undertakes {count} tasks'),
    allDelivered: text('还有{count}项任务未交付', '{count} tasks are not delivered'),
    reconciles: text('四单对不上:{count}处', 'the four lists do not reconcile: {count} gaps'),
  },
  deadlines: {
    collectBy: text('收集期限', 'to collect'),
    decomposeBy: text('分解期限', 'to decompose'),
    claimBy: text('认领期限', 'to claim'),
    carryOutBy: text('实施期限', 'to carry out'),
    evaluateBy: text('评估期限', 'to evaluate'),
  },
  messages: {
    reminder: text('督办通知', 'reminder'),
    stalledNotice: text('停滞通知', 'stalled'),
    listSigned: text('清单签发', 'list signed'),
    roundClosed: text('本轮结束', 'round closed'),
  },
  fields: {
    ...sharedLabels.fields,
    title: text('名称', 'title'),
    period: text('周期', 'period'),
    signed: text('签发', 'signed'),
    note: text('说明', 'note'),
  },
  outcomes: { closed: text('四单对账结束', 'closed, lists reconciled'), cancelled: text('已取消', 'cancelled') },
} as const;
