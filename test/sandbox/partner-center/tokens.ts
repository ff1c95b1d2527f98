import { guid, type Random } from './random.ts';
import type { Switches } from './switches.ts';

export const FIRST_REFRESH_TOKEN = 'pc-refresh-0';
const UNUSED_DAYS_MS = 90 * 86_400_000;

/** One sign-in of a person, or an app on its own. All tokens exchanged from it share it. */
export interface Session {
  readonly isFirst: boolean;
  readonly isAppOnly: boolean;
  isRevoked: boolean;
}

export interface AccessToken {
  readonly session: Session;
  readonly audience: string;
  readonly expiresAt: number;
}

interface RefreshToken {
  readonly session: Session;
  usedAt: number;
  exchangedAt: number | undefined;
}

export interface Tokens {
  issue(grant: { session: Session; audience: string; isRefreshable: boolean }): {
    accessToken: string;
    refreshToken: string | undefined;
  };
  /** The session behind a refresh token, and that it was used now; or why it is good for nothing. */
  redeem(refreshToken: string): Session | 'unknown' | 'expired' | 'revoked';
  newSession(isAppOnly: boolean): Session;
  access(token: string): AccessToken | undefined;
  hasMfa(token: AccessToken): boolean;
  /** As a reset password does: no refresh token lives on; access tokens neither. */
  revokeAll(): void;
  /** The access tokens now out are refused from here on, as if expired. */
  expireAccess(): void;
}

export const createTokens = (options: {
  now: () => number;
  random: Random;
  switches: Switches;
}): Tokens => {
  const { now, random, switches } = options;
  const first: Session = { isFirst: true, isAppOnly: false, isRevoked: false };
  const refresh = new Map<string, RefreshToken>([
    [FIRST_REFRESH_TOKEN, { session: first, usedAt: now(), exchangedAt: undefined }],
  ]);
  let access = new Map<string, AccessToken>();

  return {
    newSession: (isAppOnly) => ({ isFirst: false, isAppOnly, isRevoked: false }),
    issue: ({ session, audience, isRefreshable }) => {
      const accessToken = `at.${guid(random)}`;
      access.set(accessToken, {
        session,
        audience,
        expiresAt: now() + switches.accessTokenSeconds * 1_000,
      });
      if (!isRefreshable) return { accessToken, refreshToken: undefined };
      const refreshToken = `rt.${guid(random)}`;
      refresh.set(refreshToken, { session, usedAt: now(), exchangedAt: undefined });
      return { accessToken, refreshToken };
    },
    redeem: (text) => {
      const found = refresh.get(text);
      if (found === undefined) return 'unknown';
      if (found.session.isRevoked) return 'revoked';
      const isPastGrace =
        found.exchangedAt !== undefined && now() - found.exchangedAt > switches.refreshGraceMs;
      if (isPastGrace || now() - found.usedAt > UNUSED_DAYS_MS) return 'expired';
      found.usedAt = now();
      found.exchangedAt ??= now();
      return found.session;
    },
    access: (token) => {
      const found = access.get(token);
      return found === undefined || found.session.isRevoked || found.expiresAt <= now()
        ? undefined
        : found;
    },
    hasMfa: ({ session }) => session.isAppOnly || !session.isFirst || switches.firstTokenHasMfa,
    revokeAll: () => {
      for (const { session } of refresh.values()) session.isRevoked = true;
    },
    expireAccess: () => {
      access = new Map();
    },
  };
};
