// Whether something can be opened: a file, not a folder and not nothing.
import { statSync } from 'node:fs';

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
