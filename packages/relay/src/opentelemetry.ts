// An observer that tells OpenTelemetry of the engine's work: a span and a few measurements for each piece of it.
import type { Observer, Operation } from '@bihuan/core';
import { type Attributes, type Meter, metrics, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';

export interface TelemetryOptions {
  /** Default: that of the global provider, named `@bihuan/relay`. */
  readonly tracer?: Tracer;
  readonly meter?: Meter;
  /** What a span shows of the tenant. Default: nothing. A tenant is a place and its people, and a hash of its name can be guessed back. */
  readonly tenant?: (tenant: string) => string;
  /** For durations, in ms. */
  readonly nowMs?: () => number;
}

const secondsOfWork = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const secondsOfLag = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];

/**
 * Spans `bihuan.open`, `bihuan.command`, `bihuan.control`, `bihuan.timer`, `bihuan.delivery`; metrics `bihuan.operations`, `bihuan.errors`,
 * `bihuan.operation.duration`, `bihuan.timer.lag`, `bihuan.delivery.lag` (s). A refusal is an outcome; only what throws is an error, of which the
 * kind is told and not the words, for these may hold what people wrote.
 */
export function telemetry(options: TelemetryOptions = {}): Observer {
  const name = '@bihuan/relay';
  const { tracer = trace.getTracer(name), meter = metrics.getMeter(name), nowMs = () => performance.now() } = options;
  const work = { unit: 's', advice: { explicitBucketBoundaries: secondsOfWork } };
  const late = { unit: 's', advice: { explicitBucketBoundaries: secondsOfLag } };
  const operations = meter.createCounter('bihuan.operations', { unit: '{operation}', description: 'Work done, by outcome' });
  const errors = meter.createCounter('bihuan.errors', { unit: '{error}', description: 'Work that threw' });
  const durations = meter.createHistogram('bihuan.operation.duration', { ...work, description: 'How long the work took' });
  const lags = {
    timer: meter.createHistogram('bihuan.timer.lag', { ...late, description: 'From due to applied' }),
    delivery: meter.createHistogram('bihuan.delivery.lag', { ...late, description: 'From effective time to attempt' }),
  };

  const measure = (operation: Operation, startMs: number, ended: Attributes) => {
    const attributes = { ...common(operation), ...ended };
    operations.add(1, attributes);
    if (ended['error.type'] !== undefined) errors.add(1, attributes);
    durations.record((nowMs() - startMs) / 1000, attributes);
    const { kind, lagMs } = operation;
    if (lagMs !== undefined && (kind === 'timer' || kind === 'delivery')) lags[kind].record(lagMs / 1000, common(operation));
  };

  return {
    around: (operation, run) =>
      tracer.startActiveSpan(`bihuan.${operation.kind}`, { attributes: spanAttributes(operation, options) }, async (span) => {
        const startMs = nowMs();
        try {
          const result = await run();
          const ended = outcomeOf(result);
          span.setAttributes(ended);
          measure(operation, startMs, ended);
          return result;
        } catch (error) {
          const ended = { 'error.type': errorType(error) };
          span.setAttributes(ended).setStatus({ code: SpanStatusCode.ERROR });
          measure(operation, startMs, ended);
          throw error;
        } finally {
          span.end();
        }
      }),
  };
}

/**
 * What few values tell apart, for metrics. The name of a command is whatever was asked, so that anyone who may ask could make a series of each;
 * it is on spans only.
 */
function common({ kind, process, name, subscriber }: Operation): Attributes {
  return {
    'bihuan.operation': kind,
    ...(process !== undefined && { 'bihuan.process': process }),
    ...(kind !== 'command' && { 'bihuan.name': name }),
    ...(subscriber !== undefined && { 'bihuan.subscriber': subscriber }),
  };
}

function spanAttributes(operation: Operation, { tenant }: TelemetryOptions): Attributes {
  return {
    ...common(operation),
    'bihuan.name': operation.name,
    ...(operation.case !== undefined && { 'bihuan.case': operation.case }),
    ...(operation.lagMs !== undefined && { 'bihuan.lag': operation.lagMs / 1000 }),
    ...(tenant && { 'bihuan.tenant': tenant(operation.tenant) }),
  };
}

/** An outcome, where the work came to one, and the process of the case it shows. */
function outcomeOf(result: unknown): Attributes {
  const { outcome, case: shown } = (result ?? {}) as { readonly outcome?: unknown; readonly case?: { readonly process?: unknown } };
  return {
    ...(typeof outcome === 'string' && { 'bihuan.outcome': outcome }),
    ...(typeof shown?.process === 'string' && { 'bihuan.process': shown.process }),
  };
}

function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
