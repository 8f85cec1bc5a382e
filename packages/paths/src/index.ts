// @bihuan/paths: every path of a process, proven and executable.
export {
  type Expectation,
  type Obligation,
  obligation,
  type Step,
  type Suite,
  step,
  suite,
  type TestPath,
  testPath,
} from './cases/suite.ts';
export type { Answer, Driver, Observation, Session } from './run/driver.ts';
export type { Distribution } from './simulate/distribution.ts';
export { type LogRow, logCsv, logHeader, logJson } from './simulate/event-log.ts';
export { simulate } from './simulate/simulate.ts';
export type { Arrivals, SimulationOptions, SimulationView } from './simulate/simulation-options.ts';
export type { DeadlineFigures, RoleFigures, SimulationReport, StateFigures } from './simulate/simulation-report.ts';
export { type Difference, type WhatIf, whatIf } from './simulate/what-if.ts';
