// @bihuan/core/migration: definitions change while cases live.
export { type Hole, type MigrationPlan, type MigrationSpec, type Move, planMigration } from './plan.ts';
export { dryRun, type MigrationOptions, type MigrationReport, migrate, revert } from './run.ts';
