// @bihuan/processes: the catalogue.
export { evidence } from './builders/evidence.ts';
export { ladder, type Rung } from './builders/ladder.ts';
export { type Rate, type Reconciliation, rate, reconcile } from './builders/rate.ts';
export { reminded } from './builders/reminded.ts';
export { isAmong, joined, personsOf } from './builders/separation.ts';
export * from './four-lists/index.ts';
export * from './hazard/index.ts';
export { type ProofSettings, proofs } from './proofs.ts';
export * from './tiered-response/index.ts';
export * from './wish/index.ts';
