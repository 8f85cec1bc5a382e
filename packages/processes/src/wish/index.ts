export { type WishOptions, wishDefaults } from './options.ts';
export { wish, wishProcess } from './process.ts';
