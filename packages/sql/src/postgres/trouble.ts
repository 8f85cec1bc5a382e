// What PostgreSQL and its drivers say when something is wrong.
import { lost, says, type Trouble, unreachable } from '../server/trouble.ts';

export const postgresTrouble: Trouble = {
  isBusy: says(['40001', '40P01', '55P03']),
  isVictim: says(['40001', '40P01']),
  isLost: (error) => lost(error) || says(['57P01', '57P02', '08000', '08003', '08006'])(error),
  isUnreachable: unreachable,
  isNoTransaction: says(['25P01']),
  isFull: says(['53100']),
  isSchema: says(['42P01', '42703', '3F000']),
};

/** A unique key that was free when it was looked for, and taken when it was written. */
export const isLostRace = says(['23505'], /bihuan: race lost/);
