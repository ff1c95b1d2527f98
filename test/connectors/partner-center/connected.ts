import { afterAll } from '@jest/globals';
import nock from 'nock';
import type { Instant } from '#core/lead/instant.ts';
import type { PartnerCapabilities, PartnerSystem } from '#core/ports/partner-system.ts';
import { createHttp } from '#connectors/http/create-http.ts';
import {
  createPartnerCenter,
  REFRESH_TOKEN_SECRET,
  type HttpMaker,
  type PartnerCenterSettings,
  type TenantSecrets,
} from '#connectors/partner-center/index.ts';
import { createManualClock, type ManualClock } from '#test/support/manual-clock.ts';

// Importing nock patches Node's http for the whole worker: whoever imports this file gives it back.
afterAll(() => nock.restore());

export const NOW: Instant = '2026-11-24T09:00:00.000Z';
export const API = 'https://api.partner.example';
export const LOGIN = 'https://login.example';
export const TOKEN_PATH = '/contoso/oauth2/v2.0/token';
export const LIST_PATH = '/v1.0/engagements/referrals';

export const SETTINGS: PartnerCenterSettings = {
  tenantId: 'contoso',
  clientId: 'app',
  clientSecret: 'hush',
  apiUrl: API,
  loginUrl: LOGIN,
  audience: 'https://api.partner.microsoft.com',
};

export interface Vault extends TenantSecrets {
  readonly stored: Map<string, string>;
}

export const createVault = (refreshToken?: string): Vault => {
  const stored = new Map<string, string>();
  if (refreshToken !== undefined) stored.set(REFRESH_TOKEN_SECRET, refreshToken);
  return {
    stored,
    find: async (name) => stored.get(name),
    save: async (name, secret) => {
      stored.set(name, secret);
    },
  };
};

export const httpMaker =
  (clock: ManualClock): HttpMaker =>
  (parts) =>
    createHttp({
      ...parts,
      side: 'partner',
      clock,
      random: () => 0,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      limits: { concurrency: 2 },
    });

export interface Connected {
  readonly partner: PartnerSystem;
  readonly clock: ManualClock;
  readonly vault: Vault;
}

/** The real connector on the real transport; nock is the wire. */
export const connect = (
  options: {
    readonly capabilities?: PartnerCapabilities;
    readonly settings?: Partial<PartnerCenterSettings>;
    readonly vault?: Vault;
    readonly firstRefreshToken?: string;
    readonly timeZone?: string;
  } = {},
): Connected => {
  const clock = createManualClock(NOW);
  const vault = options.vault ?? createVault('RT1');
  let guids = 0;
  const partner = createPartnerCenter({
    settings: { ...SETTINGS, ...options.settings },
    http: httpMaker(clock),
    secrets: vault,
    firstRefreshToken: options.firstRefreshToken,
    timeZone: options.timeZone ?? 'UTC',
    clock,
    newGuid: () => {
      guids += 1;
      return `guid-${guids}`;
    },
    capabilities: options.capabilities ?? null,
  });
  return { partner, clock, vault };
};

/** Grants an access token for each of these refresh tokens, in turn. */
export const grant = (access: string, answer: Readonly<Record<string, unknown>> = {}): void => {
  nock(LOGIN)
    .post(TOKEN_PATH)
    .reply(200, { token_type: 'Bearer', expires_in: 3_600, access_token: access, ...answer });
};

export const collect = async <T>(pages: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
};

/** What a call ended in, for tables: the error's code and words, or the value. */
export const failureOf = async (
  call: Promise<unknown>,
): Promise<{ code: string; message: string; details: object }> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { code, message, details } = error as { code: string; message: string; details: object };
  return { code, message, details };
};
