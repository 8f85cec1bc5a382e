// Stores broken on purpose, each in a way that real ones break. The suite is trusted because it finds every one of them.
import { accessSaboteurs } from './access.ts';
import { commitsSaboteurs } from './commits.ts';
import { outboxSaboteurs } from './outbox.ts';
import { queriesSaboteurs } from './queries.ts';
import type { Saboteur } from './saboteur.ts';
import { timersSaboteurs } from './timers.ts';
import { transactionsSaboteurs } from './transactions.ts';

export const saboteurs: readonly Saboteur[] = [
  ...commitsSaboteurs,
  ...timersSaboteurs,
  ...outboxSaboteurs,
  ...accessSaboteurs,
  ...queriesSaboteurs,
  ...transactionsSaboteurs,
];
