// The way into an engine for what comes with core but not with every engine: migrations and archives.
import { BihuanError } from '../errors.ts';
import type { EngineContext } from './context.ts';

/** Registered by name, so that it is one and the same however many copies of this file a build has made. */
const inside = Symbol.for('@bihuan/core/engine');

export const withInside = <E extends object, Tx>(engine: E, context: EngineContext<Tx>): E =>
  Object.defineProperty(engine, inside, { value: context, enumerable: false });

/** Throws `OPTION_INVALID` for what `createEngine` did not make. */
export function contextOf<Tx>(engine: object): EngineContext<Tx> {
  const context = (engine as { readonly [inside]?: EngineContext<Tx> })[inside];
  if (context) return context;
  throw new BihuanError(
    'OPTION_INVALID',
    { zh: '不是 createEngine 建立的引擎', en: 'That is no engine made by createEngine' },
    { option: 'engine' },
  );
}
