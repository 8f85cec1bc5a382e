export * from './calendar.ts';
export { BihuanError, type ErrorCode } from './errors.ts';
export { fillText, type Text } from './text.ts';
