// The other end of a webhook: what is signed, in time and new is handled, once and in order of its case. For any server that speaks fetch.
import { BihuanError } from '@bihuan/core';
import { type CloudEvent, parseCloudEvent } from './cloud-event.ts';
import { limitedBytes } from './limited-bytes.ts';
import type { Seen } from './seen.ts';
import { type Secrets, signer } from './signature.ts';

export interface Handling<Tx> {
  /** Write with it, and what you write and that the message was seen are committed together. */
  readonly tx: Tx;
  /** A later message of this case was handled before. Only with `late: 'handle'`. */
  readonly isLate: boolean;
}

export interface ReceiverOptions<Tx> {
  readonly secrets: Secrets;
  readonly seen: Seen<Tx>;
  /** Throwing means: not handled, send it again. */
  readonly handle: (event: CloudEvent, handling: Handling<Tx>) => Promise<void> | void;
  /** `refuse` (default) answers 409 to a message after a later one of its case, so that it stays with the sender; `handle` handles it as late. */
  readonly late?: 'refuse' | 'handle';
  /** How far the sender's clock may be off, or the request be old. Default 300,000 ms. */
  readonly toleranceMs?: number;
  /** Default 1,048,576. */
  readonly maximumBytes?: number;
  readonly nowMs?: () => number;
  /** Told why a 500 was answered: the sender is not. */
  readonly onError?: (error: unknown) => void;
}

/** Undoes the transaction of a message that came late. */
class Late extends Error {}

const answer = (status: number, reason: string) => new Response(reason, { status, headers: { 'content-type': 'text/plain' } });
const done = () => new Response(null, { status: 204 });

/**
 * Answers 204 for what is handled now or was before, 401 for a signature or time that does not hold, 400 for what is no envelope of ours, 405 and 413;
 * 409 for a late message and 500 for one whose handling threw, which leave nothing behind. A sender tries all but 204 again.
 *
 * Throws `OPTION_INVALID` at once for secrets that cannot be used.
 */
export function receiver<Tx>(options: ReceiverOptions<Tx>): (request: Request) => Promise<Response> {
  const { seen, handle, late = 'refuse', toleranceMs = 300_000, maximumBytes = 1_048_576, nowMs = Date.now, onError } = options;
  const { isSigned } = signer(options.secrets);
  if (!(toleranceMs >= 0))
    throw new BihuanError(
      'OPTION_INVALID',
      { zh: 'toleranceMs 须为毫秒数', en: 'toleranceMs must be a number of ms' },
      { option: 'toleranceMs' },
    );

  const isAuthentic = ({ headers }: Request, body: string): boolean => {
    const seconds = headers.get('webhook-timestamp') ?? '';
    const atMs = /^\d{1,11}$/.test(seconds) ? Number(seconds) * 1000 : Number.NaN;
    if (!(Math.abs(nowMs() - atMs) <= toleranceMs)) return false;
    return isSigned(headers.get('webhook-id') ?? '', atMs, body, headers.get('webhook-signature') ?? '');
  };

  const take = (event: CloudEvent): Promise<void> =>
    seen.transaction(async (tx) => {
      const { source, id, subject, sequence } = event;
      if (!(await seen.first(JSON.stringify([source, id]), tx))) return;
      const before = await seen.raise(JSON.stringify([source, subject]), sequence, tx);
      const isLate = before !== null && before > sequence;
      if (isLate && late === 'refuse') throw new Late();
      await handle(event, { tx, isLate });
    });

  return async (request) => {
    if (request.method !== 'POST') return answer(405, 'POST only');
    let body: string | undefined;
    try {
      const bytes = await limitedBytes(request.body, maximumBytes);
      if (bytes === null) return answer(413, 'too long');
      // The signature is over the bytes as they came: nothing of them may be dropped or mended.
      body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return answer(400, 'not readable');
    }
    if (!isAuthentic(request, body)) return answer(401, 'signature or time does not hold');
    const event = parseCloudEvent(body);
    if (!event) return answer(400, 'not an envelope of this kind');
    try {
      await take(event);
      return done();
    } catch (error) {
      if (error instanceof Late) return answer(409, 'a later message of this case was handled before');
      onError?.(error);
      return answer(500, 'not handled');
    }
  };
}
