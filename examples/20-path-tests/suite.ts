// The cases, generated from the process: every transition, rule, deadline and role, and all that must be refused on the way.
import { generate, type Suite } from '@bihuan/paths';
import { street } from './process.ts';

/** What this host answers in its own way, and why that is left alone. */
const exclude = Object.fromEntries(
  Object.keys(street.spec.commands).flatMap((command) => [
    [`payload:${command}:unknown field`, 'the host ignores fields it does not know'],
    [`payload:${command}:no object`, 'the host names the first field that is missing'],
  ]),
);

export const streetSuite = (): Promise<Suite> =>
  generate(street, { cover: ['transitions', 'rules', 'deadlines', 'roles', 'negatives', 'payloads'], exclude });
