import type { GatewayFailure, GatewayOutcome } from './gateway-outcome.js';

/** A bearer token as the gateway issued it, with its dates by the gateway's clock. */
export interface IssuedToken {
  token: string;
  /** `null` when the gateway gave none. */
  startsAt: Date | null;
  expiresAt: Date;
}

interface HeldToken {
  token: string;
  /** From here on a new one is fetched. */
  renewAtMs: number;
  /** From here on this one is useless. */
  expiresAtMs: number;
}

/** Renewed this long before the end, or in the last fifth of a life that is shorter than 25 minutes. */
const MAX_MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 5;

/**
 * Holds the bearer token of one account. However many calls wait, one authorization is under way at a time, and all
 * of them get its outcome. A failure is not remembered: the next call asks again.
 */
export class TokenKeeper {
  #held: HeldToken | null = null;
  #underWay: Promise<GatewayOutcome<IssuedToken>> | null = null;

  constructor(
    private readonly authorize: () => Promise<GatewayOutcome<IssuedToken>>,
    private readonly now: () => Date,
  ) {}

  /** A token that is good for a call made now. */
  async current(): Promise<GatewayOutcome<string>> {
    if (this.#held && this.now().getTime() < this.#held.renewAtMs) return { kind: 'ok', value: this.#held.token };
    const renewed = await this.renew();
    // Within the margin the old token still works: a failed renewal must not stop a checkout yet.
    if (renewed.kind !== 'ok' && this.#held && this.now().getTime() < this.#held.expiresAtMs) {
      return { kind: 'ok', value: this.#held.token };
    }
    return tokenOf(renewed);
  }

  /** Another token than the one the gateway rejected: a new one, unless a parallel call has fetched it already. */
  async replacing(rejected: string): Promise<GatewayOutcome<string>> {
    if (this.#held && this.#held.token !== rejected) return { kind: 'ok', value: this.#held.token };
    this.#held = null;
    return tokenOf(await this.renew());
  }

  /** Authorizes, or joins the authorization that is under way. */
  renew(): Promise<GatewayOutcome<IssuedToken>> {
    this.#underWay ??= this.#fetch().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #fetch(): Promise<GatewayOutcome<IssuedToken>> {
    const outcome = await this.authorize();
    if (outcome.kind === 'ok') {
      const nowMs = this.now().getTime();
      const lifeMs = remainingLifeMs(outcome.value, nowMs);
      const marginMs = Math.min(MAX_MARGIN_MS, lifeMs / MARGIN_SHARE);
      this.#held = {
        token: outcome.value.token,
        renewAtMs: nowMs + lifeMs - marginMs,
        expiresAtMs: nowMs + lifeMs,
      };
    }
    return outcome;
  }
}

/**
 * How long a token lasts from now. Its own start and end say how long it was made for, whatever our clock shows; its
 * end against our clock says what is left of it. The smaller one is safe, unless our clock is so far ahead that the
 * token seems to have been born dead.
 */
function remainingLifeMs({ startsAt, expiresAt }: IssuedToken, nowMs: number): number {
  const leftMs = expiresAt.getTime() - nowMs;
  const madeForMs = startsAt === null ? leftMs : expiresAt.getTime() - startsAt.getTime();
  return Math.max(0, leftMs <= 0 ? madeForMs : Math.min(leftMs, madeForMs));
}

function tokenOf(outcome: GatewayOutcome<IssuedToken>): GatewayOutcome<string> {
  return outcome.kind === 'ok' ? { kind: 'ok', value: outcome.value.token } : outcome;
}

/**
 * What a failed authorization means for the call that needed it: the call was never made, so nothing happened. Only
 * wrong credentials and a rate limit need something else from the caller than to try again later.
 */
export function withoutToken(failure: GatewayFailure): GatewayFailure {
  switch (failure.kind) {
    case 'unauthorized':
    case 'rate_limited':
      return failure;
    case 'refused': {
      const message = `the gateway refused the authorization: ${failure.code} ${failure.message}`.trim();
      return { kind: 'unauthorized', message, httpStatus: failure.httpStatus };
    }
    case 'never_sent':
    case 'unknown':
      return { kind: 'never_sent', reason: `no authorization to be had: ${failure.reason}` };
  }
}
