import { MINUTE_MS } from '#core/lead/instant.ts';
import { SyncError, type SyncErrorCode } from '#core/failures/sync-error.ts';
import type { HttpReply } from '#connectors/http/http.ts';
import { failuresOf, joinFailures } from './failures.ts';

interface SignInMeaning {
  readonly code: SyncErrorCode;
  readonly advice: string;
}

/** By OAuth error; whatever is not named here is a matter of configuration (reference SF §3). */
const MEANINGS: Readonly<Record<string, SignInMeaning>> = {
  rate_limit_exceeded: { code: 'RATE_LIMITED', advice: 'It will be tried again.' },
  server_error: { code: 'UNAVAILABLE', advice: 'It will be tried again.' },
  unavailable: { code: 'UNAVAILABLE', advice: 'It will be tried again.' },
  invalid_client_id: {
    code: 'TOKEN_REJECTED',
    advice: 'Check `clientId` against the consumer key of the External Client App.',
  },
  invalid_client: {
    code: 'TOKEN_REJECTED',
    advice: 'Check `clientSecret`: the secret of the External Client App may have been changed.',
  },
  invalid_grant: {
    code: 'TOKEN_REJECTED',
    advice:
      'Check that the app has a Run-as user, that this user is active and approved for the app, and that `loginUrl` is the My Domain of the org.',
  },
  unsupported_grant_type: {
    code: 'TOKEN_REJECTED',
    advice:
      'Turn the flow on in the External Client App, and set `loginUrl` to the My Domain of the org.',
  },
};

const byStatus = (status: number): SignInMeaning => {
  if (status === 429) return { code: 'RATE_LIMITED', advice: 'It will be tried again.' };
  if (status >= 500 || status === 420)
    return { code: 'UNAVAILABLE', advice: 'It will be tried again.' };
  return {
    code: 'TOKEN_REJECTED',
    advice: 'Check `loginUrl` and the app in Salesforce, then start again.',
  };
};

/** Error table of the token endpoint: an object, not the array of the REST API; 400 or 401. */
export const signInErrors = (reply: HttpReply): SyncError | undefined => {
  if (reply.status < 400) return undefined;
  const { code, words } = joinFailures(failuresOf(reply.text));
  const meaning = MEANINGS[code] ?? byStatus(reply.status);
  return new SyncError(
    meaning.code,
    `Salesforce refused the sign-in: ${code === '' ? `HTTP ${reply.status}` : code}. ${meaning.advice}`,
    {
      side: 'crm',
      status: reply.status,
      ...(code === '' ? {} : { systemCode: code }),
      ...(words === '' ? {} : { systemWords: words }),
      ...(meaning.code === 'RATE_LIMITED' ? { retryAfterMs: MINUTE_MS } : {}),
    },
  );
};
