// A suite as its own JSON. Reading it back is cases/read-suite.ts.
import type { Suite } from '../cases/suite.ts';

/** The neutral form, indented; a path changed is a few lines changed. */
export function suiteJson(suite: Suite): string {
  return `${JSON.stringify(suite, null, 2)}\n`;
}
