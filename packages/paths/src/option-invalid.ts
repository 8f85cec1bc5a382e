// Misuse of the functions of this package: an option outside its documented values, named.
import { BihuanError } from '@bihuan/core';

/** `OPTION_INVALID` with the option in `details.option`. `wanted` says what it has to be. */
export const optionInvalid = (where: string, option: string, wanted: string): BihuanError =>
  new BihuanError('OPTION_INVALID', { zh: `${where} 的 ${option} 不合法`, en: `${where}: ${option} is ${wanted}` }, { option });
