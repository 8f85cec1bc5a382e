// What MySQL, MariaDB and their drivers say when something is wrong.
import { lost, says, type Trouble, unreachable } from '../server/trouble.ts';

export const mysqlTrouble: Trouble = {
  isBusy: says([1205, 1213, 3572, 'ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 1020]),
  isVictim: says([1213, 'ER_LOCK_DEADLOCK']),
  isLost: (error) => lost(error) || says([1053, 1927, 2006, 2013, 3169, 4031])(error),
  isUnreachable: unreachable,
  isNoTransaction: says([1305, 'ER_SP_DOES_NOT_EXIST']),
  isFull: says([1021, 1114, 'ER_DISK_FULL', 'ER_RECORD_FILE_FULL']),
  isSchema: says([1146, 1054, 'ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR']),
};
