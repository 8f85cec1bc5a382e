// Evidence as a payload: at least so many references with their hashes. The bytes stay with the host.
import { evidenceItem } from '@bihuan/core';
import { z } from 'zod';

/** A list of at least `least` pieces of evidence (photo before and after, minutes, receipt). */
export const evidence = (least: number) => z.array(evidenceItem).min(least).max(50);
