// A message as a CloudEvents 1.0 envelope, and back. Plain data: how it travels is left to others.
import type { Message } from '@bihuan/core';

/** The media type of an envelope in structured mode. */
export const cloudEventType = 'application/cloudevents+json';

/** The last four are extension attributes. `source` and `id` together name a message, in all tenants. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The case. */
  readonly subject: string;
  /** Effective time of what sent it. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
  readonly tenant: string;
  readonly process: string;
  readonly revision: number;
  /** Compared as text, it orders the messages of a case. It has gaps: a subscriber does not get every message. */
  readonly sequence: string;
}

export interface CloudEventOptions {
  /** The URI of this installation. The tenant is added to it, because two tenants may have a case of the same id. Default `/bihuan`. */
  readonly source?: string;
  /** What stands before `process.message` in the type, a domain turned round. Default: nothing. */
  readonly typePrefix?: string;
}

/** The envelope of a message, the same at every attempt. */
export function cloudEvent(message: Message, { source = '/bihuan', typePrefix }: CloudEventOptions = {}): CloudEvent {
  const { id, tenant, process, revision, index } = message;
  return {
    specversion: '1.0',
    id,
    source: `${source.replace(/\/$/, '')}/${encodeURIComponent(tenant)}`,
    type: [...(typePrefix === undefined ? [] : [typePrefix]), process, message.name].join('.'),
    subject: message.case,
    time: new Date(message.atMs).toISOString(),
    datacontenttype: 'application/json',
    data: message.body,
    tenant,
    process,
    revision,
    sequence: `${String(revision).padStart(10, '0')}.${String(index).padStart(6, '0')}`,
  };
}

/** The envelope in a text that was sent to us; undefined when it is none, or lacks what order and identity need. */
export function parseCloudEvent(text: string): CloudEvent | undefined {
  let value: Partial<Record<keyof CloudEvent, unknown>> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || value.specversion !== '1.0') return undefined;
  const named = (['id', 'source', 'type', 'subject', 'time', 'tenant', 'process', 'sequence'] as const).every(
    (name) => typeof value[name] === 'string' && value[name] !== '',
  );
  const ordered = /^\d{10,}\.\d{6,}$/.test(String(value.sequence)) && Number.isSafeInteger(value.revision);
  return named && ordered && 'data' in value ? (value as CloudEvent) : undefined;
}
