// When a hazard may move, and what it answers when it may not.
import type { StateArgs } from '@bihuan/core';
import type { z } from 'zod';
import { isAmong } from '../builders/separation.ts';
import type { hazardContext } from './context.ts';
import type { HazardOptions } from './options.ts';

type Context = z.output<typeof hazardContext>;
type Args = StateArgs<Context>;

/** State rules. Counters have limits: past them a loop leads up, never round again. */
export function hazardRules({ most, lookBackRounds, lookBackOrder }: HazardOptions) {
  const left =
    (counter: (context: Context) => number, limit: number) =>
    ({ context }: Args) =>
      counter(context) < limit || { most: limit };
  return {
    isOpener: ({ by, case: facts }: Args) => isAmong(by, facts.openedBy),
    // 联合多方力量集中攻坚,直至彻底解决 (000): a key-marked case may be solved by anybody who is responsible for hazards.
    isOwner: ({ context, by, case: facts }: Args) =>
      isAmong(by, [context.owner]) || facts.states.includes('keyMarked') || { owner: context.owner ?? '—' },
    hasOwner: ({ context }: Args) => context.owner !== null,
    verifierIsNotFixer: ({ context, by }: Args) => !isAmong(by, context.fixedBy) || { fixedBy: context.fixedBy },
    remindersLeft: left((context) => context.reminders, most.reminders),
    declinesLeft: left((context) => context.declines, most.declines),
    reworkLeft: left((context) => context.rework, most.rework),
    reboundLeft: left((context) => context.rebound, most.rebound),
    postponementsLeft: left((context) => context.postponements, most.postponements),
    roundsLeft: ({ context }: Args) => context.round + 1 < lookBackRounds || { rounds: lookBackRounds },
    looksBackFirst: () => lookBackOrder === 'beforeClosing',
    isNoDuplicate: ({ context }: Args) => context.original === null,
  };
}
