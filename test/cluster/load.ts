// Clients that send commands with keys, each until it is answered, and remember what they were told.
import { randomUUID } from 'node:crypto';
import type { RestateEngine } from '@bihuan/restate';
import { round } from './rounds.ts';

export const by = { tenant: 'north', id: 'guard' };

export interface Acknowledged {
  readonly case: string;
  readonly key: string;
  readonly revision: number;
  readonly text: string | null;
  readonly atMs: number;
  readonly tookMs: number;
}

export interface Told {
  readonly acknowledged: Acknowledged[];
  /** Answers that no client should get. */
  readonly wrong: string[];
  /** How often a request was sent again because nobody answered. */
  again: number;
}

const casesEach = 4;

/** Runs until `isOver`: cases are opened, noted in turn, and every tenth command is sent twice. */
export async function client(engine: RestateEngine, name: string, told: Told, isOver: () => boolean): Promise<void> {
  const insist = async (what: string, ask: () => Promise<any>): Promise<any> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        told.again += 1;
        if (isOver() && told.again > 10_000) throw new Error(`${what}: ${(error as Error).message}`);
      }
    }
  };
  const apply = async (id: string, text: string | null, ask: (key: string) => Promise<any>, isTwice: boolean) => {
    const key = randomUUID();
    const startMs = performance.now();
    const answer = await insist(id, () => ask(key));
    // A request that got no answer may have been applied: then the same key says so.
    if (answer.outcome !== 'applied' && answer.outcome !== 'replayed') told.wrong.push(`${id}: ${JSON.stringify(answer)}`);
    else
      told.acknowledged.push({
        case: id,
        key,
        revision: answer.revision,
        text,
        atMs: performance.now(),
        tookMs: performance.now() - startMs,
      });
    if (!isTwice) return;
    const second = await insist(id, () => ask(key));
    if (second.outcome !== 'replayed' || second.revision !== answer.revision) told.wrong.push(`${id} again: ${JSON.stringify(second)}`);
  };
  for (let batch = 0; !isOver(); batch++) {
    const ids = Array.from({ length: casesEach }, (_, index) => `${name}-${batch}-${index}`);
    for (const id of ids) await apply(id, null, (key) => engine.open(round, { by, unit: 'a', id, input: {}, key }), false);
    for (let count = 0; count < 40 && !isOver(); count++) {
      const id = ids[count % casesEach]!;
      const text = `${id} ${count}`;
      await apply(id, text, (key) => engine.send(id as never, 'note' as never, { by, key, payload: { text } } as never), count % 10 === 0);
    }
  }
}
