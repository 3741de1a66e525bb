export type { CipDraft, CipDraftUser, CipRecord, CreatedCip, RefundDraft } from './client/cip.js';
export type { Egress } from './client/egress.js';
export type { GatewayCallRecord, GatewayOperation } from './client/gateway-call.js';
export { parseGatewayAddress, type GatewayAddress } from './client/gateway-address.js';
export {
  describeOutcome,
  type GatewayFailure,
  type GatewayOutcome,
  type GatewayOutcomeKind,
  type RefusedField,
} from './client/gateway-outcome.js';
export { gatewayConnector, type GatewayConnection } from './client/gateway-connector.js';
export { PagoEfectivoClient, type CallOptions, type PagoEfectivoClientOptions } from './client/pagoefectivo-client.js';

export { probeGateway, type GatewayProbe } from './diagnosis/gateway-probe.js';

export { parseNotification, type NotificationParse, type ParsedNotification } from './notifications/notification.js';
export {
  signNotification,
  verifyNotification,
  type NotificationSecret,
  type NotificationToVerify,
  type NotificationVerdict,
} from './notifications/notification-signature.js';
export { canonicalNotificationText } from './notifications/signed-forms.js';

export { hashString } from './signatures/hash-string.js';
export type { HeaderRecord } from './signatures/headers.js';
export { signRequest, verifyRequestSignature } from './signatures/request-signature.js';
export { SIGNATURE_TOLERANCE_MS } from './signatures/timestamp.js';

export { amountToNumberText, parseAmountMinor } from './wire/amount.js';
export { normalizeCip } from './wire/cip-number.js';
export { cipStatusNumbers, readCipStatus, type CipStatus } from './wire/cip-status.js';
export {
  ExactNumber,
  readJson,
  writeJson,
  type JsonObject,
  type JsonValue,
  type WritableJson,
} from './wire/exact-json.js';
export { formatLima, NEVER_ON_THE_WIRE, parseGatewayDate } from './wire/lima-time.js';
