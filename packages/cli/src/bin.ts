#!/usr/bin/env node
// The `bihuan` command: main.ts, in the process it runs in.
import { run } from './main.ts';

const { argv, env, stdout, stderr } = process;

// Whoever reads us may stop early (`bihuan show hazard | head`); that is no error, and the exit code stands.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Not `process.exit`: what is written to a pipe has to arrive first.
process.exitCode = await run(argv.slice(2), { cwd: process.cwd(), env, nowMs: Date.now, stdout, stderr });
