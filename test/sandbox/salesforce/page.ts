import type { Answer, Incoming, PlannedFault } from '#test/sandbox/server.ts';
import { Refused } from './refused.ts';
import { isRecord, toErrorBody } from './request.ts';
import type { Org } from './org.ts';
import { dayOf } from './stamp.ts';
import { listPage, recordPage, problemPage, type RecordView } from './page-html.ts';
import { listValues } from './coerce.ts';
import type { RowValues, World } from './world.ts';

export interface PageOptions {
  readonly world: World;
  readonly org: Org;
  readonly plan: (fault: PlannedFault) => void;
  readonly onKillWorker: (() => void) | undefined;
}

/** What the record page shows, in its order; the first list is a seller's to edit. */
const EDITABLE = [
  'Name',
  'StageName',
  'Amount',
  'CurrencyIsoCode',
  'CloseDate',
  'OwnerId',
  'PC_Decision__c',
  'PC_Reason__c',
  'PC_Notes__c',
  'PC_Campaign_Id__c',
  'PC_Settle__c',
  'Description',
] as const;
const SHOWN = [
  'PC_Sync_Status__c',
  'PC_Sync_Message__c',
  'PC_Respond_By__c',
  'PC_Contact_By__c',
  'PC_Contact_Requested__c',
  'PC_Referral_Stage__c',
  'PC_Referral_Kind__c',
  'PC_Needs__c',
  'PC_Referral_Link__c',
  'PC_Referral_Id__c',
] as const;

const html = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});
const backTo = (path: string): Answer => ({ status: 303, headers: { location: path } });

const isWrite = (call: Incoming): boolean =>
  call.method !== 'GET' && call.url.pathname.startsWith('/services/data/');

const FAULT_KINDS = ['loseReply', 'loseRequest', 'cutBody', 'hang'] as const;

const readForm = (call: Incoming): Record<string, unknown> => {
  if (!(call.headers['content-type'] ?? '').includes('json')) {
    return Object.fromEntries(new URLSearchParams(call.text));
  }
  const body: unknown = JSON.parse(call.text);
  return isRecord(body) ? body : {};
};

/** Plain pages for people, JSON twins for scripts; neither is counted or meets a fault. */
export const createPage = (options: PageOptions): ((call: Incoming) => Answer) => {
  const { world, org } = options;
  const { object } = world.table('Opportunity');

  const nameOf = (id: unknown, type: string): string => {
    const row = typeof id === 'string' ? world.table(type).rows.get(id) : undefined;
    return type === 'User'
      ? [row?.fields['FirstName'], row?.fields['LastName']].filter(Boolean).join(' ')
      : String(row?.fields['Name'] ?? '');
  };

  const listOpportunities = (): readonly RowValues[] =>
    [...world.table('Opportunity').stampedFrom(Number.NEGATIVE_INFINITY)]
      .filter((row) => row.deletedAt === undefined)
      .toReversed()
      .slice(0, MAX_LISTED)
      .map((row) => org.row(row.id))
      .filter((row) => row !== undefined);

  const choicesOf = (name: string): readonly (readonly [string, string])[] | undefined => {
    if (name === 'OwnerId') {
      return [...world.table('User').rows.values()]
        .filter((row) => row.fields['IsActive'] === true)
        .map((row) => [row.id, nameOf(row.id, 'User')]);
    }
    const field = object.fields.get(name.toLowerCase());
    if (field?.type !== 'picklist') return undefined;
    const values = listValues(world, object, field);
    const blank: readonly (readonly [string, string])[] = field.nillable ? [['', '']] : [];
    return [
      ...blank,
      ...values.map((value) => [value, field.valueLabels[value] ?? value] as const),
    ];
  };

  const toView = (row: RowValues): RecordView => {
    const id = String(row['Id']);
    const cell = (name: string) => {
      const field = object.fields.get(name.toLowerCase());
      return field === undefined
        ? []
        : [
            {
              name: field.name,
              label: name === 'OwnerId' ? 'Owner' : field.label,
              type: field.type,
              value: row[field.name] === null ? '' : String(row[field.name]),
              choices: choicesOf(name),
            },
          ];
    };
    return {
      id,
      title: String(row['Name']),
      account: nameOf(row['AccountId'], 'Account'),
      contact: nameOf(row['ContactId'], 'Contact'),
      modifiedBy: nameOf(row['LastModifiedById'], 'User'),
      modifiedAt: String(row['LastModifiedDate']),
      editable: EDITABLE.flatMap(cell),
      shown: SHOWN.flatMap(cell),
      tasks: world
        .table('Task')
        .find('WhatId', id)
        .filter((task) => task.deletedAt === undefined)
        .map(({ fields }) => ({
          subject: String(fields['Subject'] ?? ''),
          due: String(fields['ActivityDate'] ?? ''),
          status: String(fields['Status'] ?? ''),
          owner: nameOf(fields['OwnerId'], 'User'),
          description: String(fields['Description'] ?? ''),
        })),
    };
  };

  /** Only what differs from what the page showed, so that two people's edits of two fields both live. */
  const saveForm = (id: string, call: Incoming): Answer => {
    const form = new URLSearchParams(call.text);
    const changes = EDITABLE.flatMap((name) => {
      const text = form.get(name)?.replaceAll('\r\n', '\n');
      return text === undefined || text === form.get(`was:${name}`)?.replaceAll('\r\n', '\n')
        ? []
        : [[name, text] as const];
    });
    const seller = form.get('asUser') ?? '';
    if (changes.length > 0) {
      org.update(id, Object.fromEntries(changes), seller === '' ? {} : { asUser: seller });
    }
    return backTo(`/sandbox/opportunities/${id}`);
  };

  const saveJson = (id: string, call: Incoming): Answer => {
    const { asUser, ...fields } = readForm(call);
    org.update(id, fields, typeof asUser === 'string' ? { asUser } : {});
    return { status: 200, body: org.row(id) };
  };

  const planFault = (call: Incoming): Answer => {
    const form = readForm(call);
    const kind = FAULT_KINDS.find((known) => known === form['kind']);
    if (kind === undefined)
      return { status: 400, body: { error: `kind: one of ${FAULT_KINDS.join(', ')}` } };
    const times = Number(form['times'] ?? 1);
    options.plan({
      fault: { kind },
      times: Number.isFinite(times) ? times : 1,
      ...(form['only'] === 'writes' ? { matches: isWrite } : {}),
    });
    return form['back'] === undefined ? { status: 204 } : backTo('/sandbox');
  };

  const handleRecord = (id: string, call: Incoming): Answer => {
    const row = id.startsWith('006') ? org.row(id) : undefined;
    if (row === undefined) return html(404, problemPage('There is no such opportunity.'));
    if (call.method === 'GET') {
      const today = dayOf(world.now());
      return html(200, recordPage(toView(row), { today, users: choicesOf('OwnerId') ?? [] }));
    }
    const isJson = (call.headers['content-type'] ?? '').includes('json');
    try {
      return isJson ? saveJson(id, call) : saveForm(id, call);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return isJson
        ? { status: 400, body: toErrorBody(error.errors) }
        : html(400, problemPage(error.errors.map((one) => one.message).join(' ')));
    }
  };

  return (call) => {
    const path = call.url.pathname.replace(/\/$/, '');
    const id = /^\/sandbox\/opportunities\/(\w+)$/.exec(path)?.[1];
    if (id !== undefined) return handleRecord(id, call);
    const isPost = call.method === 'POST';
    switch (path) {
      case '/sandbox':
        return html(
          200,
          listPage(
            listOpportunities().map((row) => ({
              id: String(row['Id']),
              name: String(row['Name']),
              account: nameOf(row['AccountId'], 'Account'),
              owner: nameOf(row['OwnerId'], 'User'),
              row,
            })),
            { canKillWorker: options.onKillWorker !== undefined },
          ),
        );
      case '/sandbox/opportunities.json':
        return { status: 200, body: listOpportunities() };
      case '/sandbox/faults':
        return isPost ? planFault(call) : { status: 405 };
      case '/sandbox/kill-worker':
        if (!isPost || options.onKillWorker === undefined) return { status: 404 };
        options.onKillWorker();
        return backTo('/sandbox');
      default:
        return html(404, problemPage('There is no such page.'));
    }
  };
};

/** The newest rows; a page of a whole population helps nobody. */
const MAX_LISTED = 500;
