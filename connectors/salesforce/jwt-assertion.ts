import { createSign } from 'node:crypto';
import { MINUTE_MS, SECOND_MS, toMs, type Instant } from '#core/lead/instant.ts';
import { SyncError } from '#core/failures/sync-error.ts';

/** Salesforce takes an assertion that ends within minutes (reference SF §3). */
const LIFE_MS = 3 * MINUTE_MS;

export interface AssertionOptions {
  readonly clientId: string;
  readonly username: string;
  /** Origin of the login host. */
  readonly audience: string;
  /** PEM, RSA. */
  readonly privateKey: string;
  readonly now: Instant;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The signed claim of the JWT bearer flow, RS256. */
export const createAssertion = (options: AssertionOptions): string => {
  const claims = {
    iss: options.clientId,
    sub: options.username,
    aud: options.audience,
    exp: Math.floor((toMs(options.now) + LIFE_MS) / SECOND_MS),
  };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  try {
    const signature = createSign('RSA-SHA256').update(signed).sign(options.privateKey, 'base64url');
    return `${signed}.${signature}`;
  } catch (cause) {
    throw new SyncError(
      'TOKEN_REJECTED',
      'The private key for Salesforce cannot sign: it must be an RSA key in PEM form without a passphrase.',
      { side: 'crm', cause },
    );
  }
};
