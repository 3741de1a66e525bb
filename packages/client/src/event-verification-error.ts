/** Why a message was not accepted. `message` says what to check. */
export class EventVerificationError extends Error {
  override readonly name = 'EventVerificationError';
}
