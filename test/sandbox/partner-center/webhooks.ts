import { z } from 'zod';
import type { Answer, Incoming } from '#test/sandbox/server.ts';
import { authorize } from './authorize.ts';
import { WEBHOOKS_AUDIENCE } from './oauth.ts';
import type { Referral } from './referral.ts';
import { invalid, Refusal } from './refusal.ts';
import type { Switches } from './switches.ts';
import type { Tokens } from './tokens.ts';
import { createDelivery, type Attempt } from './webhook-delivery.ts';
import { EVENT_NAMES, referralEvent, testEvent } from './webhook-events.ts';

const PATH = /^\/webhooks\/v1\/registration(\/.*)?$/;
const MINUTE_MS = 60_000;
const TESTS_PER_MINUTE = 2;

const Registration = z.object({
  WebhookUrl: z.url({ protocol: /^https?$/ }),
  WebhookEvents: z.array(z.enum(EVENT_NAMES)).min(1),
  SignatureTokenToMsSignatureHeader: z.boolean().default(false),
});

export const isWebhooksPath = (path: string): boolean => PATH.test(path);

export interface WebhooksOptions {
  readonly now: () => number;
  readonly switches: Switches;
  readonly tokens: Tokens;
  readonly newId: () => string;
  readonly ownUrl: () => string;
}

/** One registration for the tenant; whoever registers last gets the events (reference PC §12.1). */
export const createWebhooks = (options: WebhooksOptions) => {
  const { now, newId } = options;
  const delivery = createDelivery(options);
  const tests = new Map<string, Attempt[]>();
  let testedAt: number[] = [];
  let registered: (z.infer<typeof Registration> & { readonly id: string }) | undefined;

  const requireRegistered = (): NonNullable<typeof registered> => {
    if (registered === undefined)
      throw new Refusal({ status: 404, message: 'Nothing is registered.', target: 'registration' });
    return registered;
  };

  const register = (call: Incoming): Answer => {
    let body: unknown;
    try {
      body = JSON.parse(call.text);
    } catch {
      throw invalid('registration', 'The body is not JSON.');
    }
    const parsed = Registration.safeParse(body);
    if (!parsed.success)
      throw invalid(String(parsed.error.issues[0]?.path[0]), 'The registration is not valid.');
    registered = { ...parsed.data, id: registered?.id ?? newId() };
    const { id, WebhookUrl, WebhookEvents } = registered;
    return { status: 200, body: { SubscriberId: id, WebhookUrl, WebhookEvents } };
  };

  const startTest = (): Answer => {
    if (!requireRegistered().WebhookEvents.includes('test-created'))
      throw invalid('WebhookEvents', 'test-created is not registered.');
    testedAt = testedAt.filter((at) => at > now() - MINUTE_MS);
    if (testedAt.length >= TESTS_PER_MINUTE)
      throw new Refusal({ status: 429, message: 'Two tests a minute.', target: 'test' });
    testedAt.push(now());
    const correlationId = newId();
    const attempts: Attempt[] = [];
    tests.set(correlationId, attempts);
    delivery.enqueue(testEvent(correlationId, now()), (attempt) => attempts.push(attempt));
    return { status: 200, body: { correlationId } };
  };

  const readTest = (correlationId: string): Answer => {
    const results = tests.get(correlationId);
    if (results === undefined)
      throw new Refusal({ status: 404, message: 'There was no such test.', target: 'test' });
    const status = results.length === 0 ? 'pending' : 'completed';
    const { WebhookUrl: callbackUrl } = requireRegistered();
    return { status: 200, body: { correlationId, status, callbackUrl, results } };
  };

  const route = (call: Incoming): Answer => {
    const path = PATH.exec(call.url.pathname)?.[1] ?? '';
    const testId = /^\/validationEvents\/([\w-]+)$/.exec(path)?.[1];
    if (call.method === 'GET' && testId !== undefined) return readTest(testId);
    switch (`${call.method} ${path}`) {
      case 'GET /events':
        return { status: 200, body: EVENT_NAMES };
      case 'GET ': {
        const { WebhookUrl, WebhookEvents } = requireRegistered();
        return { status: 200, body: { WebhookUrl, WebhookEvents } };
      }
      case 'POST ':
      case 'PUT ':
        return register(call);
      case 'POST /validationEvents':
        return startTest();
      default:
        throw new Refusal({ status: 405, message: 'Not allowed here.', target: 'registration' });
    }
  };

  return {
    handle: (call: Incoming): Answer => {
      const { tokens, switches } = options;
      authorize(call, { tokens, switches, audience: WEBHOOKS_AUDIENCE, needsPerson: false });
      return route(call);
    },
    certificate: (): Answer => ({
      status: 200,
      headers: { 'content-type': 'application/pkix-cert' },
      body: delivery.certificate(),
    }),
    record: (document: Referral, isNew: boolean): void => {
      const event = referralEvent(document, isNew, now());
      if (registered?.WebhookEvents.includes(event.EventName)) delivery.enqueue(event);
    },
    deliver: async (): Promise<number> =>
      registered === undefined
        ? 0
        : delivery.deliver({
            url: registered.WebhookUrl,
            usesOwnHeader: registered.SignatureTokenToMsSignatureHeader,
          }),
  };
};
