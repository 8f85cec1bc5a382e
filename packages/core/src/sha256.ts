// SHA-256 and HMAC over UTF-8 text: the platform's own where it has a synchronous one, @noble/hashes elsewhere. Same digest everywhere.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as noble } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

type NativeHash = (algorithm: 'sha256', text: string) => string;
const platform = (globalThis as { process?: { getBuiltinModule?: (name: string) => { hash?: NativeHash } } }).process;
const native = platform?.getBuiltinModule?.('node:crypto')?.hash;

export const sha256: (text: string) => string = native ? (text) => native('sha256', text) : (text) => bytesToHex(noble(utf8ToBytes(text)));

export const hmacSha256 = (key: string, text: string): string => bytesToHex(hmac(noble, utf8ToBytes(key), utf8ToBytes(text)));
