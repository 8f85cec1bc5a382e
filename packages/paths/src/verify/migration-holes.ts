// P022: whether every state, context, deadline and work item of an earlier version has a target.
import type { AnyProcess, CaseRecord } from '@bihuan/core';
import { type MigrationSpec, planMigration } from '@bihuan/core/migration';
import { processModel } from '../explore/process-model.ts';
import { linkedWith, showingsOf } from '../explore/showings.ts';
import { exploreThoroughly, type Thorough } from '../explore/thorough.ts';
import { optionInvalid } from '../option-invalid.ts';
import { randomStream } from '../simulate/random-stream.ts';
import type { Found } from './graph-checks.ts';
import { said } from './verdicts.ts';
import { defaultStates, type VerifyOptions } from './verify-options.ts';

const walks = 150;
const stepsPerWalk = 40;

export interface MigrationHoles {
  readonly found: readonly Found[];
  /** Why it is not proven of every version, where nothing was found. */
  readonly because?: string;
  readonly assumptions: readonly string[];
}

/**
 * States, deadlines and work items are held against every configuration of the old version, contexts against those it comes to: all that its rules tell
 * apart, and what random ways come by besides. Throws `OPTION_INVALID` for a move to another process.
 */
export function migrationHoles(process: AnyProcess, options: VerifyOptions): MigrationHoles {
  const of = (options.migrations ?? []).map((spec) => holesOf(process, spec, options));
  const open = of.flatMap(({ because }) => (because === undefined ? [] : [because]));
  return {
    found: of.flatMap(({ found }) => found),
    assumptions: of.flatMap(({ assumptions }) => assumptions),
    ...(open.length > 0 && { because: open.join('; ') }),
  };
}

function holesOf(process: AnyProcess, spec: MigrationSpec, options: VerifyOptions): MigrationHoles {
  const { from, to } = spec;
  if (to.id !== process.id || to.version !== process.version || to.hash !== process.hash)
    throw optionInvalid('verify', 'migrations', `of moves to ${process.id}@${process.version} as it is verified`);
  const { limits, people = {}, payloads = {}, seed = 1, with: others = [] } = options;
  const model = processModel(from, { seed, people, payloads, showings: showingsOf(linkedWith(from, others)) });
  const explored = exploreThoroughly(model, { states: defaultStates, ...limits }, seed);
  const { holes, contextsTried } = planMigration({ ...spec, records: [...(spec.records ?? []), ...recordsOf(explored, seed)] });
  const version = `version ${from.version}`;
  return {
    found: holes.map(
      (hole): Found => ({
        rule: 'P022',
        at: `${from.version} → ${to.version} ${hole.kind} ${hole.at}`,
        text: said(
          `版本 ${from.version} 的 ${hole.at} 无处可迁:${hole.problem}`,
          `${hole.at} of version ${from.version} has no target: ${hole.problem}`,
        ),
      }),
    ),
    ...(explored.notExplored.length > 0 && { because: `${version}: ${explored.notExplored.join('; ')}` }),
    assumptions: [`contexts of ${version}: ${contextsTried} were tried, all that its rules tell apart and what random ways came by`],
  };
}

/** Each context once for every configuration of states it was seen in. */
function recordsOf({ model, graph }: Thorough, seed: number): Iterable<CaseRecord> {
  const seen = new Map<string, CaseRecord>();
  const note = (record: CaseRecord) => void seen.set(JSON.stringify([record.states, record.context]), record);
  for (const packed of graph.packed.slice(1)) note(model.unpack(packed!).record);
  const starts = model.starts();
  for (let walk = 0; walk < walks; walk++) {
    const draw = randomStream(seed, 2, walk);
    let moves = starts;
    for (let step = 0; step < stepsPerWalk && moves.length > 0; step++) {
      const { to } = moves[Math.floor(draw() * moves.length)]!;
      note(to.record);
      moves = model.moves(to);
    }
  }
  return seen.values();
}
