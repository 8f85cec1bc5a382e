// The work that is measured: a hazard from report to strike-off, decided once, so that engine and floor do the same.
import { china } from '@bihuan/calendar';
import {
  type Actor,
  type ActorStanding,
  type Commit,
  type Current,
  createEngine,
  decide,
  digestWith,
  directoryOf,
  type Env,
  manualClock,
  openCase,
  type Store,
} from '@bihuan/core';
import { hazard } from '@bihuan/processes';

export const tenant = 'bench';
const roles = ['finder', 'recorder', 'owner', 'verifier', 'community'];
export const by = (id: string): Actor => ({ tenant, id });
export const grants = roles.map((role) => ({ role, unit: 'xindu' }));
export const directory = directoryOf({ worker: grants, checker: grants });
export const calendar = china();
export const startMs = Date.parse('2026-03-02T09:00:00+08:00');
const evidence = [{ kind: 'photo', reference: 'host://photo', hash: 'sha256:0123456789abcdef' }];

/** The commands of one case, in order. */
export const script = [
  { by: 'worker', type: 'record', payload: { category: '楼道堆物' } },
  { by: 'worker', type: 'assign', payload: { owner: 'worker', days: 3 } },
  { by: 'worker', type: 'submit', payload: { evidence } },
  { by: 'checker', type: 'fail', payload: { reason: '未清理干净', days: 2 } },
  { by: 'worker', type: 'submit', payload: { evidence } },
  { by: 'checker', type: 'pass', payload: {} },
  { by: 'checker', type: 'clean', payload: {} },
] as const;

export const input = { place: '3栋2单元', description: '楼道堆放杂物', category: '楼道堆物', source: 'patrol' as const };

export function engineOver<Tx>(store: Store<Tx>) {
  return createEngine({ processes: [hazard], store, directory, calendar, clock: manualClock(startMs) });
}

export const standing = (id: string): ActorStanding => ({ by: by(id), persons: [id], grants });

export const envOf = (id: string): Env => ({
  nowMs: startMs,
  calendar,
  standing: standing(id),
  digest: digestWith(undefined),
  subscribersOf: () => [],
  salt: 'bench',
});

/** Every commit of one case, as the engine would make them. */
export function commitsOf(id: string): readonly Commit[] {
  const opened = openCase(hazard, { id, unit: 'xindu', input, key: `${id}/open` }, envOf('worker'));
  if (opened.outcome !== 'applied') throw new Error(JSON.stringify(opened));
  const commits = [opened.commit];
  let current: Current = { record: opened.record, head: opened.commit.case.head };
  script.forEach((step, index) => {
    const decision = decide(
      hazard,
      current,
      { kind: 'command', type: step.type, payload: step.payload, key: `${id}/${index}` },
      envOf(step.by),
    );
    if (decision.outcome !== 'applied') throw new Error(JSON.stringify(decision));
    commits.push(decision.commit);
    current = { record: decision.record, head: decision.commit.case.head };
  });
  return commits;
}
