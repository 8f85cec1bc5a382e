// What functions of a process read and write, seen by calling them with values that their schemas accept. What no call shows is not known.
import type { Process, ProcessSpec } from '@bihuan/core';
import { payloadTemplate } from '../simulate/payload-template.ts';
import type { Draw } from '../simulate/random-stream.ts';

export interface FunctionSamples {
  /** Numbers of the context that rules read; `command` is null for state rules. */
  readonly numbersRead: readonly { readonly command: string | null; readonly rule: string; readonly field: string }[];
  readonly fieldsWritten: readonly { readonly group: 'updates' | 'assignments'; readonly name: string; readonly field: string }[];
}

const rounds = 12;

export function sampleFunctions({ spec }: Process, draw: Draw): FunctionSamples {
  const payloadRules = Object.entries(spec.payloadRules ?? {}).flatMap(([command, rules]) =>
    Object.entries(rules).map(([rule, run]) => ({ command, rule, run })),
  );
  const rules = [...Object.entries(spec.rules ?? {}).map(([rule, run]) => ({ command: null, rule, run })), ...payloadRules];
  const numbersRead = rules.flatMap(({ command, rule, run }) => {
    const read = new Set<string>();
    for (let round = 0; round < rounds; round++) tried(() => run(argsFor(spec, command, draw, read) as never));
    return [...read].sort().map((field) => ({ command, rule, field }));
  });
  const writers = (['updates', 'assignments'] as const).flatMap((group) =>
    Object.entries(spec[group] ?? {}).map(([name, run]) => ({ group, name, run: run as (args: any) => object })),
  );
  const fieldsWritten = writers.flatMap(({ group, name, run }) => {
    const written = new Set<string>();
    for (let round = 0; round < rounds; round++)
      for (const field of Object.keys(tried(() => run(argsFor(spec, group === 'updates' ? name : null, draw, new Set()))) ?? {}))
        written.add(field);
    return [...written].sort().map((field) => ({ group, name, field }));
  });
  return { numbersRead, fieldsWritten };
}

function argsFor(spec: ProcessSpec, command: string | null, draw: Draw, read: Set<string>) {
  const view = { record: null, nowMs: Date.UTC(2026, 0, 5), draw, pick: () => 'somebody' };
  const value = (schema: Parameters<typeof payloadTemplate>[0]) =>
    payloadTemplate(schema, { optional: true, personFields: new Map(), draw })(view);
  const payload = command === null ? undefined : spec.commands[command]?.payload;
  const context = value(spec.context) as Record<string, unknown>;
  const watched = new Proxy(context, {
    get(target, field) {
      if (typeof field === 'string' && typeof target[field] === 'number') read.add(field);
      return target[field as string];
    },
  });
  return {
    context: watched,
    payload: payload && value(payload),
    by: { tenant: 't', id: 'somebody', persons: ['somebody'], roles: [...spec.roles] },
    at: view.nowMs,
    case: {
      ...{ id: 'case', states: [], unit: '', subject: null, openedBy: ['somebody'], openedAtMs: view.nowMs },
      ...{ supervisions: 0, extensions: 0, evidence: [], links: [] },
    },
  };
}

/** A rule need not bear every value. */
function tried<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
