import type { Answer } from '#test/sandbox/server.ts';

/** Microsoft Entra's answers: OAuth error, its own number, the gist of its text. */
const FAILURES = {
  pending: ['authorization_pending', 70016, 'The sign-in has not been completed yet.'],
  slowDown: ['slow_down', 70016, 'The client asks too often.'],
  declined: ['authorization_declined', 70024, 'The user declined the sign-in.'],
  expiredCode: ['expired_token', 70020, 'The device code has expired.'],
  malformedGrant: ['invalid_grant', 9002313, 'The grant is malformed or not valid.'],
  expiredGrant: ['invalid_grant', 700082, 'The refresh token has expired due to inactivity.'],
  revokedGrant: ['invalid_grant', 50173, 'The grant was revoked; a fresh sign-in is needed.'],
  unknownClient: ['unauthorized_client', 700016, 'The application was not found in the directory.'],
  wrongSecret: ['invalid_client', 7000215, 'The client secret is not valid.'],
  wrongScope: ['invalid_scope', 70011, 'The requested scope is not valid.'],
  unknownGrant: ['unsupported_grant_type', 70003, 'The grant type is not supported.'],
} as const satisfies Record<string, readonly [string, number, string]>;

const TRACE_ID = '5d3f0c3a-3b5e-4a0f-9c55-0f6c6f0a1d00';

export const signInFailure = (name: keyof typeof FAILURES, now: number): Answer => {
  const [error, number, text] = FAILURES[name];
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status: error === 'invalid_client' ? 401 : 400,
    body: {
      error,
      error_description: `AADSTS${number}: ${text} Trace ID: ${TRACE_ID} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: TRACE_ID,
      correlation_id: TRACE_ID,
    },
  };
};
