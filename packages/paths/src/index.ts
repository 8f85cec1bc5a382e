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
export { type Judged, judgeSuite, type SuiteScore } from './mutate/judge-suite.ts';
export { type Mutant, type Mutants, mutantsOf, type Stillborn } from './mutate/mutants-of.ts';
export type { MutantKind } from './mutate/mutation.ts';
export type { PathResult, RunReport } from './report/run-report.ts';
export type { Answer, Driver, Observation, Session } from './run/driver.ts';
export { type EngineDriver, type EngineDriverOptions, engineDriver, storeDriver } from './run/engine-driver.ts';
export { type Call, type HttpAnswer, type HttpHost, type HttpRequest, httpDriver } from './run/http-driver.ts';
export { modelSteps, type StepSketch } from './run/model-path.ts';
export { type RunPathOptions, runPath } from './run/run-path.ts';
export { type RunSuiteOptions, runSuite } from './run/run-suite.ts';
export { type ShrinkOptions, shrinkPath } from './run/shrink-path.ts';
export type { Distribution } from './simulate/distribution.ts';
export { type LogRow, logCsv, logHeader, logJson } from './simulate/event-log.ts';
export { simulate } from './simulate/simulate.ts';
export type { Arrivals, SimulationOptions, SimulationView } from './simulate/simulation-options.ts';
export type { DeadlineFigures, RoleFigures, SimulationReport, StateFigures } from './simulate/simulation-report.ts';
export { type Difference, type WhatIf, whatIf } from './simulate/what-if.ts';
