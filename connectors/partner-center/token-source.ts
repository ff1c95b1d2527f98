import { addMs, isAfter, SECOND_MS, type Instant } from '#core/lead/instant.ts';
import { isSyncError } from '#core/failures/sync-error.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { TokenSource } from '#connectors/http/http.ts';
import { REFRESH_TOKEN_SECRET, type TenantSecrets } from './settings.ts';
import { notSignedIn, type SignIn, type Tokens } from './sign-in.ts';

export interface TokenSourceOptions {
  readonly signIn: Pick<SignIn, 'refresh'>;
  readonly secrets: TenantSecrets;
  /** From the settings: used until one is stored, and once more when the stored one is refused. */
  readonly firstRefreshToken: string | undefined;
  readonly clock: Clock;
}

/** An access token is given up this long before its end, or at half its life when that is shorter. */
const MARGIN_SECONDS = 120;

interface Held {
  readonly accessToken: string;
  readonly until: Instant;
}

/** Access tokens from the newest refresh token; one request in flight at a time. */
export const createTokenSource = (options: TokenSourceOptions): TokenSource => {
  const { signIn, secrets, clock } = options;
  const firstRefreshToken =
    options.firstRefreshToken === '' ? undefined : options.firstRefreshToken;
  let held: Held | undefined;
  let underWay: Promise<string> | undefined;

  /** Another process may have stored a newer one since, so it is read each time. */
  const refresh = async (): Promise<{ used: string; isStored: boolean; tokens: Tokens }> => {
    const stored = await secrets.find(REFRESH_TOKEN_SECRET);
    const used = stored ?? firstRefreshToken;
    if (used === undefined) throw notSignedIn();
    try {
      return { used, isStored: used === stored, tokens: await signIn.refresh(used) };
    } catch (error) {
      const isRefused =
        isSyncError(error, 'TOKEN_REJECTED') && error.details.systemCode === 'invalid_grant';
      if (!isRefused || firstRefreshToken === undefined || firstRefreshToken === used) throw error;
      const tokens = await signIn.refresh(firstRefreshToken);
      return { used: firstRefreshToken, isStored: false, tokens };
    }
  };

  const signInAgain = async (): Promise<string> => {
    const askedAt = clock.now();
    const { used, isStored, tokens } = await refresh();
    const newest = tokens.refreshToken ?? used;
    if (!isStored || newest !== used) await secrets.save(REFRESH_TOKEN_SECRET, newest);
    const lifeMs = tokens.expiresInSeconds * SECOND_MS;
    const keptMs = Math.max(lifeMs - MARGIN_SECONDS * SECOND_MS, lifeMs / 2);
    held = { accessToken: tokens.accessToken, until: addMs(askedAt, keptMs) };
    return tokens.accessToken;
  };

  const once = (): Promise<string> => {
    underWay ??= signInAgain().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  return {
    token: async () =>
      held !== undefined && isAfter(held.until, clock.now()) ? held.accessToken : once(),
    renew: async (rejected) => {
      if (held !== undefined && held.accessToken !== rejected) return held.accessToken;
      return once();
    },
  };
};
