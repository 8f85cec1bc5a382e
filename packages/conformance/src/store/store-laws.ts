// Every law of the store, in the order of their topics.
import { deliveryLaws } from '../laws/deliveries.ts';
import { durabilityLaws } from '../laws/durability.ts';
import { engineLaws } from '../laws/engine.ts';
import { findingLaws } from '../laws/finding.ts';
import { hostTransactionLaws } from '../laws/host-transaction.ts';
import { keepingLaws } from '../laws/keeping.ts';
import { keyLaws } from '../laws/keys.ts';
import { modelLaws } from '../laws/model.ts';
import { raceLaws } from '../laws/races.ts';
import { readingLaws } from '../laws/reading.ts';
import { revisionLaws } from '../laws/revisions.ts';
import { subjectLaws } from '../laws/subjects.ts';
import { tenantLaws } from '../laws/tenants.ts';
import { timerLaws } from '../laws/timers.ts';
import { wakingLaws } from '../laws/waking.ts';
import { workLaws } from '../laws/work.ts';
import type { StoreLaw } from './law.ts';

/** Runnable one by one, with or without a test runner. */
export const storeLaws: readonly StoreLaw[] = [
  ...readingLaws,
  ...revisionLaws,
  ...keyLaws,
  ...subjectLaws,
  ...tenantLaws,
  ...timerLaws,
  ...wakingLaws,
  ...workLaws,
  ...findingLaws,
  ...keepingLaws,
  ...deliveryLaws,
  ...hostTransactionLaws,
  ...durabilityLaws,
  ...modelLaws,
  ...engineLaws,
  ...raceLaws,
];
