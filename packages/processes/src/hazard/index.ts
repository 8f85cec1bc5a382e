export { type HazardFigures, type HazardLedgerRow, hazardFigures, hazardLedger } from './figures.ts';
export { type HazardOptions, hazardDefaults } from './options.ts';
export { hazard, hazardProcess } from './process.ts';
