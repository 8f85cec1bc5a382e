// Everything that is kept of one person, erased case by case: each in a commit of its own, with an entry in its journal.
import type { Actor } from '../actor.ts';
import { BihuanError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { PersonalData } from './read.ts';

export interface ErasePersonOptions {
  /** An operator of the whole tenant. */
  readonly by: Actor;
  /** Stays in the journals. */
  readonly reason: string;
}

/** The engine it is done with: any that can list and erase. */
interface Erasing {
  personalOf(person: string, options: { readonly by: Actor; readonly after?: PersonalData }): Promise<readonly PersonalData[]>;
  erase(id: string, options: ErasePersonOptions & { readonly person: string }): Promise<Outcome>;
}

/** Answers how many cases something was erased of. Throws `OPTION_INVALID` with the first case that refuses; what was erased before stays erased. */
export async function erasePerson(engine: Erasing, person: string, { by, reason }: ErasePersonOptions): Promise<number> {
  const seen = new Set<string>();
  let cases = 0;
  for (let after: PersonalData | undefined; ; ) {
    const page = await engine.personalOf(person, { by, ...(after && { after }) });
    for (const id of new Set(page.map((field) => field.case))) {
      if (seen.has(id)) continue;
      seen.add(id);
      const outcome = await engine.erase(id, { by, person, reason });
      if (outcome.outcome === 'applied') cases += 1;
      // Somebody else was first, and there is nothing left of this person.
      else if (outcome.outcome !== 'invalid' || reason === '') throw notErased(id, outcome);
    }
    after = page.at(-1);
    if (!after) return cases;
  }
}

const notErased = (id: string, outcome: Outcome): BihuanError =>
  new BihuanError(
    'OPTION_INVALID',
    {
      zh: `案件 ${id} 的个人信息未能删除:${outcome.outcome}`,
      en: `Personal fields of case ${id} were not erased: ${JSON.stringify(outcome)}`,
    },
    { case: id },
  );
