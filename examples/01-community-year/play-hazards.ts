// 发现—记录—整改—回头看, as the sources tell it of each case.
import { hash } from 'node:crypto';
import type { CaseOf } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import { actor, of } from './cast.ts';
import { type HazardRecord, hazards } from './input.ts';
import type { Stage } from './stage.ts';

/** Evidence as the host would hand it over: where the bytes are, and their hash. The play has no pictures; the name stands for their bytes. */
export const photo = (name: string) => ({ kind: 'photo', reference: `host://photos/${name}.jpg`, hash: `sha256:${hash('sha256', name)}` });

/** The play goes on only when an outcome is `applied`; anything else is a mistake in the play. */
export function applied<O extends { readonly outcome: string }>(outcome: O): Extract<O, { readonly outcome: 'applied' }> {
  if (outcome.outcome !== 'applied') throw new Error(`the play expected applied: ${JSON.stringify(outcome)}`);
  return outcome as Extract<O, { readonly outcome: 'applied' }>;
}

export type Cast = Map<string, CaseOf<typeof hazard>>;

/** Everything is found and recorded: by day and night patrols, the campaign, a joint inspection, residents and posts. */
export async function report({ engine }: Stage, cases: Cast): Promise<void> {
  for (const record of hazards) {
    const { id, unit, place, category, description, grade, from, premises } = record;
    const grid = of(unit, 'grid');
    const opened = applied(
      await engine.open(hazard, {
        by: grid,
        unit,
        key: `report ${id}`,
        input: { place, category, description, source: from, ...(grade && { grade }) },
        ...(premises !== undefined && { subject: { type: 'premises', id: premises } }),
      }),
    );
    cases.set(id, opened.case);
    if (record.duplicateOf !== undefined)
      applied(await engine.send(opened.case, 'duplicate', { by: grid, payload: { original: cases.get(record.duplicateOf)!.id } }));
    else applied(await engine.send(opened.case, 'record', { by: grid, payload: {} }));
  }
  await engine.relay();
}

const fiveElements = {
  responsibility: '物业',
  measures: '设围挡后更换',
  funds: '维修基金',
  timeLimit: '四十个工作日',
  plan: '应急预案已备',
};

/** 派单. What nobody owns goes up at once; what can be done on the spot is. */
export async function assign({ engine }: Stage, cases: Cast): Promise<void> {
  for (const record of hazards) {
    if (record.duplicateOf !== undefined) continue;
    const { id, unit } = record;
    const [ref, grid] = [cases.get(id)!, of(unit, 'grid')];
    if (id === 'xc-passage' || record.order === 'shutOff')
      applied(await engine.send(ref, 'fixOnSite', { by: grid, payload: { evidence: [photo(id)], measures: record.description } }));
    else if (id === 'xd-transformer') applied(await engine.send(ref, 'noOwner', { by: grid, payload: { reason: '专用变电箱产权待明确' } }));
    else {
      const major = record.grade === 'major' ? { elements: fiveElements, days: 40 } : {};
      applied(await engine.send(ref, 'assign', { by: grid, payload: { owner: of(unit, 'property').id, ...major } }));
    }
  }
  await engine.relay();
}

const submit = async ({ engine }: Stage, cases: Cast, id: string): Promise<void> => {
  const unit = hazardOf(id).unit;
  applied(
    await engine.send(cases.get(id)!, 'submit', {
      by: of(unit, 'property'),
      payload: { evidence: [photo(`${id}-before`), photo(`${id}-after`)] },
    }),
  );
};

/** 整改: most in time; one is extended, one marked as key, one postponed, one late. */
export async function rectify(stage: Stage, cases: Cast): Promise<void> {
  const { engine } = stage;
  const committee = (id: string) => of(hazardOf(id).unit, 'committee');
  applied(
    await engine.extend(cases.get('xd-charging')!, {
      by: committee('xd-charging'),
      deadline: 'rectify',
      limit: { workingDays: 5 },
      reason: '电梯阻挡器到货',
    }),
  );
  applied(await engine.send(cases.get('xd-lane')!, 'markKey', { by: committee('xd-lane'), payload: { reason: '反复占用' } }));
  for (const parties of [
    ['社区', '物业'],
    ['社区', '物业', '综合执法', '消防'],
  ]) {
    applied(
      await engine.send(cases.get('xd-lane')!, 'jointAction', {
        by: committee('xd-lane'),
        payload: { parties, evidence: [photo('xd-lane-joint')] },
      }),
    );
  }
  const untilMs = Date.parse('2026-03-16T09:00:00+08:00');
  applied(
    await engine.send(cases.get('xd-tiles')!, 'postpone', {
      by: committee('xd-tiles'),
      payload: { untilMs, protection: '设置围挡与警示', reason: '气温回升后施工' },
    }),
  );
  for (const id of [
    'xd-clutter',
    'xd-lane',
    'hy-shop-1',
    'hy-shop-2',
    'hy-shop-3',
    'hy-gym-1',
    'hy-gym-2',
    'hy-school-1',
    'hy-school-2',
    'hy-plaza-aged',
    'ld-wire',
    'ld-passage',
  ])
    await submit(stage, cases, id);
}

/** 督办: the late ones are given a last date, and done; one owner refuses, and it goes up. */
export async function superviseTheLate(stage: Stage, cases: Cast): Promise<void> {
  const { engine } = stage;
  const fulong = cases.get('hy-fulong')!;
  applied(
    await engine.supervise(fulong, {
      by: of('huayang/fulong', 'committee'),
      deadline: 'rectify',
      limit: { workingDays: 2 },
      instruction: '联合消防、交警、派出所专项整治',
    }),
  );
  await submit(stage, cases, 'hy-fulong');
  await submit(stage, cases, 'xd-charging');
  applied(
    await engine.send(cases.get('ld-zombie')!, 'refuse', { by: of('huangshan/lvdinan', 'property'), payload: { reason: '车主无法联系' } }),
  );
  await engine.relay();
}

/** 复查, by somebody else than who fixed it. One rebounds at the look-back, and is fixed once more. */
export async function verify({ engine }: Stage, cases: Cast): Promise<void> {
  for (const [id, { id: ref }] of cases) {
    const now = await engine.get(cases.get(id)!, { by: actor('auditor') });
    if (now?.states[0] === 'rectified')
      applied(await engine.send<typeof hazard, 'pass'>(ref, 'pass', { by: of(hazardOf(id).unit, 'verifier'), payload: {} }));
  }
  await engine.relay();
}

export async function lookBack(stage: Stage, cases: Cast, rebounding?: string): Promise<void> {
  const { engine } = stage;
  for (const [id, ref] of cases) {
    const now = await engine.get(ref, { by: actor('auditor') });
    if (now?.states[0] !== 'lookBack' && now?.states[0] !== 'lookBackMissed') continue;
    const by = of(hazardOf(id).unit, 'verifier');
    if (id === rebounding) {
      applied(await engine.send(ref, 'rebound', { by, payload: { reason: '楼道又见堆物' } }));
      await submit(stage, cases, id);
    } else applied(await engine.send(ref, 'clean', { by, payload: {} }));
  }
  await engine.relay();
}

export const hazardOf = (id: string): HazardRecord => hazards.find((each) => each.id === id)!;
