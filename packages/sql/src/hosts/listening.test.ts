import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listening } from './listening.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A pool that counts the connections that are out; each is made as `scripts` say, in turn, and then as the last. */
function pool(...scripts: ((broken: () => void) => void)[]) {
  const out: { readonly broken: () => void }[] = [];
  const connect = async (broken: () => void): Promise<() => void> => {
    const one = { broken };
    out.push(one);
    const giveBack = () => void out.splice(out.indexOf(one), 1);
    try {
      await Promise.resolve();
      scripts.length > 0 && scripts.shift()!(broken);
    } catch (error) {
      giveBack();
      throw error;
    }
    return giveBack;
  };
  return { out, connect };
}

const fails = (broken: () => void) => {
  broken();
  throw new Error('Connection terminated unexpectedly');
};

test('has one connection, and gives it back when it ends, though one broke and failed while it was made', async () => {
  const { out, connect } = pool(() => {}, fails, fails);
  const ring = vi.fn();
  const stop = await listening(connect, ring);
  out[0]!.broken();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([out.length, ring.mock.calls.length]).toEqual([1, 1]);
  await stop();
  expect(out).toEqual([]);
});

test('makes another for one that broke while it was made, and yet was made', async () => {
  const { out, connect } = pool(
    () => {},
    (broken) => broken(),
  );
  const ring = vi.fn();
  const stop = await listening(connect, ring);
  out[0]!.broken();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([out.length, ring.mock.calls.length]).toEqual([1, 1]);
  await stop();
  expect(out).toEqual([]);
});

test('keeps nothing of a first connection that cannot be made', async () => {
  const { out, connect } = pool(fails);
  await expect(listening(connect, () => {})).rejects.toThrow('Connection terminated');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(out).toEqual([]);
});

test('gives back at once what was still being made when it was stopped', async () => {
  const { out, connect } = pool();
  const stop = await listening(connect, () => {});
  out[0]!.broken();
  vi.advanceTimersByTime(50);
  await stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(out).toEqual([]);
});
