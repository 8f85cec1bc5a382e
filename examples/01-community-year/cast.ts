// Who plays: people by role, never by name. A host would ask its own user tables.
import { type Actor, directoryOf, type Grant } from '@bihuan/core';

export const tenant = 'demo';
export const actor = (id: string, onBehalfOf?: string): Actor => ({ tenant, id, ...(onBehalfOf !== undefined && { onBehalfOf }) });

const units = [
  'zhuankou/xindu',
  'xinchen/hongqiao',
  'huayang/fulong',
  'huayang/huaxinjie',
  'huayang/changjiangjie',
  'huangshan/lvdinan',
  'changqing/sixth',
];
const at = (unit: string, ...roles: readonly string[]): readonly Grant[] => roles.map((role) => ({ role, unit }));

/** 网格员, 社区, 物业, 复查人 and 居民 of one community, as `grid@xindu` and so on. */
const community = (unit: string): Readonly<Record<string, readonly Grant[]>> => {
  const name = unit.slice(unit.indexOf('/') + 1);
  return {
    [`grid@${name}`]: at(unit, 'finder', 'recorder', 'collector', 'handler'),
    [`property@${name}`]: at(unit, 'owner', 'party', 'undertaker', 'handler'),
    [`verifier@${name}`]: at(unit, 'verifier'),
    [`committee@${name}`]: at(unit, 'community', 'partyCommittee', 'jointMeeting', 'council', 'reporter'),
    [`resident1@${name}`]: at(unit, 'resident'),
    [`resident2@${name}`]: at(unit, 'resident'),
    [`resident3@${name}`]: at(unit, 'resident'),
    [`society@${name}`]: at(unit, 'undertaker'),
  };
};

export const directory = directoryOf({
  ...Object.assign({}, ...units.map(community)),
  // One person, two hats: 虹桥's grid worker may verify, but never what they fixed themselves.
  'grid@hongqiao': at('xinchen/hongqiao', 'finder', 'recorder', 'verifier'),
  'urban-management@huayang': at('huayang', 'department'),
  'subdistrict@huayang': at('huayang', 'subdistrict', 'arbitrator'),
  'subdistrict@zhuankou': at('zhuankou', 'subdistrict', 'arbitrator'),
  'urban-management@huangshan': at('huangshan', 'department'),
  auditor: at('', 'operator', 'community'),
});

/** One of a community's people: `of('huayang/fulong', 'grid')`. */
export const of = (unit: string, role: string): Actor => actor(`${role}@${unit.slice(unit.indexOf('/') + 1)}`);
