import { expect, it } from 'vitest';
import { hazardSuite } from '../suite.fixture.ts';
import { type Exporter, exporters } from './index.ts';

it.each<[string, Exporter]>(Object.entries(exporters))(
  '%s writes the same suite the same way, under a file name and media type',
  async (_, exporter) => {
    const written = await exporter.write(hazardSuite, { language: 'zh' });
    expect(written.length).toBeGreaterThan(300);
    if (typeof written === 'string') expect(await exporter.write(hazardSuite)).toBe(written);
    expect(exporter.extension).toMatch(/^\.[a-z.]+$/);
    expect(exporter.mediaType).toMatch(/^[a-z]+\/[\w.+-]+$/);
  },
);

it('json is read back as it was', () => {
  expect(JSON.parse(exporters.json.write(hazardSuite))).toEqual(hazardSuite);
});
