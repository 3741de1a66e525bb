export { Chasqui, type ChasquiOptions } from './chasqui.js';
export { ChasquiConnectionError } from './connection-error.js';
export { ChasquiError } from './chasqui-error.js';
export { EventVerificationError } from './event-verification-error.js';
export { verifyEvent, type EventHeaders, type VerifyEventOptions } from './verify-event.js';
export type { CallOptions, KeyedCallOptions } from './call-options.js';
export type * from './api-types.js';
