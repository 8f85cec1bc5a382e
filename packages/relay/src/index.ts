// @bihuan/relay: messages leave as signed CloudEvents, and are received once and in order.
export { type CloudEvent, type CloudEventOptions, cloudEvent } from './cloud-event.ts';
export { type Handling, type ReceiverOptions, receiver } from './receiver.ts';
export { memorySeen, type Seen } from './seen.ts';
export { type WebhookOptions, webhook } from './webhook.ts';
