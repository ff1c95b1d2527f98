import { z } from 'zod';
import { LIVE_PATH, liveScript } from '#test/sandbox/live-page.ts';
import type { Answer, Fault, Incoming, PlannedFault } from '#test/sandbox/server.ts';
import type { Org } from './org.ts';
import { listPage, problemPage, recordPage } from './page-html.ts';
import { EDITABLE, listTasks, listUsers, nameOf, toRecordView } from './page-record.ts';
import { Refused } from './refused.ts';
import { isRecord, textOf, toErrorBody } from './request.ts';
import { dayOf } from './stamp.ts';
import type { RowValues, World } from './world.ts';

export interface PageOptions {
  readonly world: World;
  readonly org: Org;
  readonly plan: (fault: PlannedFault) => void;
  /** API calls of the last 24 hours. */
  readonly callsUsed: () => number;
  readonly onKillWorker: (() => void) | undefined;
}

/** The newest rows; a page of a whole population helps nobody. */
const MAX_LISTED = 500;

const FaultRequest = z.object({
  kind: z.enum(['loseReply', 'loseRequest', 'cutBody', 'hang', 'answer']).default('loseReply'),
  status: z.coerce.number().int().min(200).max(599).default(503),
  times: z.coerce.number().int().positive().default(1),
  /** Only calls of this method. */
  method: z.string().optional(),
  /** Only calls that write rows. */
  only: z.literal('writes').optional(),
});
type FaultRequest = z.infer<typeof FaultRequest>;

const html = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body,
});
const goTo = (location: string): Answer => ({ status: 303, headers: { location } });

const isJson = (call: Incoming): boolean =>
  (call.headers['content-type'] ?? '').startsWith('application/json');

const readFields = (call: Incoming): Record<string, unknown> => {
  if (!isJson(call)) return Object.fromEntries(new URLSearchParams(call.text));
  const body: unknown = JSON.parse(call.text);
  return isRecord(body) ? body : {};
};

const isMet = (call: Incoming, { method, only }: FaultRequest): boolean =>
  (method === undefined || call.method === method) &&
  (only === undefined ||
    (call.method !== 'GET' && call.url.pathname.startsWith('/services/data/')));

const toFault = ({ kind, status }: FaultRequest): Fault =>
  kind === 'answer' ? { kind, answer: { status, body: 'Service Unavailable' } } : { kind };

/** Only what differs from what the page showed, so that two people's edits of two fields both live. */
const readChanges = (form: URLSearchParams): Record<string, string> => {
  const plain = (name: string): string | undefined => form.get(name)?.replaceAll('\r\n', '\n');
  const changed = EDITABLE.flatMap((name): [string, string][] => {
    const text = plain(name);
    return text === undefined || text === plain(`was:${name}`) ? [] : [[name, text]];
  });
  return Object.fromEntries(changed);
};

/** Plain pages for people, JSON twins for programs; neither is counted or meets a fault. */
export const createPage = (options: PageOptions): ((call: Incoming) => Answer) => {
  const { world, org } = options;
  const buttons = { canKillWorker: options.onKillWorker !== undefined };
  const problem = (status: number, words: string): Answer =>
    html(status, problemPage(words, buttons));

  const listRows = (): readonly RowValues[] =>
    [...world.table('Opportunity').stampedFrom(Number.NEGATIVE_INFINITY)]
      .filter((row) => row.deletedAt === undefined)
      .toReversed()
      .slice(0, MAX_LISTED)
      .map((row) => org.row(row.id))
      .filter((row) => row !== undefined);

  /** With the names that ids stand for, as a query for them would answer. */
  const listJson = (): readonly object[] =>
    listRows().map((row) => ({
      ...row,
      Owner: { Name: nameOf(world, 'User', row['OwnerId']) },
      Account: { Name: nameOf(world, 'Account', row['AccountId']) },
      Tasks: listTasks(world, textOf(row['Id'])),
    }));

  const listAnswer = (): Answer => {
    const lines = listRows().map((row) => ({
      id: textOf(row['Id']),
      name: textOf(row['Name']),
      owner: nameOf(world, 'User', row['OwnerId']),
      row,
    }));
    return html(200, listPage(lines, buttons));
  };

  const planFault = (call: Incoming): Answer => {
    const parsed = FaultRequest.safeParse(readFields(call));
    if (!parsed.success) return { status: 400, body: { error: z.prettifyError(parsed.error) } };
    options.plan({
      fault: toFault(parsed.data),
      times: parsed.data.times,
      matches: (met) => isMet(met, parsed.data),
    });
    return isJson(call) ? { status: 204 } : goTo('/sandbox');
  };

  const save = (id: string, call: Incoming): Answer => {
    try {
      if (isJson(call)) {
        const { asUser, ...fields } = readFields(call);
        org.update(id, fields, typeof asUser === 'string' ? { asUser } : {});
        return { status: 200, body: org.row(id) };
      }
      const form = new URLSearchParams(call.text);
      const changes = readChanges(form);
      const asUser = form.get('asUser') ?? '';
      if (Object.keys(changes).length > 0) org.update(id, changes, asUser === '' ? {} : { asUser });
      return goTo(`/sandbox/opportunities/${id}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return isJson(call)
        ? { status: 400, body: toErrorBody(error.errors) }
        : problem(400, error.errors.map((one) => one.message).join(' '));
    }
  };

  const recordAnswer = (id: string, call: Incoming): Answer => {
    const row = id.startsWith('006') ? org.row(id) : undefined;
    if (row === undefined) return problem(404, 'There is no such opportunity.');
    if (call.method !== 'GET') return save(id, call);
    const today = dayOf(world.now());
    return html(
      200,
      recordPage(toRecordView(world, row), { ...buttons, today, users: listUsers(world) }),
    );
  };

  return (call) => {
    const path = call.url.pathname.replace(/\/$/, '');
    const id = /^\/sandbox\/opportunities\/(\w+)$/.exec(path)?.[1];
    if (id !== undefined) return recordAnswer(id, call);
    const isPost = call.method === 'POST';
    switch (path) {
      case '/sandbox':
        return listAnswer();
      case '/sandbox/opportunities.json':
        return { status: 200, body: listJson() };
      case LIVE_PATH:
        return liveScript();
      case '/sandbox/calls.json':
        return { status: 200, body: { used: options.callsUsed() } };
      case '/sandbox/faults':
        return isPost ? planFault(call) : { status: 405 };
      case '/sandbox/kill-worker':
        if (!isPost || options.onKillWorker === undefined) return { status: 404 };
        options.onKillWorker();
        return goTo('/sandbox');
      default:
        return problem(404, 'There is no such page.');
    }
  };
};
