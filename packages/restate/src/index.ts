// @bihuan/restate: the engine on a Restate cluster. Services to serve, and a client that is an engine.
export type { CaseOptions } from './perform.ts';
export { createRestateEngine, type RestateEngine, type RestateEngineOptions } from './restate-engine.ts';
export { caseServices } from './services.ts';
