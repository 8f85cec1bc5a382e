// @bihuan/conformance: the laws as suites that anyone can run.
export { LawBroken } from './check.ts';
export type { Coverage, Visits } from './process/coverage.ts';
export { labelFaults } from './process/label-faults.ts';
export { structureFaults } from './process/structure-faults.ts';
export { testProcess } from './process/test-process.ts';
export type { PayloadView, ProcessTrial } from './process/trial.ts';
export { walkProcess } from './process/walk-process.ts';
export { harnessOf, type Saboteur } from './saboteurs/saboteur.ts';
export { saboteurs } from './saboteurs/saboteurs.ts';
export { type Acknowledged, type Aftermath, checkAftermath } from './simulation/aftermath.ts';
export { type Random, randomFrom } from './simulation/random.ts';
export { type SimulationOptions, type SimulationReport, simulate, storm } from './simulation/simulate.ts';
export type { Weather } from './simulation/world.ts';
export { errand } from './store/errand.ts';
export { isInScope, type LawScope, type StoreHarness, type StoreLaw, type StoreUnderTest } from './store/law.ts';
export { rehearsalStore } from './store/rehearsal-store.ts';
export { storeLaws } from './store/store-laws.ts';
export { testStore } from './store/test-store.ts';
