// Every law of the engine, in the order of their topics.
import type { EngineLaw } from './engine-law.ts';
import { journalLaws } from './laws/journals.ts';
import { keyLaws } from './laws/keys.ts';
import { linkLaws } from './laws/links.ts';
import { outboxLaws } from './laws/outbox.ts';
import { outcomeLaws } from './laws/outcomes.ts';
import { readingLaws } from './laws/reading.ts';
import { timerLaws } from './laws/timers.ts';

/** Runnable one by one, with or without a test runner. */
export const engineLaws: readonly EngineLaw[] = [
  ...outcomeLaws,
  ...keyLaws,
  ...timerLaws,
  ...outboxLaws,
  ...linkLaws,
  ...readingLaws,
  ...journalLaws,
];
