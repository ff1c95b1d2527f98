import type { Answer, Incoming } from '#test/sandbox/server.ts';
import { authorize } from './authorize.ts';
import { createDocument } from './create.ts';
import { listPage } from './list.ts';
import { REFERRALS_AUDIENCE } from './oauth.ts';
import { parseQuery } from './odata-query.ts';
import { isMicrosoftHalf, present, SERVICE_URL } from './output.ts';
import { applyPatch, type PatchOptions } from './patch.ts';
import type { Referral } from './referral.ts';
import { invalid, Refusal } from './refusal.ts';
import { replaceDocument } from './replace.ts';
import { formatStamp } from './stamp.ts';
import type { ReferralStore } from './store.ts';
import type { Switches } from './switches.ts';
import type { createThrottle } from './throttle.ts';
import type { Tokens } from './tokens.ts';
import { isVisible } from './visibility.ts';

/** The second form is the one nextLink names (reference PC §5). */
const PATH = /^\/v1\.0\/(?:engagements\/)?referrals(?:\/([^/]+)\/{0,2})?$/;

export const isReferralsPath = (path: string): boolean => PATH.test(path);

export interface ApiOptions {
  readonly store: ReferralStore;
  readonly tokens: Tokens;
  readonly switches: Switches;
  readonly throttle: ReturnType<typeof createThrottle>;
  readonly organizationId: string;
  readonly newId: () => string;
  readonly ownUrl: () => string;
}

const parseBody = (call: Incoming): unknown => {
  const kind = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (kind !== 'application/json')
    throw new Refusal({ status: 415, message: 'application/json is required.' });
  try {
    return JSON.parse(call.text);
  } catch {
    throw invalid('body', 'The body is not JSON.');
  }
};

const checkTag = (call: Incoming, current: Referral, switches: Switches): void => {
  const sent = call.headers['if-match'];
  if (sent === undefined || sent === '*' || sent === current.eTag) return;
  throw new Refusal({
    status: switches.staleStatus,
    code: switches.staleCode,
    message: 'The eTag sent does not match the current referral.',
  });
};

export const createApi = (options: ApiOptions) => {
  const { store, switches } = options;

  const find = (id: string): Referral => {
    const version = store.find(id.toLowerCase());
    if (version === undefined || !isVisible(version, switches))
      throw new Refusal({ status: 404, message: 'The referral does not exist.' });
    return version.read();
  };

  const whole = (document: Referral): Answer => ({
    status: 200,
    headers: { etag: document.eTag },
    body: {
      '@odata.context': `${SERVICE_URL}/$metadata#Referrals/$entity`,
      ...present(document, switches),
    },
  });

  const write = (
    call: Incoming,
    id: string,
    apply: (before: Referral, body: unknown, options: PatchOptions) => Referral,
  ): Referral => {
    const body = parseBody(call);
    const before = find(id);
    if (isMicrosoftHalf(before))
      throw new Refusal({ status: 403, message: 'The caller may not act on this referral.' });
    checkTag(call, before, switches);
    const ticks = store.stamp();
    const { newId } = options;
    return store.replace(apply(before, body, { switches, newId, at: formatStamp(ticks) }), ticks);
  };

  const create = (call: Incoming): Answer => {
    const stamp = store.stamp();
    const document = createDocument(parseBody(call), {
      switches,
      stamp,
      version: stamp % 0x1_0000_0000,
      organizationId: options.organizationId,
      newId: options.newId,
      engagement: (id) => store.engagement(id, 'current').map((each) => each.read()),
    });
    store.add(document);
    return whole(document);
  };

  const route = (call: Incoming, id: string | undefined): Answer => {
    if (id === undefined) {
      if (call.method === 'POST') return create(call);
      if (call.method !== 'GET') throw new Refusal({ status: 405, message: 'Not allowed here.' });
      const query = parseQuery(call.url.searchParams);
      return { status: 200, body: listPage(query, { store, switches, ownUrl: options.ownUrl() }) };
    }
    switch (call.method) {
      case 'GET':
        return whole(find(id));
      case 'PATCH': {
        const document = write(call, id, applyPatch);
        if (!/(^|,)\s*return=representation\s*(,|$)/.test(call.headers['prefer'] ?? ''))
          return { status: 204 };
        return {
          status: 200,
          headers: { etag: document.eTag },
          body: present(document, switches),
        };
      }
      case 'PUT':
        if (call.headers['if-match'] === undefined)
          throw invalid('If-Match', 'If-Match is required.');
        return whole(write(call, id, replaceDocument));
      default:
        throw new Refusal({ status: 405, message: 'There is no such operation.' });
    }
  };

  return (call: Incoming): Answer => {
    const token = authorize(call, {
      tokens: options.tokens,
      switches,
      audience: REFERRALS_AUDIENCE,
      needsPerson: true,
    });
    const refused = options.throttle.admit(call.method !== 'GET');
    if (refused !== undefined) return refused;
    const requestId = call.headers['client-request-id'];
    if (switches.requiresClientRequestId && (requestId ?? '') === '')
      throw invalid('client-request-id', 'The header client-request-id is required.');
    const answer = route(call, PATH.exec(call.url.pathname)?.[1]);
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'x-ms-ags-diagnostic': '{"ServerInfo":{"Slice":"SANDBOX"}}',
        ...(call.headers['validatemfa'] === 'true'
          ? { ismfacompliant: String(options.tokens.hasMfa(token)) }
          : {}),
      },
    };
  };
};
