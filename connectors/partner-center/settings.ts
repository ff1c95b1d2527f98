import type { ErrorTable, Http, TokenSource } from '#connectors/http/http.ts';

export interface PartnerCenterSettings {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  readonly loginUrl: string;
  /** Of the token, whatever the URLs say. */
  readonly audience: string;
  /** The portal page that shows one referral by `?id=`. */
  readonly portalUrl?: string;
}

/** The composition root's maker of transports: a connector adds what only it knows. */
export type HttpMaker = (parts: {
  readonly token: TokenSource;
  readonly errors: ErrorTable;
  /** Origins. */
  readonly hosts: readonly string[];
}) => Http;

/** The secret store, bound to one tenant. */
export interface TenantSecrets {
  find(name: string): Promise<string | undefined>;
  save(name: string, secret: string): Promise<void>;
}

/** Name of the newest refresh token among the tenant's secrets. */
export const REFRESH_TOKEN_SECRET = 'partnerCenterRefreshToken';
