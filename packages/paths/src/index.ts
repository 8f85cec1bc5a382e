// @bihuan/paths: every path of a process, proven and executable.

// Cases for people and tools, comparisons, reports.
export { type ChangedPath, diffSuites, type PathReference, type SuiteDiff } from './cases/diff.ts';
export type { StepChange } from './cases/match-paths.ts';
export { type NameKind, nameOf, namesFromLabels } from './cases/names.ts';
export { printDiff } from './cases/print-diff.ts';
export { readSuite, suiteSchema } from './cases/read-suite.ts';
export { staleness } from './cases/stale.ts';
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
export { type Language, type Teller, teller } from './cases/teller.ts';
export type { Abstraction, Abstractions } from './explore/abstraction.ts';
export { everyDayCalendar } from './explore/every-day-calendar.ts';
export { type Exploration, type ExploreLimits, explore } from './explore/explore.ts';
export type { Label } from './explore/label.ts';
export { type MachineModelOptions, machineModel } from './explore/machine-model.ts';
export type { Model, Move } from './explore/model.ts';
export { type ProcessModel, type ProcessModelOptions, processModel } from './explore/process-model.ts';
export { linkedWith, showingsOf } from './explore/showings.ts';
export { type CsvOptions, csv } from './export/csv.ts';
export { gherkin } from './export/gherkin.ts';
export { type Exporter, type ExportFormat, type ExportOptions, exporters } from './export/index.ts';
export { markdown } from './export/markdown.ts';
export { mermaid } from './export/mermaid.ts';
export { playwright } from './export/playwright.ts';
export { suiteJson } from './export/suite-json.ts';
export { type VitestOptions, vitest } from './export/vitest.ts';
export { xes } from './export/xes.ts';
export { xlsx } from './export/xlsx.ts';
export { type GenerateOptions, generate } from './generate/generate.ts';
export { type GenerateMachineOptions, generateMachine, type MachineCriterion, machineCriteria } from './generate/generate-machine.ts';
export { type Criterion, criteria } from './generate/obligations.ts';
export type { Requirements } from './generate/requirements.ts';
export { type FromStatePathsOptions, fromStatePaths, type StatePathLike } from './interchange/from-state-paths.ts';
export type { StatePath } from './interchange/state-path.ts';
export { toStatePaths } from './interchange/to-state-paths.ts';
export { type Compared, type CompareOptions, differenceOf } from './mutate/difference.ts';
export { type Judged, judgeSuite, type SuiteScore, type Survivor, survivorsOf } from './mutate/judge-suite.ts';
export { type Mutant, type Mutants, mutantsOf, type Stillborn } from './mutate/mutants-of.ts';
export type { MutantKind } from './mutate/mutation.ts';
export { orderByGain, type Worth } from './order/order-by-gain.ts';
export { type Budget, withinBudget } from './order/within-budget.ts';
export { type Coverage, type CriterionCoverage, coverageFromRun, type Passes } from './report/coverage.ts';
export { html } from './report/html.ts';
export { junit } from './report/junit.ts';
export type { RunFailure, RunReport, RunResult } from './report/run-report.ts';
export { type SvgOptions, svg } from './report/svg.ts';
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
export { certificate } from './verify/certificate.ts';
export {
  type Finding,
  rules as verificationRules,
  type Severity,
  type Standing,
  type Verdict,
  type Verification,
} from './verify/finding.ts';
export type { Property, View } from './verify/properties.ts';
export { verify } from './verify/verify.ts';
export { verifyMachine } from './verify/verify-machine.ts';
export type { VerifyOptions } from './verify/verify-options.ts';
export type { RandomWalks } from './walks/random-walks.ts';
export type { Weights } from './walks/risk.ts';
export type { SimplePaths } from './walks/simple-paths.ts';
export type { By } from './walks/walks-by.ts';
