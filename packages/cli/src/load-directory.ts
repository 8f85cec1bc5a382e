// Who holds which role where, for a command: the CLI knows no people, so a file or `--grant` tells it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Grant, Standing } from '@bihuan/core';
import { z } from 'zod';
import { Failure } from './failure.ts';
import { isFile } from './is-file.ts';
import { parseGrant } from './parse-grant.ts';

const grant = z.union([
  z.string(),
  z.strictObject({
    role: z.string().min(1),
    unit: z.string(),
    process: z.string().optional(),
    fromMs: z.number().optional(),
    untilMs: z.number().optional(),
  }),
]);
const standing = z.union([z.array(grant), z.strictObject({ person: z.string().min(1).optional(), grants: z.array(grant) })]);
const people = z.record(z.string().min(1), standing);

/**
 * Reads `{"u1": ["owner@xindu"], "u2": {"person": "p2", "grants": [{"role": "verifier", "unit": "xindu"}]}}`.
 * Throws `FILE_MISSING`, `DIRECTORY_INVALID` or `GRANT_INVALID`.
 */
export function loadDirectory(file: string, cwd: string): Readonly<Record<string, Standing>> {
  const path = resolve(cwd, file);
  if (!isFile(path)) throw new Failure('FILE_MISSING', { zh: `没有文件 ${file}`, en: `There is no file ${file}` }, { file: path });
  const read = people.safeParse(jsonIn(path, file));
  if (!read.success) throw invalid(file, z.prettifyError(read.error));
  return Object.fromEntries(
    Object.entries(read.data).map(([id, entry]) => {
      const { person, grants } = Array.isArray(entry) ? { person: undefined, grants: entry } : entry;
      return [id, { ...(person !== undefined && { person }), grants: grants.map(grantFrom) }];
    }),
  );
}

const grantFrom = (written: z.output<typeof grant>): Grant => (typeof written === 'string' ? parseGrant(written) : (written as Grant));

function jsonIn(path: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error));
  }
}

const invalid = (file: string, problem: string): Failure =>
  new Failure(
    'DIRECTORY_INVALID',
    { zh: `${file} 不是人员名册:${problem}`, en: `${file} is no directory of people: ${problem}` },
    { file },
  );
