import { addMs, isAfter, SECOND_MS } from '#core/lead/instant.ts';
import { isSyncError, SyncError } from '#core/failures/sync-error.ts';
import type { Clock } from '#core/ports/clock.ts';
import {
  REFRESH_TOKEN_SECRET,
  type HttpMaker,
  type PartnerCenterSettings,
  type TenantSecrets,
} from './settings.ts';
import { SIGN_IN_AGAIN } from './sign-in-errors.ts';
import { createSignIn, type Tokens } from './sign-in.ts';

export interface DeviceCodeMessage {
  readonly url: string;
  readonly code: string;
  readonly expiresInSeconds: number;
}

export interface DeviceCodeOptions {
  readonly settings: PartnerCenterSettings;
  readonly http: HttpMaker;
  readonly secrets: Pick<TenantSecrets, 'save'>;
  readonly clock: Clock;
  /** Tells the person where to sign in and with which code. */
  readonly show: (message: DeviceCodeMessage) => void;
  readonly signal?: AbortSignal;
}

/** RFC 8628 §3.5. */
const SLOW_DOWN_SECONDS = 5;

/**
 * A person signs in, second factor included, in a browser of their own; the refresh token is stored.
 * @throws SyncError TOKEN_REJECTED when the person declines or the code runs out.
 */
export const signInByDeviceCode = async (options: DeviceCodeOptions): Promise<void> => {
  const { clock } = options;
  const signIn = createSignIn(options);
  const code = await signIn.requestDeviceCode();
  const endsAt = addMs(clock.now(), code.expiresInSeconds * SECOND_MS);
  options.show({ url: code.url, code: code.userCode, expiresInSeconds: code.expiresInSeconds });

  let pollSeconds = code.pollSeconds;
  const look = async (): Promise<Tokens | undefined> => {
    try {
      return await signIn.redeemDeviceCode(code.deviceCode);
    } catch (error) {
      if (!isSyncError(error)) throw error;
      if (error.details.systemCode === 'slow_down') pollSeconds += SLOW_DOWN_SECONDS;
      else if (
        error.details.systemCode !== 'authorization_pending' &&
        error.code !== 'UNAVAILABLE' &&
        error.code !== 'RATE_LIMITED'
      )
        throw error;
      return undefined;
    }
  };

  for (;;) {
    await clock.sleep(pollSeconds * SECOND_MS, options.signal);
    if (isAfter(clock.now(), endsAt))
      throw new SyncError(
        'TOKEN_REJECTED',
        `The sign-in code ran out before anybody used it. ${SIGN_IN_AGAIN}`,
        { side: 'partner' },
      );
    const tokens = await look();
    if (tokens === undefined) continue;
    if (tokens.refreshToken === undefined)
      throw new SyncError(
        'UNEXPECTED_ANSWER',
        'The sign-in worked but gave no refresh token: allow offline_access for the app registration',
        { side: 'partner' },
      );
    await options.secrets.save(REFRESH_TOKEN_SECRET, tokens.refreshToken);
    return;
  }
};
