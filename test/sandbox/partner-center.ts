import { startSandboxServer, type Incoming, type SandboxServer } from './server.ts';
import { createApi, isReferralsPath } from './partner-center/api.ts';
import { createControls } from './partner-center/controls.ts';
import { createDeviceCodes } from './partner-center/device-codes.ts';
import { createOauth } from './partner-center/oauth.ts';
import { createPeople, type People } from './partner-center/people.ts';
import { createRandom, guid } from './partner-center/random.ts';
import { Refusal } from './partner-center/refusal.ts';
import { createReferralStore } from './partner-center/store.ts';
import { DEFAULT_SWITCHES, type Switches } from './partner-center/switches.ts';
import { createThrottle } from './partner-center/throttle.ts';
import { createTokens } from './partner-center/tokens.ts';
import { CERTIFICATE_PATH } from './partner-center/webhook-delivery.ts';
import { createWebhooks, isWebhooksPath } from './partner-center/webhooks.ts';

export type { DeepPartial, Referral } from './partner-center/referral.ts';
export type { Switches } from './partner-center/switches.ts';
export { CLIENT_ID, CLIENT_SECRET } from './partner-center/oauth.ts';
export { FIRST_REFRESH_TOKEN } from './partner-center/tokens.ts';

/** The partner of the examples. */
export const ORGANIZATION_ID = '3f6a2c1e-8b0d-4e57-9a41-5c2d7e90b813';

export interface PartnerCenterOptions {
  /** Unix ms: the service's own clock. */
  readonly now: () => number;
  readonly port?: number;
  readonly organizationId?: string;
  readonly seed?: number;
  readonly switches?: Partial<Switches>;
  /** Puts a button on the page. */
  readonly onKillWorker?: () => void;
}

export interface PartnerCenterSandbox extends People {
  /** Base of the API and of the sign-in: `/v1.0/engagements/referrals`, `/{tenant}/oauth2/v2.0/token`. */
  readonly url: string;
  readonly server: SandboxServer;
  /** May be changed while it runs. */
  readonly switches: Switches;
  readonly organizationId: string;
  /** A person approves, with MFA, the code shown last or the one named. False when none waits. */
  approveSignIn(userCode?: string): boolean;
  declineSignIn(userCode?: string): boolean;
  /** No token given out so far is good for anything. */
  revokeTokens(): void;
  /** Access tokens now out are refused; a refresh gives good ones. */
  expireAccessTokens(): void;
  /** One attempt for each webhook event whose time has come. Returns how many were taken. */
  deliverEvents(): Promise<number>;
  stop(): Promise<void>;
}

const SIGN_IN =
  /^(\/[^/]+)\/(?:oauth2\/v2\.0\/(token|devicecode)|v2\.0\/\.well-known\/(openid-configuration))$/;

/** A stand-in for Partner Center's referrals API and its sign-in, over real HTTP (reference PC §15). */
export const startPartnerCenter = async (
  options: PartnerCenterOptions,
): Promise<PartnerCenterSandbox> => {
  const { now, organizationId = ORGANIZATION_ID } = options;
  const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const random = createRandom(options.seed ?? 1);
  const newId = (): string => guid(random);
  const store = createReferralStore({
    now,
    random,
    switches,
    onChange: (document, isNew) => webhooks.record(document, isNew),
  });
  const tokens = createTokens({ now, random, switches });
  const ownUrl = (): string => server.url;
  const webhooks = createWebhooks({ now, switches, tokens, newId, ownUrl });
  const codes = createDeviceCodes({ now, random });
  const people = createPeople({ store, switches, organizationId, newId });
  const oauth = createOauth({
    tokens,
    codes,
    switches,
    now,
    signInUrl: () => `${server.url}/sandbox/sign-in`,
  });
  const api = createApi({
    store,
    tokens,
    switches,
    organizationId,
    newId,
    throttle: createThrottle({ now, switches }),
    ownUrl,
  });
  const controls = createControls({
    store,
    people,
    codes,
    server: () => server,
    onKillWorker: options.onKillWorker,
  });

  const signIn = (call: Incoming, [, tenant = '', post, discovery]: RegExpExecArray) => {
    if (discovery !== undefined) return oauth.metadata(server.url + tenant);
    return post === 'token' ? oauth.token(call) : oauth.deviceCode(call);
  };

  const route = (call: Incoming) => {
    const { pathname } = call.url;
    if (/^\/sandbox(\/|$)/.test(pathname)) return controls(call);
    const found = SIGN_IN.exec(pathname);
    if (found !== null) return signIn(call, found);
    if (isReferralsPath(pathname)) return api(call);
    if (isWebhooksPath(pathname)) return webhooks.handle(call);
    if (pathname === CERTIFICATE_PATH) return webhooks.certificate();
    throw new Refusal({ status: 404, message: 'No such resource.', target: 'path' });
  };

  const server = await startSandboxServer({
    now,
    ...(options.port === undefined ? {} : { port: options.port }),
    handle: (call) => {
      store.settle();
      const sent = call.headers['client-request-id'];
      const headers = {
        'request-id': newId(),
        ...(sent === undefined ? {} : { 'client-request-id': sent }),
      };
      try {
        const answer = route(call);
        return { ...answer, headers: { ...headers, ...answer.headers } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { ...error.answer, headers: { ...headers, ...error.answer.headers } };
      }
    },
  });

  return {
    ...people,
    get size() {
      return store.size;
    },
    url: server.url,
    server,
    switches,
    organizationId,
    approveSignIn: (userCode) => codes.answer('approved', userCode),
    declineSignIn: (userCode) => codes.answer('declined', userCode),
    revokeTokens: () => tokens.revokeAll(),
    expireAccessTokens: () => tokens.expireAccess(),
    deliverEvents: () => webhooks.deliver(),
    stop: () => server.stop(),
  };
};
