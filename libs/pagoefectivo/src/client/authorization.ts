import { hashString } from '../signatures/hash-string.js';
import { isJsonObject, writeJson } from '../wire/exact-json.js';
import { formatLima, parseGatewayDate } from '../wire/lima-time.js';
import type { Call } from './call.js';
import { serviceNumber } from './create-request.js';
import type { IssuedToken } from './token-keeper.js';

export interface Credentials {
  serviceId: string;
  accessKey: string;
  secretKey: string;
}

/** The shortest life of a token that was ever seen; assumed when the gateway does not say. */
const ASSUMED_LIFE_MS = 5 * 60_000;

/** `POST /v1/authorizations`, to be sent at once: the gateway wants `dateRequest` to be now. */
export function authorizationCall(credentials: Credentials, now: Date): Call<IssuedToken> {
  const { serviceId, accessKey } = credentials;
  const dateRequest = formatLima(now);
  return {
    operation: 'authorize',
    method: 'POST',
    path: '/v1/authorizations',
    body: writeJson({
      accessKey,
      idService: serviceNumber(serviceId),
      dateRequest,
      hashString: hashString({ ...credentials, dateRequest }),
    }),
    cipNumbers: () => [],
    paymentRef: null,
    read(data) {
      const token = isJsonObject(data) ? data.get('token') : null;
      // It goes into a header, where anything but visible ASCII would fail every call that follows.
      if (!isJsonObject(data) || typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
        return { unbelievable: 'the answer to an authorization has no token' };
      }
      const expiresAt = parseGatewayDate(data.get('tokenExpires')) ?? new Date(now.getTime() + ASSUMED_LIFE_MS);
      return { value: { token, startsAt: parseGatewayDate(data.get('tokenStart')), expiresAt } };
    },
  };
}
