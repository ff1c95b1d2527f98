import type { Answer, Incoming } from '#test/sandbox/server.ts';
import type { CallCount } from './call-count.ts';
import type { Oauth } from './oauth.ts';
import { errorAnswer, type RestRequest } from './request.ts';

/** Oldest and newest version that answers (SF §2). */
const OLDEST = 31;
const NEWEST = 68;
/** Longer addresses are refused with 414, in characters (SF §11). */
const MAX_URL = 16_000;

const SEASONS = ['Spring', 'Summer', 'Winter'] as const;
/** Three a year, v66 being Spring '26. */
const labelOf = (version: number): string => {
  const since = version - 66;
  const season = SEASONS[((since % 3) + 3) % 3] ?? 'Spring';
  const year = 26 + Math.floor(since / 3) + (season === 'Winter' ? 1 : 0);
  return `${season} '${String(year)}`;
};

const listVersions = (): Answer => ({
  status: 200,
  body: Array.from({ length: NEWEST - OLDEST + 1 }, (_value, place) => {
    const version = OLDEST + place;
    return {
      label: labelOf(version),
      url: `/services/data/v${version}.0`,
      version: `${version}.0`,
    };
  }),
});

const readBody = (text: string): unknown => {
  if (text.trim() === '') return undefined;
  return JSON.parse(text) as unknown;
};

export interface DataPathOptions {
  readonly oauth: Oauth;
  readonly count: CallCount;
  readonly route: (request: RestRequest) => Answer;
}

const findRefusal = (
  options: DataPathOptions,
  call: Incoming,
  version: number,
): Answer | undefined => {
  if (call.url.href.length > MAX_URL) return { status: 414, body: 'URI Too Long' };
  if (version < OLDEST) {
    return errorAnswer(410, [
      { errorCode: 'UNSUPPORTED_API_VERSION', message: 'The requested API version is retired.' },
    ]);
  }
  if (version > NEWEST) {
    return errorAnswer(404, [
      { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
    ]);
  }
  return options.count.used() < options.count.max
    ? undefined
    : errorAnswer(403, [
        { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
      ]);
};

const answerCall = (options: DataPathOptions, call: Incoming): Answer => {
  const match = /^\/services\/data\/v(\d+\.\d)(?:\/(.*?))?\/?$/.exec(call.url.pathname);
  if (match === null) {
    return errorAnswer(404, [
      { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
    ]);
  }
  const userId = options.oauth.authorize(call.headers['authorization']);
  if (userId === undefined) {
    return errorAnswer(401, [
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
  }
  const [, version = '', path = ''] = match;
  const refusal = findRefusal(options, call, Number(version));
  if (refusal !== undefined) return refusal;
  options.count.spend(1);
  let body: unknown;
  try {
    body = readBody(call.text);
  } catch (error) {
    return errorAnswer(400, [{ message: String(error), errorCode: 'JSON_PARSER_ERROR' }]);
  }
  return options.route({
    method: call.url.searchParams.get('_HttpMethod') ?? call.method,
    path,
    query: call.url.searchParams,
    headers: call.headers,
    body,
    version,
    userId,
    isNested: false,
  });
};

/** `/services/data…`: versions without a token, all else with one, counted, the count on every reply. */
export const createDataPath =
  (options: DataPathOptions) =>
  (call: Incoming): Answer => {
    if (/^\/services\/data\/?$/.test(call.url.pathname)) return listVersions();
    const answer = answerCall(options, call);
    return {
      ...answer,
      headers: { ...answer.headers, 'sforce-limit-info': options.count.header() },
    };
  };
