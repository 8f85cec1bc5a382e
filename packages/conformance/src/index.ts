// @bihuan/conformance: the laws as suites that anyone can run.
export { LawBroken } from './check.ts';
export { isInScope, type LawScope, type StoreHarness, type StoreLaw, type StoreUnderTest } from './store/law.ts';
export { storeLaws } from './store/store-laws.ts';
export { testStore } from './store/test-store.ts';
