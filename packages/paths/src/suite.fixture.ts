// Three cases of a hazard, written by hand: what a generator would make, small enough to read. Only tests use it.
import type { Expectation, Obligation, Step, Suite } from './cases/suite.ts';

const day = 86_400_000;
const word = (zh: string, en: string) => ({ zh, en });
const proof = [{ id: 'photo-1', kind: 'photo' }];

const names: NonNullable<Suite['names']> = {
  'state:reported': word('已上报', 'reported'),
  'state:recorded': word('已登记', 'recorded'),
  'state:rectifying': word('整改中', 'rectifying'),
  'state:overdue': word('超期', 'overdue'),
  'state:escalated': word('已提级', 'escalated'),
  'state:rectified': word('已整改', 'rectified'),
  'state:closed': word('已销号', 'struck off'),
  'state:rejected': word('不予登记', 'not a hazard'),
  'role:finder': word('发现人', 'finder'),
  'role:recorder': word('登记人', 'recorder'),
  'role:owner': word('责任人', 'owner'),
  'role:verifier': word('复查人', 'verifier'),
  'role:community': word('社区', 'community'),
  'deadline:register': word('登记期限', 'to record'),
  'deadline:dispatch': word('派单期限', 'to assign'),
  'deadline:rectify': word('整改期限', 'to rectify'),
  'deadline:verify': word('复查期限', 'to verify'),
  'rule:isOwner': word('只有责任人({owner})可以办理', 'only the owner ({owner}) may do this'),
  'rule:verifierIsNotFixer': word('复查人不能是整改人', 'who checks may not be who fixed it'),
  'message:assigned': word('整改任务', 'rectification assigned'),
  'message:overdueNotice': word('超期通知', 'overdue notice'),
  'message:closedNotice': word('销号通知', 'closed'),
  'field:owner': word('责任人', 'owner'),
  'field:days': word('期限(工作日)', 'limit (working days)'),
  'field:wasLate': word('曾超期', 'was overdue'),
  'field:grade': word('等级', 'grade'),
  'result:closed': word('已销号', 'struck off'),
  'result:rejected': word('不予登记', 'not a hazard'),
};

type Told = Partial<Omit<Step, 'expect' | 'label'>> & { readonly expect: Partial<Expectation> };

const step = (kind: Step['kind'], label: Step['label'], { expect, ...told }: Told): Step => ({
  kind,
  actor: null,
  from: [],
  transitions: [],
  ...told,
  label,
  expect: { outcome: 'applied', states: told.from ?? [], ...expect },
});
const command = (name: string, actor: string, label: Step['label'], told: Told) =>
  step('command', label, { command: name, actor, ...told });
const due = (state: string, deadline: string, offsetMs: number, waitMs: number, told: Told) =>
  step('time', names[`deadline:${deadline}`]!, { time: { state, deadline, offsetMs, waitMs }, from: [state], ...told });

const open = step('open', word('上报隐患', 'Report a hazard'), {
  command: 'open',
  actor: 'li',
  payload: { place: '3栋2单元', description: '楼道堆物', grade: 'general' },
  expect: { states: ['reported'], context: { grade: 'general' }, timers: ['reported#register'], closed: null },
});
const record = command('record', 'wang', word('登记', 'Record'), {
  payload: { category: '消防' },
  from: ['reported'],
  transitions: ['reported|record|0'],
  expect: { states: ['recorded'], timers: ['recorded#dispatch'], workItems: [{ state: 'recorded', roles: ['recorder'], assignee: null }] },
});
const assign = command('assign', 'wang', word('派单', 'Assign'), {
  payload: { owner: 'wuye-7', days: 3 },
  from: ['recorded'],
  transitions: ['recorded|assign|0'],
  expect: {
    states: ['rectifying'],
    context: { owner: 'wuye-7', days: 3 },
    timers: ['rectifying#rectify'],
    workItems: [{ state: 'rectifying', roles: ['owner'], assignee: 'wuye-7' }],
    messages: ['assigned'],
    closed: null,
  },
});
const submit = (from: string) =>
  command('submit', 'wuye-7', word('提交整改', 'Submit rectification'), {
    payload: { evidence: proof },
    from: [from],
    transitions: [`${from}|submit|0`],
    expect: { states: ['rectified'], timers: ['rectified#verify'] },
  });
const pass = command('pass', 'zhao', word('复查通过', 'Pass'), {
  payload: {},
  from: ['rectified'],
  transitions: ['rectified|pass|0'],
  expect: { states: ['closed'], timers: [], workItems: [], messages: ['closedNotice'], closed: 'closed' },
});

const obligation = (criterion: string, id: string, label: Obligation['label'], excluded?: string): Obligation => ({
  id: `${criterion}:${id}`,
  criterion,
  label,
  ...(excluded === undefined ? {} : { excluded }),
  covered: excluded === undefined,
});
const states = ['reported', 'recorded', 'rectifying', 'overdue', 'escalated', 'rectified', 'closed', 'rejected'];

const paths: Suite['paths'] = [
  {
    id: 'p-1f0c9a',
    title: word('按期整改,复查通过', 'Rectified in time, and passed'),
    steps: [
      open,
      command('assign', 'li', word('派单', 'Assign'), {
        payload: { owner: 'wuye-7' },
        from: ['reported'],
        negative: true,
        expect: { outcome: 'forbidden', reasons: [{ code: 'role' }] },
      }),
      record,
      command('assign', 'wang', word('派单', 'Assign'), {
        payload: { owner: 'wuye-7', days: 0 },
        from: ['recorded'],
        negative: true,
        expect: { outcome: 'invalid', issues: ['payload/days'] },
      }),
      assign,
      command('submit', 'qian', word('提交整改', 'Submit rectification'), {
        payload: { evidence: proof },
        from: ['rectifying'],
        negative: true,
        expect: { outcome: 'refused', reasons: [{ code: 'rule', rule: 'isOwner' }] },
      }),
      due('rectifying', 'rectify', -1, 3 * day - 1, { expect: { timers: ['rectifying#rectify'] } }),
      submit('rectifying'),
      step('retry', word('提交整改', 'Submit rectification'), {
        command: 'submit',
        actor: 'wuye-7',
        payload: { evidence: proof },
        from: ['rectified'],
        negative: true,
        expect: { outcome: 'replayed' },
      }),
      pass,
    ],
    covers: ['state:rectified', 'state:closed', 'transition:rectifying|submit|0', 'rule:isOwner=false', 'deadline:rectify=met'],
  },
  {
    id: 'p-52be77',
    title: word('逾期后整改', 'Rectified after it was overdue'),
    steps: [
      open,
      record,
      assign,
      due('rectifying', 'rectify', 0, 3 * day, {
        transitions: ['rectifying|after rectify|0'],
        expect: { states: ['overdue'], context: { wasLate: true }, messages: ['overdueNotice'], timers: [] },
      }),
      step('together', word('提交整改', 'Submit rectification'), {
        command: 'submit',
        actor: 'wuye-7',
        payload: { evidence: proof },
        from: ['overdue'],
        transitions: ['overdue|submit|0'],
        expect: { states: ['rectified'], timers: ['rectified#verify'] },
      }),
      command('pass', 'wuye-7', word('复查通过', 'Pass'), {
        from: ['rectified'],
        negative: true,
        expect: { outcome: 'forbidden', reasons: [{ code: 'role' }, { code: 'rule', rule: 'verifierIsNotFixer' }] },
      }),
      pass,
    ],
    covers: ['state:overdue', 'transition:rectifying|after rectify|0', 'deadline:rectify=fired'],
  },
  {
    id: 'p-c4d801',
    title: word('责任人不明,提级办理', 'No owner found: it goes up'),
    steps: [
      open,
      record,
      step('control', word('延期', 'Extend'), {
        command: 'extend',
        actor: 'chen',
        payload: { deadline: 'dispatch', by: { workingDays: 1 }, reason: '核实产权' },
        from: ['recorded'],
        expect: { states: ['recorded'], timers: ['recorded#dispatch'] },
      }),
      command('noOwner', 'wang', word('责任人不明', 'No owner found'), {
        payload: { reason: '产权不清' },
        from: ['recorded'],
        transitions: ['recorded|noOwner|0'],
        expect: { states: ['escalated'], timers: [] },
      }),
      step('news', word('响应办结', 'Response concluded'), {
        command: 'concluded',
        payload: { case: 'c-88', outcome: 'resolved', data: { handledBy: ['sun'] } },
        from: ['escalated'],
        transitions: ['escalated|concluded|0'],
        expect: { states: ['rectified'], timers: ['rectified#verify'] },
      }),
      pass,
    ],
    covers: ['state:escalated', 'transition:recorded|noOwner|0', 'transition:escalated|concluded|0'],
  },
];

const taken = [...new Set(paths.flatMap((path) => path.steps.flatMap((each) => each.transitions)))];

const obligations: Obligation[] = [
  ...states.map((id) => obligation('state', id, names[`state:${id}`]!, id === 'rejected' ? '本套用例不含登记前的拒绝' : undefined)),
  ...taken.map((id) => obligation('transition', id, word(id, id))),
  obligation('transition', 'reported|reject|0', word('不予登记', 'Reject'), '本套用例不含登记前的拒绝'),
  obligation('rule', 'isOwner=false', word('责任人规则不成立', 'isOwner does not hold')),
  obligation('deadline', 'rectify=met', word('整改期限内办完', 'rectified in time')),
  obligation('deadline', 'rectify=fired', word('整改期限到期', 'not rectified in time')),
];

/** A hazard, three paths: in time, overdue, escalated; with refusals, time, news, a retry, two at once and an extension. */
export const hazardSuite: Suite = {
  format: 'bihuan-paths/1',
  process: 'hazard',
  version: 1,
  hash: '6b1f0e2c',
  title: word('隐患闭环管理', 'Hazard closed loop'),
  names,
  cover: ['state', 'transition', 'rule', 'deadline'],
  seed: 7,
  cast: [
    { id: 'li', roles: ['finder'] },
    { id: 'wang', roles: ['recorder'] },
    { id: 'wuye-7', roles: ['owner'] },
    { id: 'qian', roles: ['owner'] },
    { id: 'zhao', roles: ['verifier'] },
    { id: 'chen', roles: ['community'] },
  ],
  startMs: Date.UTC(2026, 2, 2, 1),
  calendar: 'china',
  paths,
  obligations,
  totals: {
    paths: paths.length,
    steps: paths.reduce((sum, { steps }) => sum + steps.length, 0),
    lowerBound: 17,
    covered: obligations.filter(({ covered }) => covered).length,
    coverable: obligations.filter(({ excluded }) => excluded === undefined).length,
    notExplored: ['缓办与重点攻坚未探索'],
  },
};
