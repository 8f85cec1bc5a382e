// @bihuan/cli: the `bihuan` command, for whoever wants to run it from a program.
export { type ExitCode, exitCodes } from './failure.ts';
export type { Io, Sink } from './io.ts';
export { run } from './main.ts';
