// The cases: a few tours by hand through every transition, rule and deadline, with all that must be refused tried on the way.
import type { CaseRecord } from '@bihuan/core';
import { naturalCalendar } from '@bihuan/core';
import { attempt } from '@bihuan/core/model';
import { engineDriver, modelSteps, type Step, type StepSketch, type Suite } from '@bihuan/paths';
import { street } from './process.ts';

const cast = [
  ...['reporter', 'reporter2'].map((id) => ({ id, roles: ['reporter'] })),
  { id: 'clerk', roles: ['clerk'] },
  ...['owner', 'owner2'].map((id) => ({ id, roles: ['owner'] })),
  { id: 'inspector', roles: ['inspector'] },
  { id: 'both', roles: ['owner', 'inspector'] },
  { id: 'chief', roles: ['chief'] },
];
const startMs = Date.UTC(2026, 0, 5, 1);
const reason = { reason: '见说明' };
const payloads: Readonly<Record<string, object>> = {
  ...{ reject: reason, decline: reason, fail: reason, rebound: reason, reopen: reason },
  ...{ assign: { owner: 'owner', days: 30 }, submit: { photo: 'p1' }, hold: { days: 60 } },
};
/** Just outside of what a payload may be. */
const wrongPayloads: Readonly<Record<string, readonly object[]>> = {
  reject: [{ reason: '' }, {}],
  assign: [
    { owner: 'owner', days: 0 },
    { owner: 'owner', days: 31 },
    { owner: '', days: 1 },
  ],
  submit: [{ photo: '' }, {}],
  decline: [{ reason: '' }],
  hold: [{ days: 0 }, { days: 61 }],
  fail: [{ reason: '' }],
  rebound: [{ reason: '' }],
  reopen: [{ reason: '' }],
};

/** `who.command`, `who.command(owner)` for whom it is assigned to, `state#deadline` for waiting (`-` just before), `retry`, `twice who.command`. */
const tours: Readonly<Record<string, string>> = {
  through:
    'clerk.register clerk.assign retry owner.submit retry inspector.pass inspector.clean chief.reopen clerk.assign(both) both.submit inspector.pass inspector.clean',
  rework:
    'clerk.register clerk.assign(both) both.submit inspector.fail retry both.submit inspector.fail both.submit inspector.fail chief.handDown clerk.assign owner.submit',
  rejected: 'clerk.reject',
  withdrawn: 'reporter.withdraw',
  late: 'clerk.register clerk.assign -rectifying#rectify rectifying#rectify -overdue#grace owner.submit -rectified#verify rectified#verify rectified#verify rectified#verify',
  abandoned: 'clerk.register clerk.assign rectifying#rectify -overdue#grace overdue#grace',
  unseen: '-reported#register reported#register reported#register reported#register',
  unassigned: 'clerk.register -recorded#dispatch recorded#dispatch',
  declined: 'clerk.register clerk.assign owner.decline clerk.assign owner.decline',
  held: 'clerk.register clerk.assign chief.hold -held#held held#held -rectifying#rectify owner.submit',
  restarted: 'clerk.register reporter.withdraw',
  resumed: 'clerk.register clerk.assign chief.hold chief.restart rectifying#rectify owner.submit',
  rebound:
    'clerk.register clerk.assign owner.submit inspector.pass -lookBack#lookBack lookBack#lookBack inspector.rebound owner.submit inspector.pass inspector.rebound',
  atOnce: 'clerk.register twice clerk.assign twice owner.submit twice inspector.pass',
};

const model = engineDriver(street);
const label = (name: string) => street.spec.labels.commands[name] ?? street.spec.labels.deadlines[name] ?? { zh: name, en: name };

export async function streetSuite(): Promise<Suite> {
  const tried = new Set<string>();
  const paths: Suite['paths'] = [];
  for (const [id, words] of Object.entries(tours)) {
    const open: StepSketch = {
      ...{ kind: 'open', command: 'open', actor: 'reporter', label: { zh: '上报', en: 'Report' } },
      payload: { place: '3栋2单元', text: '楼道堆物' },
    };
    const sketches: StepSketch[] = [];
    const session = await model.session({ process: street.id, cast, startMs }, 0);
    const take = async (sketch: StepSketch) => {
      sketches.push(sketch);
      if (sketch.time) await session.advanceTime(await waitFor(session, sketch.time));
      else await session.apply(sketch as Step);
      sketches.push(...refusals((await session.record())!, session.clock.nowMs(), tried));
    };
    await take(open);
    for (const word of words.replaceAll('twice ', 'twice:').split(' ')) await take(sketchOf(word));
    await session.close();
    const steps = await modelSteps(model, { process: street.id, cast, startMs }, sketches);
    if (!steps) throw new Error(`the tour ${id} is no path`);
    paths.push({ id, title: { zh: id, en: id }, steps, covers: [] });
  }
  return {
    ...{ format: 'bihuan-paths/1', process: street.id, version: street.version, hash: street.hash, title: street.spec.labels.title },
    ...{ cover: ['transitions', 'rules', 'deadlines', 'negatives'], seed: 1, cast, startMs, calendar: 'natural', paths, obligations: [] },
    totals: {
      ...{ paths: paths.length, steps: paths.flatMap((path) => path.steps).length },
      ...{ lowerBound: null, covered: 0, coverable: 0, notExplored: [] },
    },
  };
}

function sketchOf(word: string): StepSketch {
  if (word === 'retry') return { kind: 'retry', actor: null, label: { zh: '重试', en: 'Retry' }, expect: { outcome: 'replayed' } };
  const time = /^(-?)(\w+)#(\w+)$/.exec(word);
  if (time) {
    const [, before, state, deadline] = time as unknown as [string, string, string, string];
    return { kind: 'time', actor: null, label: label(deadline), time: { state, deadline, offsetMs: before ? -1 : 0, waitMs: 0 } };
  }
  const [, twice, actor, command, owner] = /^(twice:)?(\w+)\.(\w+)(?:\((\w+)\))?$/.exec(word) as unknown as string[];
  const payload = payloads[command!] && { ...payloads[command!], ...(owner && { owner }) };
  const kind = twice ? 'together' : 'command';
  const named = { command: command!, actor: actor!, label: label(command!) };
  return { kind, ...named, ...(payload && { payload: payload as Step['payload'] & object }), expect: { outcome: 'applied' } };
}

async function waitFor(session: Awaited<ReturnType<typeof model.session>>, { state, deadline, offsetMs }: NonNullable<StepSketch['time']>) {
  const { dueAtMs } = (await session.record())!.timers[`${state}#${deadline}`]!;
  return dueAtMs + offsetMs - session.clock.nowMs();
}

/** Everything that must be refused where a case is, and was not tried in like circumstances before. */
function refusals(record: CaseRecord, nowMs: number, tried: Set<string>): readonly StepSketch[] {
  const found: StepSketch[] = [];
  for (const command of Object.keys(street.spec.commands)) {
    const outcomes = cast.map(({ id, roles }) => ({ id, ...tryOut(record, nowMs, id, roles, command, payloads[command]) }));
    const isOpen = outcomes.some(({ outcome }) => outcome === 'applied');
    for (const { id, outcome, why } of outcomes) {
      // Who may not: each of them where somebody may, one of them where nobody may.
      const key = `${record.states} ${command} ${outcome} ${why} ${outcome === 'forbidden' && isOpen ? id : ''}`;
      if (outcome === 'applied' || tried.has(key)) continue;
      tried.add(key);
      found.push({ ...sketchOf(`${id}.${command}`), negative: true, expect: { outcome } });
    }
    const may = outcomes.find(({ outcome }) => outcome === 'applied');
    for (const payload of may ? (wrongPayloads[command] ?? []) : []) {
      const key = `${record.states} ${command} ${JSON.stringify(payload)}`;
      if (tried.has(key)) continue;
      tried.add(key);
      found.push({
        ...sketchOf(`${may!.id}.${command}`),
        payload: payload as Step['payload'] & object,
        negative: true,
        expect: { outcome: 'invalid' },
      });
    }
  }
  return found;
}

function tryOut(record: CaseRecord, nowMs: number, id: string, roles: readonly string[], command: string, payload: unknown) {
  const standing = { by: { tenant: 'paths', id }, persons: [id], grants: roles.map((role) => ({ role, unit: '' })) };
  const answer = attempt(street, record, { kind: 'command', type: command, payload }, { nowMs, calendar: naturalCalendar, standing });
  const why = 'reasons' in answer ? answer.reasons.map((reason) => reason.rule ?? reason.code).join('+') : '';
  return { outcome: answer.outcome, why };
}
