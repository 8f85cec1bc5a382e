// (a) `decide` against the bare `transition()` it is built on: same machine, same state, same command.
import { type Current, decide, openCase } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import { transition } from 'xstate';
import { pairedRates, row, verdict } from './timing.ts';
import { envOf, input, script } from './work.ts';

export function benchDecide(): void {
  const env = envOf('worker');
  const opened = openCase(hazard, { id: 'c', unit: 'xindu', input }, env);
  if (opened.outcome !== 'applied') throw new Error(opened.outcome);
  const current: Current = { record: opened.record, head: opened.commit.case.head };
  const { type, payload } = script[0];
  const snapshot = hazard.machine.resolveState({ value: opened.record.state, context: opened.record.context } as never);
  const { ours, floor, ratio } = pairedRates(
    10_000,
    (count) => {
      for (let n = 0; n < count; n++) decide(hazard, current, { kind: 'command', type, payload }, env);
    },
    (count) => {
      for (let n = 0; n < count; n++) transition(hazard.machine, snapshot, { type, payload } as never);
    },
  );
  row('bare transition()', `${floor.toFixed(0)}/s`);
  row('decide: checked, recorded, hashed, all rows', `${ours.toFixed(0)}/s`);
  row('decide / transition()', ratio.toFixed(2), verdict(ratio >= 0.5, '≥ 0.5'));
}
