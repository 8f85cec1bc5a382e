import { expect, it } from 'vitest';
import { catalogue } from './load-processes.ts';
import { checkRoles, parseGrant } from './parse-grant.ts';

it('reads a role at a unit, or at the whole tenant', () => {
  expect(parseGrant('owner@xindu/jiayuan')).toEqual({ role: 'owner', unit: 'xindu/jiayuan' });
  expect(parseGrant('operator@')).toEqual({ role: 'operator', unit: '' });
});

it.each(['owner', '@xindu', 'owner@a@b', '', 'owner @xindu'])('refuses %j', (words) => {
  expect(() => parseGrant(words)).toThrow('GRANT_INVALID');
});

it('refuses a role that no process has', () => {
  expect(() =>
    checkRoles(
      [
        { role: 'owner', unit: '' },
        { role: 'operator', unit: '' },
      ],
      catalogue,
    ),
  ).not.toThrow();
  expect(() => checkRoles([{ role: 'ownr', unit: '' }], catalogue)).toThrow('ROLE_UNKNOWN');
});
