// Misuse of an adapter, in words.
import { BihuanError } from '@bihuan/core';

/** What was given is nothing this adapter can work with. */
export const refused = (adapter: string, expected: string): BihuanError =>
  new BihuanError('OPTION_INVALID', { zh: `${adapter} 须给出 ${expected}`, en: `${adapter} takes ${expected}` }, { adapter });

/** A driver that sends every statement by itself cannot keep a case and its journal together. */
export const noTransactions = (library: string, cause: unknown): BihuanError =>
  new BihuanError(
    'STORE_UNSUPPORTED',
    {
      zh: `${library} 的这个驱动没有交互式事务`,
      en: `This driver of ${library} has no interactive transactions: use one that keeps a connection`,
    },
    { library },
    cause,
  );
