// A run of the hazard suite with one path of each outcome. Only tests use it.
import { hazardSuite } from '../suite.fixture.ts';
import type { RunReport } from './run-report.ts';

const [first, second, third] = hazardSuite.paths as [
  (typeof hazardSuite.paths)[0],
  (typeof hazardSuite.paths)[0],
  (typeof hazardSuite.paths)[0],
];

export const hazardRun: RunReport = {
  suite: { process: 'hazard', version: 1, hash: hazardSuite.hash },
  driver: '市级平台 HTTP',
  seed: 7,
  startedAtMs: Date.UTC(2026, 10, 25, 8),
  durationMs: 1_530,
  results: [
    { path: first.id, title: first.title, outcome: 'passed', durationMs: 420 },
    {
      path: second.id,
      title: second.title,
      outcome: 'failed',
      durationMs: 1_100,
      failure: {
        step: 4,
        message: 'states: expected ["overdue"], found ["rectifying"]\nthe timer never fired <&>',
        expected: { states: ['overdue'] },
        actual: { states: ['rectifying'] },
        shrunk: second.steps.slice(0, 4),
      },
    },
    { path: third.id, title: third.title, outcome: 'skipped', durationMs: 0 },
  ],
  partial: '总时限已到,余下 1 条未执行',
};
