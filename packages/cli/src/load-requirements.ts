// Which obligations each requirement of a reader asks for: a JSON file, `{"R-12": ["transition:open|close|0"]}`.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Failure } from './failure.ts';
import { isFile } from './is-file.ts';

const requirements = z.record(z.string().min(1), z.array(z.string()));

/** Throws `FILE_MISSING` or `REQUIREMENTS_INVALID`. */
export function loadRequirements(file: string, cwd: string): Readonly<Record<string, readonly string[]>> {
  const path = resolve(cwd, file);
  if (!isFile(path)) throw new Failure('FILE_MISSING', { zh: `没有文件 ${file}`, en: `There is no file ${file}` }, { file: path });
  try {
    return requirements.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : String(cause);
    throw new Failure(
      'REQUIREMENTS_INVALID',
      { zh: `${file} 不是需求清单:${problem}`, en: `${file} lists no requirements: ${problem}` },
      { file },
    );
  }
}
