// What an engine is made of, checked when it is made: a missing port or an impossible number would only show at the first command.
import { BihuanError } from '../errors.ts';
import type { EngineOptions } from './context.ts';

/** Throws `OPTION_INVALID`, naming the option. */
export function checkOptions<Tx>(options: EngineOptions<Tx>): void {
  const {
    processes,
    store,
    directory,
    clock,
    newId,
    calendar,
    journalKey,
    subscribers = {},
    leaseMs,
    attempts,
    pollMs,
  } = (options ?? {}) as Partial<EngineOptions<Tx>>;
  const check = (option: string, holds: boolean, wanted: string) => {
    if (holds) return;
    throw new BihuanError(
      'OPTION_INVALID',
      { zh: `createEngine 的 ${option} 不合法`, en: `createEngine: ${option} is ${wanted}` },
      { option },
    );
  };
  check(
    'processes',
    Array.isArray(processes) && processes.every((process) => process?.machine && process.spec && process.hash),
    'a list of what defineProcess made',
  );
  check(
    'store',
    ['load', 'commit', 'claim'].every((method) => typeof store?.[method as 'load'] === 'function'),
    'a store',
  );
  check('directory', typeof directory?.standing === 'function', 'required: { standing(actor) }');
  check('clock', clock === undefined || typeof clock.nowMs === 'function', '{ nowMs, wait }');
  check('newId', newId === undefined || typeof newId === 'function', 'a function');
  check(
    'calendar',
    calendar === undefined || typeof calendar === 'function' || typeof calendar.due === 'function',
    'a calendar, or a function that gives one',
  );
  check('journalKey', journalKey === undefined || (typeof journalKey === 'string' && journalKey !== ''), 'a text that is not empty');
  check('leaseMs', leaseMs === undefined || (Number.isFinite(leaseMs) && leaseMs > 0), 'a number of ms above 0');
  check('pollMs', pollMs === undefined || (Number.isFinite(pollMs) && pollMs >= 1), 'a number of ms from 1 on');
  check('attempts', attempts === undefined || (Number.isSafeInteger(attempts) && attempts >= 1), 'a whole number from 1 on');
  for (const [name, subscriber] of Object.entries(subscribers)) {
    check(
      `subscribers.${name}`,
      !name.startsWith('@') && name !== '' && name.length <= 64,
      'named with 1 to 64 characters, the first not @',
    );
    check(`subscribers.${name}`, typeof subscriber?.handle === 'function', '{ messages?, handle }');
  }
}
