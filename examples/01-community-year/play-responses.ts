// 三级响应: what can be handled at once is, what needs a meeting gets one, what needs support from above is whistled for.
import { tieredResponse } from '@bihuan/processes';
import { actor, of } from './cast.ts';
import { type ResponseRecord, responses } from './input.ts';
import { applied, photo } from './play-hazards.ts';
import type { Stage } from './stage.ts';

export async function respond({ engine }: Stage): Promise<void> {
  for (const record of responses) {
    const { id, unit, kind, level, matter } = record;
    const opened = applied(
      await engine.open(tieredResponse, {
        by: of(unit, 'committee'),
        unit,
        key: `report ${id}`,
        input: { kind, level, matter, urgency: level === 3 ? 'complex' : 'simple' },
      }),
    );
    const done = { result: '已处理', evidence: [photo(id)] };
    if (level === 1) applied(await engine.send(opened.case, 'handled', { by: of(unit, 'property'), payload: done }));
    if (level === 2) {
      applied(
        await engine.send(opened.case, 'assignParties', {
          by: of(unit, 'committee'),
          payload: { parties: [{ party: of(unit, 'property').id, task: matter }] },
        }),
      );
      applied(await engine.send(opened.case, 'handled', { by: of(unit, 'property'), payload: done }));
    }
    if (level === 3) await answerWhistle({ engine }, opened.case, record);
    applied(await engine.send(opened.case, 'confirm', { by: of(unit, 'committee'), payload: {} }));
  }
}

async function answerWhistle({ engine }: Pick<Stage, 'engine'>, ref: { readonly id: string }, { id, unit }: ResponseRecord): Promise<void> {
  const by = actor(`urban-management@${unit.slice(0, unit.indexOf('/'))}`);
  const send = (command: 'answer' | 'arrive' | 'handled', payload?: object) => engine.send(ref, command, { by, payload });
  applied(await send('answer'));
  applied(await send('arrive', {}));
  applied(await send('handled', { result: '联合整治', evidence: [photo(id)] }));
  applied(await engine.send(ref, 'rate', { by: of(unit, 'committee'), payload: { score: 5 } }));
}

/** The responses that hazards opened (a transformer without an owner, a car whose owner cannot be reached): the joint meeting assigns them. */
export async function meet(stage: Stage): Promise<void> {
  for (const each of await escalated(stage)) {
    const by = of(each.unit, 'committee');
    if (each.states[0] === 'classified') applied(await stage.engine.send(each, 'classify', { by, payload: { level: 2 } }));
    applied(
      await stage.engine.send(each, 'assignParties', {
        by,
        payload: { parties: [{ party: of(each.unit, 'property').id, task: '协同处置' }] },
      }),
    );
  }
}

export async function conclude(stage: Stage): Promise<void> {
  for (const each of await escalated(stage)) {
    applied(
      await stage.engine.send(each, 'handled', {
        by: of(each.unit, 'property'),
        payload: { result: '多方协商、协同推进,已完成', evidence: [photo(each.id)] },
      }),
    );
    applied(await stage.engine.send(each, 'confirm', { by: of(each.unit, 'committee'), payload: {} }));
  }
  await stage.engine.relay();
}

const escalated = ({ engine }: Stage) => engine.find({ by: actor('auditor'), process: 'tiered-response', closed: false });
