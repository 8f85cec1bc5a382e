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
