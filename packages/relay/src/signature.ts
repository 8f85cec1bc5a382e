// Signatures by Standard Webhooks, with several secrets while one is replaced by the next.
import { BihuanError } from '@bihuan/core';
import { Webhook } from 'standardwebhooks';

/** One secret, or several: `whsec_` and 24 to 64 bytes in base64. */
export type Secrets = string | readonly string[];

export interface Signer {
  /** One signature by every secret. */
  readonly sign: (id: string, atMs: number, body: string) => string;
  /** Whether one of the signatures is by one of the secrets. */
  readonly isSigned: (id: string, atMs: number, body: string, signatures: string) => boolean;
}

/** Throws `OPTION_INVALID`, which never quotes a secret. */
export function signer(secrets: Secrets): Signer {
  const given = typeof secrets === 'string' ? [secrets] : secrets;
  const keys = Array.isArray(given) ? given.map(keyOf) : [];
  if (keys.length === 0) throw refused();
  const all = (id: string, atMs: number, body: string) => keys.map((key) => key.sign(id, new Date(atMs), body));
  return {
    sign: (id, atMs, body) => all(id, atMs, body).join(' '),
    isSigned(id, atMs, body, signatures) {
      const own = all(id, atMs, body);
      return signatures.split(' ').some((signature) => own.some((each) => isSame(each, signature)));
    },
  };
}

function keyOf(secret: unknown): Webhook {
  const base64 = typeof secret === 'string' ? secret.replace(/^whsec_/, '') : '';
  const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  if (bytes < 24 || bytes > 64) throw refused();
  try {
    return new Webhook(base64);
  } catch {
    // What the library says may quote the secret.
    throw refused();
  }
}

const refused = () =>
  new BihuanError(
    'OPTION_INVALID',
    { zh: '密钥须是 whsec_ 加 24 至 64 字节的 base64,至少一个', en: 'A secret is whsec_ and 24 to 64 bytes in base64; give at least one' },
    { option: 'secrets' },
  );

/** Takes as long wherever they differ. */
function isSame(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index++) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
