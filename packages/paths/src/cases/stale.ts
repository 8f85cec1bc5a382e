// Whether a suite still is of the process it is run against. What to do about an old one is the caller's; what changed is diff.ts.
import type { Text } from '@bihuan/core';
import type { Suite } from './suite.ts';

/** Why a suite no longer fits a definition, in both languages; undefined while it does. */
export function staleness(
  suite: Pick<Suite, 'process' | 'version' | 'hash'>,
  definition: { readonly id: string; readonly version: number | string; readonly hash: string },
): Text | undefined {
  const of = `${suite.process} ${suite.version}`;
  const now = `${definition.id} ${definition.version}`;
  if (suite.process !== definition.id || String(suite.version) !== String(definition.version)) {
    return { zh: `用例属于 ${of},不是 ${now}`, en: `the cases are of ${of}, not of ${now}` };
  }
  if (suite.hash === definition.hash) return undefined;
  return {
    zh: `用例已过期:${of} 的定义改过(${suite.hash} → ${definition.hash}),请重新生成`,
    en: `the cases are stale: the definition of ${of} has changed (${suite.hash} → ${definition.hash}); make them again`,
  };
}
