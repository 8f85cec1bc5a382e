// 四单: from what residents wish to what they find met.
import type { CaseOf } from '@bihuan/core';
import { fourLists, wish } from '@bihuan/processes';
import { of } from './cast.ts';
import { wishes } from './input.ts';
import { applied, photo } from './play-hazards.ts';
import type { Stage } from './stage.ts';

const { unit, title, period } = wishes.round;
const committee = of(unit, 'committee');

export interface Round {
  readonly round: CaseOf<typeof fourLists>;
  readonly wishes: ReadonlyMap<string, CaseOf<typeof wish>>;
}

/** 愿景清单 */
export async function collect({ engine }: Stage): Promise<Round> {
  const { case: round } = applied(await engine.open(fourLists, { by: committee, unit, key: 'round', input: { title, period } }));
  const opened = new Map<string, CaseOf<typeof wish>>();
  for (const { id, wish: text, theme, demand } of wishes.wishes) {
    const outcome = await engine.open(wish, {
      by: of(unit, 'grid'),
      unit,
      key: `wish ${id}`,
      input: { wish: text, theme, demand },
      links: [{ type: 'itemOf', to: round }],
    });
    opened.set(id, applied(outcome).case);
  }
  await engine.relay();
  return { round, wishes: opened };
}

/** 任务清单, 项目认领清单. */
export async function decompose({ engine }: Stage, { round, wishes: cases }: Round): Promise<void> {
  applied(await engine.send(round, 'signWishes', { by: committee, payload: {} }));
  for (const { id, route, mergedInto } of wishes.wishes) {
    const ref = cases.get(id)!;
    if (mergedInto !== undefined) {
      applied(await engine.send(ref, 'merge', { by: committee, payload: { into: cases.get(mergedInto)!.id } }));
      continue;
    }
    applied(
      await engine.send(ref, 'task', {
        by: committee,
        payload: {
          parties: [
            { party: '社区', task: '场地' },
            { party: '物业', task: '实施' },
          ],
        },
      }),
    );
    if (route === 'byDuty') applied(await engine.send(ref, 'byDuty', { by: committee, payload: { undertaker: of(unit, 'property').id } }));
    else {
      applied(await engine.send(ref, 'microProject', { by: committee, payload: { project: `社区学堂:${ref.context.wish}` } }));
      applied(await engine.send(ref, 'claimProject', { by: of(unit, 'society'), payload: { undertaker: of(unit, 'society').id } }));
      applied(await engine.send(ref, 'begin', { by: of(unit, 'society'), payload: {} }));
    }
  }
  await engine.relay();
  applied(await engine.send(round, 'signTasks', { by: committee, payload: {} }));
  applied(await engine.send(round, 'signClaims', { by: committee, payload: {} }));
}

/** 办理 and 评估. One wish is rated by too few, and recalled by its deadline. */
export async function deliver({ engine }: Stage, { wishes: cases }: Round): Promise<void> {
  for (const { id, route, mergedInto } of wishes.wishes) {
    if (mergedInto !== undefined) continue;
    const by = of(unit, route === 'byDuty' ? 'property' : 'society');
    applied(await engine.send(cases.get(id)!, 'deliver', { by, payload: { evidence: [photo(id)] } }));
    const raters = id === 'w-youth' ? ['resident1'] : ['resident1', 'resident2', 'resident3'];
    for (const rater of raters)
      applied(
        await engine.send(cases.get(id)!, 'rate', { by: of(unit, rater), payload: { met: id !== 'w-dance' || rater === 'resident1' } }),
      );
    if (raters.length === 3) applied(await engine.send(cases.get(id)!, 'evaluate', { by: committee }));
  }
  await engine.relay();
}

/** What the round answers while one wish is not evaluated yet. */
export const tryToClose = ({ engine }: Stage, { round }: Round) => engine.send(round, 'signEvaluations', { by: committee, payload: {} });

export async function startEvaluation({ engine }: Stage, { round }: Round): Promise<void> {
  applied(await engine.send(round, 'startEvaluation', { by: committee }));
}

export async function rateTheRest({ engine }: Stage, { wishes: cases }: Round): Promise<void> {
  for (const rater of ['resident2', 'resident3'])
    applied(await engine.send(cases.get('w-youth')!, 'rate', { by: of(unit, rater), payload: { met: true } }));
  applied(await engine.send(cases.get('w-youth')!, 'evaluate', { by: committee }));
  await engine.relay();
}
