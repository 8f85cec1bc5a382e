export {
  type FourLists,
  fourListsOf,
  itemsOf,
  type ListGap,
  listGaps,
  type RoundFigures,
  type RoundItem,
  rankByDemand,
  roundFigures,
} from './lists.ts';
export { type RoundOptions, roundDefaults } from './options.ts';
export { fourLists, fourListsProcess } from './process.ts';
