import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as noble } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { expect, it } from 'vitest';
import { hmacSha256, sha256 } from './sha256.ts';

it('law 19: the digest is the same with and without the platform’s own hash', () => {
  for (const text of ['', 'abc', '汉字 😀', '\u0000', 'x'.repeat(10_000)]) {
    expect(sha256(text)).toBe(bytesToHex(noble(utf8ToBytes(text))));
    expect(hmacSha256('key', text)).toBe(bytesToHex(hmac(noble, utf8ToBytes('key'), utf8ToBytes(text))));
  }
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
