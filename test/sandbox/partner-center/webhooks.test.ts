import { X509Certificate, createVerify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandboxServer, type Incoming, type SandboxServer } from '#test/sandbox/server.ts';
import { startPartnerCenter, type PartnerCenterSandbox } from '#test/sandbox/partner-center.ts';
import { createCaller, type Caller, type Reply } from './caller.ts';
import { WEBHOOKS_AUDIENCE } from './oauth.ts';

let now = 0;
let sandbox: PartnerCenterSandbox;
let caller: Caller;
let receiver: SandboxServer;
let received: Incoming[] = [];
let answerStatus = 200;

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  received = [];
  answerStatus = 200;
  sandbox = await startPartnerCenter({ now: () => now });
  receiver = await startSandboxServer({
    now: () => now,
    handle: (call) => {
      received.push(call);
      return { status: answerStatus };
    },
  });
  caller = createCaller(sandbox);
  const scope = `${WEBHOOKS_AUDIENCE}/.default`;
  const own = await caller.signIn({ grant_type: 'client_credentials', scope });
  caller.useToken(own.body['access_token']);
});

afterEach(async () => {
  await sandbox.stop();
  await receiver.stop();
});

const registration = (path = '', method = 'GET', body?: unknown): Promise<Reply> =>
  caller.send(`/webhooks/v1/registration${path}`, { method, body });

const ALL = [
  'referral-created',
  'referral-updated',
  'related-referral-created',
  'related-referral-updated',
  'test-created',
];

const register = (WebhookEvents: string[] = ALL, more: object = {}): Promise<Reply> =>
  registration('', 'POST', { WebhookUrl: `${receiver.url}/hook`, WebhookEvents, ...more });

const eventsOf = (): Record<string, unknown>[] =>
  received.map((call) => JSON.parse(call.text) as Record<string, unknown>);

describe('a registration', () => {
  test('is one for the tenant: the last one counts', async () => {
    expect((await registration('/events')).body).toEqual(ALL);
    expect((await registration()).status).toBe(404);
    const first = await register();
    const WebhookUrl = 'https://other.example/hook';
    const body = { WebhookUrl, WebhookEvents: ['referral-updated'] };
    const second = await registration('', 'PUT', body);
    expect(second.body).toEqual({ ...body, SubscriberId: first.body['SubscriberId'] });
    expect((await registration()).body).toEqual(body);
  });

  test.each<[object, string]>([
    [{ WebhookUrl: 'ftp://x.example' }, 'WebhookUrl'],
    [{ WebhookEvents: ['lead-created'] }, 'WebhookEvents'],
    [{ WebhookEvents: [] }, 'WebhookEvents'],
  ])('is refused with %o', async (change, target) => {
    const reply = await register(ALL, change);
    expect([reply.status, reply.body.error['target']]).toEqual([400, target]);
  });

  test('needs a token for its own audience', async () => {
    caller.useToken((await caller.refresh()).body['access_token']);
    expect((await registration('/events')).status).toBe(401);
  });
});

describe('events', () => {
  test('tell what changed where, and nothing else; a half of Microsoft as related', async () => {
    await register();
    const own = sandbox.addReferral({ type: 'Shared', status: 'Active' });
    const half = sandbox.addMicrosoftHalf(own);
    sandbox.accept(half);
    sandbox.win(own);
    expect(await sandbox.deliverEvents()).toBe(4);
    const uri = 'https://api.partnercenter.microsoft.com/engagements/v1/referrals/';
    expect(eventsOf()).toEqual(
      [
        ['referral-created', own],
        ['related-referral-created', half],
        ['related-referral-updated', half],
        ['referral-updated', own],
      ].map(([EventName, id]) => ({
        EventName,
        ResourceUri: uri + String(id),
        ResourceName: 'referral',
        AuditUri: null,
        ResourceChangeUtcDate: '2026-11-24T09:00:00.0000000+00:00',
      })),
    );
  });

  test('come only if asked for, twice and out of order on demand', async () => {
    await register(['referral-updated']);
    const [one, two] = [sandbox.addReferral({}), sandbox.addReferral({})] as const;
    Object.assign(sandbox.switches, { webhookCopies: 2, webhooksReversed: true });
    sandbox.accept(one);
    sandbox.accept(two);
    await sandbox.deliverEvents();
    const order = eventsOf().map((event) => String(event['ResourceUri']).slice(-36));
    expect(order).toEqual([two, two, one, one]);
  });

  test.each([
    { usesOwnHeader: true, header: 'x-ms-signature' },
    { usesOwnHeader: false, header: 'authorization' },
  ])('are signed over the raw body in $header', async ({ usesOwnHeader, header }) => {
    await register(ALL, { SignatureTokenToMsSignatureHeader: usesOwnHeader });
    sandbox.addReferral({});
    await sandbox.deliverEvents();
    const [call] = received as [Incoming];
    const url = String(call.headers['x-ms-certificate-url']);
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    const certificate = new X509Certificate(bytes);
    expect(certificate.subject).toContain('O=Microsoft Corporation');
    expect(certificate.checkHost('pcnotifications-dispatch.microsoft.com')).toBeDefined();
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    const signature = /^Signature (.+)$/.exec(call.headers[header] ?? '')?.[1] ?? '';
    const verify = (text: string): boolean =>
      createVerify('sha256').update(text).verify(certificate.publicKey, signature, 'base64');
    expect([verify(call.text), verify(`${call.text} `)]).toEqual([true, false]);
    expect(call.headers['x-ms-signature-algorithm']).toBe('rsa-sha256');
  });

  test('are tried ten times, then never again', async () => {
    await register();
    sandbox.addReferral({});
    answerStatus = 500;
    expect(await sandbox.deliverEvents()).toBe(0);
    await sandbox.deliverEvents();
    expect(received).toHaveLength(1);
    for (let round = 0; round < 12; round += 1) {
      now += sandbox.switches.webhookRetryMs;
      await sandbox.deliverEvents();
    }
    expect(received).toHaveLength(10);
  });
});

test('a test event is sent on request, twice a minute, and its outcome kept', async () => {
  await register(['referral-created']);
  expect((await registration('/validationEvents', 'POST')).status).toBe(400);
  await register();
  const { correlationId } = (await registration('/validationEvents', 'POST')).body;
  const path = `/validationEvents/${String(correlationId)}`;
  expect((await registration(path)).body).toMatchObject({ status: 'pending', results: [] });
  await sandbox.deliverEvents();
  expect(eventsOf()).toMatchObject([{ EventName: 'test-created', ResourceName: 'test' }]);
  expect((await registration(path)).body).toMatchObject({
    correlationId,
    status: 'completed',
    callbackUrl: `${receiver.url}/hook`,
    results: [{ responseCode: '200', systemError: false }],
  });
  expect((await registration('/validationEvents', 'POST')).status).toBe(200);
  expect((await registration('/validationEvents', 'POST')).status).toBe(429);
});
