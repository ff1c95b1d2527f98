import { z } from 'zod';
import { LIVE_PATH, liveScript } from '#test/sandbox/live-page.ts';
import type { Answer, Fault, Incoming, SandboxServer } from '#test/sandbox/server.ts';
import type { DeviceCodes } from './device-codes.ts';
import { changeOfForm } from './form.ts';
import { leadsPage, PAGE_ROWS, signInPage } from './page.ts';
import type { People } from './people.ts';
import { tabOf, TABS, type Tab } from './portal-words.ts';
import type { DeepPartial, Referral } from './referral.ts';
import type { ReferralStore } from './store.ts';

export interface ControlsOptions {
  readonly store: ReferralStore;
  readonly people: People;
  readonly codes: DeviceCodes;
  readonly server: () => SandboxServer;
  readonly onKillWorker: (() => void) | undefined;
}

const Action = z.enum(['save', 'accept', 'decline', 'win', 'lose', 'expire']);

/** Sent as JSON by a program, with the change nested, or as the page's form, flat. */
const Edit = z.object({
  action: Action.default('save'),
  reason: z.string().default('Others'),
  change: z.record(z.string(), z.unknown()).default({}),
});

const FaultRequest = z.object({
  kind: z.enum(['loseReply', 'loseRequest', 'cutBody', 'hang', 'answer']).default('loseReply'),
  status: z.coerce.number().int().min(200).max(599).default(503),
  times: z.coerce.number().int().positive().default(1),
  /** Only calls of this method. */
  method: z.string().optional(),
});

const html = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body,
});

const goTo = (location: string): Answer => ({ status: 303, headers: { location } });

const isJson = (call: Incoming): boolean =>
  (call.headers['content-type'] ?? '').startsWith('application/json');

const formOf = (call: Incoming): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(call.text));

const parseEdit = (call: Incoming, document: Referral): z.infer<typeof Edit> => {
  if (isJson(call)) return Edit.parse(JSON.parse(call.text));
  const form = formOf(call);
  return Edit.parse({
    ...(form['action'] === undefined ? {} : { action: form['action'] }),
    ...(form['reason'] === undefined ? {} : { reason: form['reason'] }),
    change: changeOfForm(form, document),
  });
};

const carryOut = (people: People, id: string, edit: z.infer<typeof Edit>): boolean => {
  const change = edit.change as DeepPartial<Referral>;
  switch (edit.action) {
    case 'save':
      return people.save(id, change);
    case 'accept':
      return people.accept(id, change);
    case 'decline':
      return people.decline(id, edit.reason);
    case 'win':
      return people.win(id, change);
    case 'lose':
      return people.lose(id, edit.reason);
    case 'expire':
      return people.expire(id);
    default:
      return edit.action satisfies never;
  }
};

export const createControls = (options: ControlsOptions) => {
  const { store, people, codes } = options;

  const leads = (call: Incoming): Answer => {
    store.settle();
    const asked = call.url.searchParams.get('tab') ?? '';
    const tab: Tab = Object.hasOwn(TABS, asked) ? (asked as Tab) : 'marketplace';
    const counts = { marketplace: 0, qualified: 0, cosell: 0 };
    const documents: Referral[] = [];
    for (const listed of store.listed.updated.descend(() => true)) {
      const version = store.find(listed.id) ?? listed;
      const own = tabOf(version);
      counts[own] += 1;
      if (own === tab && documents.length < PAGE_ROWS) documents.push(version.read());
    }
    const canKillWorker = options.onKillWorker !== undefined;
    return html(
      leadsPage({ tab, counts, documents, canKillWorker, waitingCodes: codes.waiting() }),
    );
  };

  const edit = (call: Incoming, id: string): Answer => {
    if (store.find(id) === undefined) return { status: 404, body: { problem: 'no such referral' } };
    const isDone = carryOut(people, id, parseEdit(call, people.referral(id)));
    if (!isJson(call)) return goTo(`/sandbox${call.url.search}#r-${id}`);
    return { status: isDone ? 200 : 409, body: people.referral(id) };
  };

  const plan = (call: Incoming): Answer => {
    const asked = FaultRequest.parse(isJson(call) ? JSON.parse(call.text) : formOf(call));
    const fault: Fault =
      asked.kind === 'answer'
        ? { kind: 'answer', answer: { status: asked.status, body: '' } }
        : { kind: asked.kind };
    options.server().plan({
      fault,
      times: asked.times,
      matches: ({ url, method }) =>
        url.pathname.startsWith('/v1.0/') && (asked.method ?? method) === method,
    });
    return isJson(call) ? { status: 204 } : goTo('/sandbox');
  };

  return (call: Incoming): Answer => {
    const isPost = call.method === 'POST';
    const path = call.url.pathname.replace(/\/$/, '');
    const id = /^\/sandbox\/referrals\/([\w-]+)$/.exec(path)?.[1];
    if (isPost && id !== undefined) return edit(call, id);
    switch (`${call.method} ${path}`) {
      case 'GET /sandbox':
        return leads(call);
      case 'GET /sandbox/referrals.json':
        return { status: 200, body: people.referrals() };
      case `GET ${LIVE_PATH}`:
        return liveScript();
      case 'GET /sandbox/calls.json':
        return { status: 200, body: { used: options.server().calls.length } };
      case 'POST /sandbox/faults':
        return plan(call);
      case 'POST /sandbox/kill-worker':
        options.onKillWorker?.();
        return goTo('/sandbox');
      case 'GET /sandbox/sign-in':
        return html(signInPage(codes.waiting()));
      case 'POST /sandbox/sign-in': {
        const form = formOf(call);
        codes.answer(form['answer'] === 'declined' ? 'declined' : 'approved', form['code']);
        return goTo('/sandbox/sign-in');
      }
      default:
        return { status: 404, body: { problem: 'nothing here' } };
    }
  };
};
