import type { Incoming } from '#test/sandbox/server.ts';
import { Refusal } from './refusal.ts';
import type { Switches } from './switches.ts';
import type { AccessToken, Tokens } from './tokens.ts';

const unauthenticated = (innerCode: string, message: string): Refusal =>
  new Refusal({ status: 401, message, innerCode });

/**
 * The token behind a call.
 * @throws Refusal 401 when it is missing, expired, for another audience, an app's where a person's is needed, or lacks MFA.
 */
export const authorize = (
  call: Incoming,
  options: {
    readonly tokens: Tokens;
    readonly switches: Switches;
    readonly audience: string;
    readonly needsPerson: boolean;
  },
): AccessToken => {
  const sent = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (sent === undefined) throw unauthenticated('tokenMissing', 'The caller is not authenticated.');
  const token = options.tokens.access(sent);
  if (token === undefined) throw unauthenticated('tokenExpired', 'Lifetime validation failed.');
  if (token.audience !== options.audience)
    throw unauthenticated('wrongAudience', 'Audience validation failed.');
  if (options.needsPerson && token.session.isAppOnly)
    throw unauthenticated('appOnly', 'An app and user token is required.');
  if (options.switches.enforcesMfa && !options.tokens.hasMfa(token))
    throw unauthenticated('900421', 'The token does not carry the multifactor claim.');
  return token;
};
