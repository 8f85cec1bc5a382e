// P022: whether every state, context, deadline and work item of an earlier version has a target.
import { planMigration } from '@bihuan/core/migration';
import { explore } from '../explore/explore.ts';
import { processModel } from '../explore/process-model.ts';
import { linkedWith, showingsOf } from '../explore/showings.ts';
import type { Found } from './graph-checks.ts';
import { said } from './verdicts.ts';
import { defaultStates, type VerifyOptions } from './verify-options.ts';

/** Records of every explored state of the old version are handed to the plan. */
export function migrationHoles({ migrations = [], limits, with: others = [] }: VerifyOptions): readonly Found[] {
  return migrations.flatMap((spec) => {
    const model = processModel(spec.from, { showings: showingsOf(linkedWith(spec.from, others)) });
    const { graph } = explore(model, { states: defaultStates, ...limits });
    const records = graph.packed.slice(1).map((packed) => model.unpack(packed!).record);
    return planMigration({ ...spec, records }).holes.map(
      (hole): Found => ({
        rule: 'P022',
        at: `${spec.from.version} → ${spec.to.version} ${hole.kind} ${hole.at}`,
        text: said(
          `版本 ${spec.from.version} 的 ${hole.at} 无处可迁:${hole.problem}`,
          `${hole.at} of version ${spec.from.version} has no target: ${hole.problem}`,
        ),
      }),
    );
  });
}
