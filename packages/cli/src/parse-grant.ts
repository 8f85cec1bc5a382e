// Grants as a person types them: `owner@xindu/jiayuan`, or `operator@` for the whole tenant.
import { type Grant, operatorRole, type Process } from '@bihuan/core';
import { Failure } from './failure.ts';

/** Throws `GRANT_INVALID`. */
export function parseGrant(words: string): Grant {
  const [, role, unit] = /^([^@\s]+)@([^@\s]*)$/.exec(words) ?? [];
  if (role !== undefined && unit !== undefined) return { role, unit };
  throw new Failure('GRANT_INVALID', {
    zh: `授权写作 角色@单元:owner@xindu/jiayuan;全域写 owner@;不是 ${words}`,
    en: `A grant is role@unit: owner@xindu/jiayuan, or owner@ for the whole tenant; this is none: ${words}`,
  });
}

/** A role that no known process has is most likely mistyped. Throws `ROLE_UNKNOWN`. */
export function checkRoles(grants: readonly Grant[], processes: readonly Process[]): void {
  const known = new Set([operatorRole, ...processes.flatMap(({ spec }) => spec.roles)]);
  const wrong = grants.find(({ role }) => !known.has(role));
  if (!wrong) return;
  const names = [...known].sort().join(', ');
  throw new Failure(
    'ROLE_UNKNOWN',
    { zh: `没有角色 ${wrong.role};有 ${names}`, en: `No process has a role ${wrong.role}; there are ${names}` },
    { role: wrong.role },
  );
}
