// @bihuan/restate: the engine on a Restate cluster. Services to serve, and a client that is an engine.
export { createRestateEngine, type RestateEngine, type RestateEngineOptions } from './restate-engine.ts';
export { type CaseServiceOptions, caseServices } from './services.ts';
