import { errand } from '@bihuan/conformance';
import { SpanStatusCode } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, it, onTestFinished } from 'vitest';
import { by, desk, hour } from './desk.fixture.ts';
import { type TelemetryOptions, telemetry } from './opentelemetry.ts';

function watched(options: TelemetryOptions = {}) {
  const spans = new InMemorySpanExporter();
  const tracing = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const metering = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })] });
  onTestFinished(async () => {
    await tracing.shutdown();
    await metering.shutdown();
  });
  const shaky = {
    handle() {
      throw new TypeError('张三 lives in 3-2');
    },
  };
  const observer = telemetry({ tracer: tracing.getTracer('test'), meter: metering.getMeter('test'), ...options });
  return {
    ...desk(errand, { observer, subscribers: { shaky } }),
    spans: () => spans.getFinishedSpans(),
    async points(name: string) {
      await metering.forceFlush();
      const all = exporter
        .getMetrics()
        .at(-1)!
        .scopeMetrics.flatMap(({ metrics }) => metrics);
      const metric = all.find(({ descriptor }) => descriptor.name === name)!;
      return {
        unit: metric.descriptor.unit,
        points: metric.dataPoints.map(({ attributes, value }) => ({ attributes, value: value as any })),
      };
    },
  };
}

it('makes a span of every piece of work, with its outcome', async () => {
  const { late, engine, clock, spans } = watched();
  const { id } = await late();
  clock.advance(hour);
  await engine.send(id, 'finish', { by });
  await engine.relay();
  const seen = spans().map(({ name, attributes, status }) => [name, attributes['bihuan.name'], attributes['bihuan.outcome'], status.code]);
  expect(seen.slice(0, 2)).toEqual([
    ['bihuan.open', 'errand', 'applied', SpanStatusCode.UNSET],
    ['bihuan.command', 'begin', 'applied', SpanStatusCode.UNSET],
  ]);
  expect(seen.map(([name]) => name)).toEqual(expect.arrayContaining(['bihuan.timer', 'bihuan.delivery']));
});

it('shows a refusal as an outcome, and what throws as an error without its words', async () => {
  const { engine, spans, late } = watched();
  await late();
  await engine.send('nowhere', 'finish', { by });
  await engine.relay();
  const refused = spans().find(({ attributes }) => attributes['bihuan.outcome'] === 'not-found')!;
  expect(refused.status.code).toBe(SpanStatusCode.UNSET);
  const failed = spans().find(({ name }) => name === 'bihuan.delivery')!;
  expect(failed.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(failed.attributes).toMatchObject({ 'error.type': 'TypeError', 'bihuan.subscriber': 'shaky', 'bihuan.lag': 24 * 3600 });
  expect(JSON.stringify(spans().map(({ attributes, events }) => [attributes, events]))).not.toContain('张三');
});

it('counts by outcome, and measures durations and lags in seconds', async () => {
  const { engine, points, late } = watched();
  await late();
  await engine.send('nowhere', 'made-up', { by });
  await engine.relay();
  const operations = await points('bihuan.operations');
  expect(operations.points).toContainEqual({
    attributes: { 'bihuan.operation': 'command', 'bihuan.process': 'errand', 'bihuan.outcome': 'applied' },
    value: 1,
  });
  expect(JSON.stringify(operations)).not.toContain('made-up');
  expect((await points('bihuan.errors')).points).toMatchObject([{ attributes: { 'error.type': 'TypeError' }, value: 1 }]);
  expect(await points('bihuan.operation.duration')).toMatchObject({ unit: 's' });
  expect(await points('bihuan.delivery.lag')).toMatchObject({ unit: 's', points: [{ value: { count: 1, sum: 24 * 3600 } }] });
  // The deadlines to begin and to end: the first was dropped when the errand was begun.
  expect(await points('bihuan.timer.lag')).toMatchObject({ unit: 's', points: [{ value: { count: 1, sum: 0 } }] });
});

it('says nothing of the tenant, unless told what to say', async () => {
  const [silent, telling] = [watched(), watched({ tenant: (tenant) => `tenant ${tenant.length}` })];
  for (const { engine } of [silent, telling]) await engine.open(errand, { by, unit: '', input: { title: '清理' } });
  expect(JSON.stringify(silent.spans().map(({ attributes }) => attributes))).not.toContain(by.tenant);
  expect(telling.spans()[0]!.attributes).toMatchObject({ 'bihuan.tenant': 'tenant 2' });
});
