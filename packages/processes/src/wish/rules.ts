// When a wish may move.
import type { StateArgs } from '@bihuan/core';
import type { z } from 'zod';
import { isAmong } from '../builders/separation.ts';
import type { wishContext } from './context.ts';
import type { WishOptions } from './options.ts';

type Context = z.output<typeof wishContext>;
type Args = StateArgs<Context>;

/** Where a wish can take no other in. */
const ended = ['merging', 'merged', 'declined', 'met', 'unmet', 'unrated', 'withdrawn', 'voided'];

/** State rules. A vote needs its quorum before its threshold means anything. */
export function wishRules({ most, quorum, metPercent, generations }: WishOptions) {
  return {
    isOpener: ({ by, case: facts }: Args) => isAmong(by, facts.openedBy),
    isUndertaker: ({ context, by }: Args) => isAmong(by, [context.undertaker]) || { undertaker: context.undertaker ?? '—' },
    isFreeToRate: ({ context, by }: Args) => !isAmong(by, [context.undertaker, ...context.doneBy]),
    notRatedYet: ({ context, by }: Args) =>
      !isAmong(
        by,
        context.ratings.map((each) => each.by),
      ),
    isOpen: ({ case: facts }: Args) => !facts.states.some((state) => ended.includes(state)),
    mayBeOffered: ({ context }: Args) => context.republished <= most.republished,
    republishLeft: ({ context }: Args) => context.republished < most.republished || { most: most.republished },
    remindersLeft: ({ context }: Args) => context.reminders < most.reminders || { most: most.reminders },
    recallLeft: ({ context }: Args) => context.recalled < most.recalled || { most: most.recalled },
    mayComeAgain: ({ context }: Args) => context.generation < generations || { most: generations - 1 },
    quorum: ({ context }: Args) => context.ratings.length >= quorum || { needed: quorum, present: context.ratings.length },
    threshold: ({ context: { ratings } }: Args) => {
      const met = ratings.filter((each) => each.met).length;
      return (
        met * 100 >= metPercent * ratings.length || {
          needed: metPercent,
          present: ratings.length === 0 ? 0 : Math.floor((met * 100) / ratings.length),
        }
      );
    },
  };
}
