// Commands, built-in acts and openings: the one loop, repeated when another commit came first.
import type { CaseView } from '../case-view.ts';
import { isName } from '../check-request.ts';
import { type Decision, decide, type Env, type Request } from '../decide.ts';
import { BihuanError } from '../errors.ts';
import { type Opening, openCase } from '../open-case.ts';
import type { Outcome } from '../outcome.ts';
import { personalFields } from '../personal.ts';
import type { Process } from '../process.ts';
import type { CaseRecord } from '../record.ts';
import type { ActorStanding } from '../standing.ts';
import type { Commit, Loaded } from '../store.ts';
import { currentOf, type EngineContext, envFor } from './context.ts';

/** How often a decision is made anew when others commit in between. */
const mostRaces = 50;

export const viewOf = (record: CaseRecord): CaseView => record as unknown as CaseView;

const subjectTaken = (): Outcome => ({
  outcome: 'refused',
  reasons: [{ code: 'subject', data: {}, text: { zh: '该对象已有未结案件', en: 'There is an open case about this subject already' } }],
});

/** Runs `attempt` until its commit is neither overtaken nor made twice. `attempt` loads afresh every time. */
async function race<Tx>(
  context: EngineContext<Tx>,
  id: string,
  tx: Tx | undefined,
  attempt: () => Promise<Outcome | { readonly commit: Commit; readonly outcome: Outcome }>,
): Promise<Outcome> {
  for (let round = 0; round < mostRaces; round++) {
    const decided = await attempt();
    if (!('commit' in decided)) return decided;
    const result = await context.store.commit(decided.commit, tx);
    if (result === 'subject-taken') return subjectTaken();
    if (result === 'committed') {
      if (tx === undefined) context.wake();
      return decided.outcome;
    }
  }
  throw new BihuanError(
    'CONFLICT_STORM',
    { zh: `案件 ${id} 竞争过多,请重试`, en: `Case ${id} was changed ${mostRaces} times while this was decided: try again` },
    { case: id },
  );
}

export interface Sending<Tx> {
  readonly standing: ActorStanding;
  readonly id: string;
  readonly request: Request;
  readonly tx?: Tx | undefined;
}

/** One request on one case, decided and committed. */
export async function sendRequest<Tx>(context: EngineContext<Tx>, { standing, id, request, tx }: Sending<Tx>): Promise<Outcome> {
  const { tenant } = standing.by;
  const key = 'key' in request && isName(request.key) ? request.key : undefined;
  return race(context, id, tx, async () => {
    const loaded = await load(context, tenant, id, key, tx);
    if (!loaded.case) return { outcome: 'not-found', id };
    const current = currentOf(loaded.case);
    const process = context.processOf(current.record);
    const kept = await keptFor(context, process, loaded, tx);
    const decision = decide(process, current, request, envFor(context, standing, current.record.unit, loaded.keyed, kept));
    return answer(decision);
  });
}

/** To compare a request that is sent again with the first one, its personal fields are needed; otherwise nobody reads them. */
async function keptFor<Tx>(context: EngineContext<Tx>, { spec }: Process, { keyed }: Loaded, tx: Tx | undefined) {
  const schemas = [spec.input, ...Object.values(spec.commands).map((command) => command.payload)];
  if (keyed === undefined || schemas.every((schema) => personalFields(schema).length === 0)) return undefined;
  return context.store.personal({ tenant: keyed.tenant, case: keyed.case }, tx);
}

function answer(decision: Decision): Outcome | { readonly commit: Commit; readonly outcome: Outcome } {
  switch (decision.outcome) {
    case 'applied':
      return { commit: decision.commit, outcome: { outcome: 'applied', revision: decision.revision, case: viewOf(decision.record) } };
    case 'replayed':
      return { outcome: 'replayed', revision: decision.revision, case: viewOf(decision.record) };
    case 'unchanged':
      return { outcome: 'replayed', revision: decision.record.revision, case: viewOf(decision.record) };
    default:
      return decision;
  }
}

/** A case by an id that may be anything; what cannot be an id is not found. */
export async function load<Tx>(
  context: EngineContext<Tx>,
  tenant: string,
  id: unknown,
  key: string | undefined,
  tx: Tx | undefined,
): Promise<Loaded> {
  return context.store.load({ tenant, id: isName(id) ? id : '', key }, tx);
}

/** Opens a case, or answers with the one that the same key opened. Cases it is to point at have to be there, and seen by whoever opens it. */
export async function openRequest<Tx>(
  context: EngineContext<Tx>,
  process: Process,
  standing: ActorStanding,
  opening: Opening,
  tx?: Tx,
  maySee: (id: string) => Promise<boolean> = async () => true,
): Promise<Outcome> {
  const { tenant } = standing.by;
  const key = isName(opening.key) ? opening.key : undefined;
  return race(context, opening.id, tx, async () => {
    const loaded = await load(context, tenant, opening.id, key, tx);
    const kept = await keptFor(context, process, loaded, tx);
    const env: Env = envFor(context, standing, typeof opening.unit === 'string' ? opening.unit : '', loaded.keyed, kept);
    const decision = openCase(process, opening, env);
    if (decision.outcome === 'applied' && loaded.case) return { outcome: 'invalid', issues: [{ path: 'id', message: 'is taken' }] };
    if (decision.outcome === 'applied') {
      for (const { to } of opening.links ?? []) if (!(await maySee(to))) return { outcome: 'not-found', id: to };
    }
    if (decision.outcome !== 'replayed') return answer(decision);
    const { case: row } = await load(context, tenant, decision.id, undefined, tx);
    return row
      ? { outcome: 'replayed', revision: decision.revision, case: viewOf(currentOf(row).record) }
      : { outcome: 'not-found', id: decision.id };
  });
}
