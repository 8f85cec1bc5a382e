import { describe, expect, inject, it } from 'vitest';
import { suites } from './suites.ts';

const isThere = (name: string): boolean => name !== 'mysql' || inject('mysqlUrl') !== '';

describe.each(Object.keys(suites))('node processes on %s', (name) => {
  it.skipIf(!isThere(name))(
    'laws 3, 6, 8, 9, 10, 11: lose nothing and do nothing twice, whoever is killed and whatever breaks',
    async () => {
      const report = await suites[name]!({ seed: 20_261_124, requests: 240, every: 12 });
      console.log(`${name}: ${JSON.stringify(report)}`);
      expect(report.acknowledged).toBeGreaterThan(60);
      expect(report.faults['node killed']).toBeGreaterThan(0);
    },
  );
});
