import { expect, it } from 'vitest';
import { manualClock, systemClock, timeOrderedIds } from './clock.ts';

const never = new Promise<void>(() => {});
const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

it('a manual clock stands still until it is moved, and wakes who waited for that moment', async () => {
  const clock = manualClock(100);
  const woken: string[] = [];
  void clock.wait(10, never).then(() => woken.push('ten'));
  void clock.wait(20, never).then(() => woken.push('twenty'));
  clock.advance(9);
  await settled();
  expect([clock.nowMs(), woken]).toEqual([109, []]);
  clock.advance(1);
  await settled();
  expect(woken).toEqual(['ten']);
  clock.set(500);
  await settled();
  expect(woken).toEqual(['ten', 'twenty']);
});

it('waiting ends as soon as somebody wakes it, on either clock', async () => {
  for (const clock of [manualClock(0), systemClock]) await clock.wait(Number.MAX_SAFE_INTEGER, Promise.resolve());
  await systemClock.wait(-5, never);
});

it('ids sort by the time of opening, and do not repeat', () => {
  const clock = manualClock(1_000);
  const newId = timeOrderedIds(clock);
  const ids = Array.from({ length: 50 }, () => {
    clock.advance(36 ** 3);
    return newId();
  });
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(9))).size).toBe(50);
  expect(ids.every((id) => /^[0-9a-z]{25}$/.test(id))).toBe(true);
});
