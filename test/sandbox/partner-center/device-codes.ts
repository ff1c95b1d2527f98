import { below, guid, type Random } from './random.ts';

const LIFETIME_SECONDS = 900;
const INTERVAL_SECONDS = 5;
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

interface DeviceCode {
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: string;
  readonly expiresAt: number;
  answer: 'pending' | 'approved' | 'declined' | 'used';
  askedAt: number | undefined;
}

export type DevicePoll =
  | { readonly kind: 'pending' | 'slowDown' | 'declined' | 'expired' | 'unknown' }
  | { readonly kind: 'approved'; readonly scope: string };

export interface DeviceCodes {
  start(clientId: string, scope: string): { deviceCode: string; userCode: string };
  poll(deviceCode: string, clientId: string): DevicePoll;
  waiting(): readonly string[];
  /** The code last shown when none is named. False when there is none waiting. */
  answer(answer: 'approved' | 'declined', userCode?: string): boolean;
  readonly lifetimeSeconds: number;
  readonly intervalSeconds: number;
}

/** Sign-in on another device: the client shows a code, a person types it, the client asks again and again. */
export const createDeviceCodes = (options: { now: () => number; random: Random }): DeviceCodes => {
  const { now, random } = options;
  const codes = new Map<string, DeviceCode>();
  const open = (): DeviceCode[] =>
    [...codes.values()].filter((code) => code.answer === 'pending' && code.expiresAt > now());

  return {
    lifetimeSeconds: LIFETIME_SECONDS,
    intervalSeconds: INTERVAL_SECONDS,
    start: (clientId, scope) => {
      const userCode = Array.from({ length: 9 }, () => LETTERS[below(random, LETTERS.length)]).join(
        '',
      );
      const deviceCode = `dc.${guid(random)}`;
      codes.set(deviceCode, {
        userCode,
        clientId,
        scope,
        expiresAt: now() + LIFETIME_SECONDS * 1_000,
        answer: 'pending',
        askedAt: undefined,
      });
      return { deviceCode, userCode };
    },
    poll: (deviceCode, clientId) => {
      const code = codes.get(deviceCode);
      if (code === undefined || code.clientId !== clientId || code.answer === 'used')
        return { kind: 'unknown' };
      if (code.expiresAt <= now()) return { kind: 'expired' };
      if (code.answer === 'declined') return { kind: 'declined' };
      const isHasty = code.askedAt !== undefined && now() - code.askedAt < INTERVAL_SECONDS * 1_000;
      code.askedAt = now();
      if (isHasty) return { kind: 'slowDown' };
      if (code.answer === 'pending') return { kind: 'pending' };
      code.answer = 'used';
      return { kind: 'approved', scope: code.scope };
    },
    waiting: () => open().map((code) => code.userCode),
    answer: (answer, userCode) => {
      const code =
        userCode === undefined
          ? open().at(-1)
          : open().find((each) => each.userCode === userCode.trim().toUpperCase());
      if (code === undefined) return false;
      code.answer = answer;
      return true;
    },
  };
};
