import { escapeUTF8 } from 'entities';
import { LIVE_STYLE, LIVE_TAG } from '#test/sandbox/live-page.ts';
import { PAGE_STYLE } from './page-style.ts';
import { textOf } from './request.ts';
import type { RowValues } from './world.ts';

export interface Cell {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly value: string;
  /** Value and label of each choice. */
  readonly choices: readonly (readonly [string, string])[] | undefined;
}

export interface RecordView {
  readonly id: string;
  readonly title: string;
  readonly account: string;
  readonly contact: string;
  readonly modifiedBy: string;
  readonly modifiedAt: string;
  readonly editable: readonly Cell[];
  readonly shown: readonly Cell[];
  readonly tasks: readonly {
    readonly subject: string;
    readonly due: string;
    readonly status: string;
    readonly owner: string;
    readonly description: string;
  }[];
}

export interface ListLine {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly row: RowValues;
}

interface PageOptions {
  readonly canKillWorker: boolean;
}

const LOSE =
  '<form method="post" action="/sandbox/faults"><input type="hidden" name="kind" value="loseReply"><input type="hidden" name="only" value="writes"><button class="quiet" title="The next change that the sync sends is done, but its reply never arrives">Lose the next reply</button></form>';
const KILL =
  '<form method="post" action="/sandbox/kill-worker"><button class="danger" title="SIGKILL; it is started again">Kill the worker</button></form>';

const page = (title: string, main: string, { canKillWorker }: PageOptions): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeUTF8(title)}</title><style>${PAGE_STYLE}${LIVE_STYLE}</style></head><body><header><a href="/sandbox">Salesforce (sandbox): Opportunities</a><div>${LOSE}${canKillWorker ? KILL : ''}</div></header><main>${main}</main>${LIVE_TAG}</body></html>`;

const text = (value: unknown): string => escapeUTF8(textOf(value));

/** `2026-11-25T01:32:58.000+0000` as people read it. */
const moment = (value: unknown): string => {
  const [day = '', time = ''] = textOf(value).split('T');
  return time === '' ? day : `${day} ${time.slice(0, 5)} UTC`;
};

const badge = (status: unknown): string =>
  status === null || status === undefined || status === ''
    ? ''
    : `<span class="status ${text(status).split(' ')[0] ?? ''}">${text(status)}</span>`;

const td = (kind: '' | 'short' | 'message' | 'number', html: string): string =>
  kind === '' ? `<td>${html}</td>` : `<td class="${kind}">${html}</td>`;

const amountOf = (row: RowValues): string =>
  textOf(row['Amount']) === ''
    ? ''
    : text(`${textOf(row['Amount'])} ${textOf(row['CurrencyIsoCode'])}`);

const listRow = ({ id, name, owner, row }: ListLine): string => {
  const cells = [
    td('', `<a href="/sandbox/opportunities/${id}">${text(name)}</a>`),
    td('short', text(row['StageName'])),
    td('number', amountOf(row)),
    td('short', text(row['CloseDate'])),
    td('short', text(row['PC_Decision__c'])),
    td('short', badge(row['PC_Sync_Status__c'])),
    td('message', text(row['PC_Sync_Message__c'])),
    td('short', text(textOf(row['PC_Respond_By__c']).slice(0, 10))),
    td('short', text(owner)),
  ];
  return `<tr data-live="${id}">${cells.join('')}</tr>`;
};

const HEADINGS = [
  'Opportunity',
  'Stage',
  'Amount',
  'Close Date',
  'Answer to Microsoft',
  'Sync Status',
  'Sync Message',
  'Respond By',
  'Owner',
];

export const listPage = (lines: readonly ListLine[], options: PageOptions): string => {
  const rows = lines.map(listRow).join('');
  const heads = HEADINGS.map((heading) => `<th>${heading}</th>`).join('');
  const none = `<tr><td colspan="${HEADINGS.length}">No opportunities yet.</td></tr>`;
  return page(
    'Opportunities',
    `<table><thead><tr>${heads}</tr></thead><tbody>${rows === '' ? none : rows}</tbody></table>`,
    options,
  );
};

const control = ({ name, type, value, choices }: Cell): string => {
  const id = `id="${text(name)}" name="${text(name)}"`;
  if (choices !== undefined) {
    const known = choices.some(([choice]) => choice === value);
    const all = known ? choices : [[value, value] as const, ...choices];
    return `<select ${id}>${all.map(([choice, label]) => `<option value="${text(choice)}"${choice === value ? ' selected' : ''}>${text(label)}</option>`).join('')}</select>`;
  }
  if (type === 'textarea') return `<textarea ${id}>\n${text(value)}</textarea>`;
  const kind = type === 'date' ? 'date' : 'text';
  return `<input ${id} type="${kind}" value="${text(value)}">`;
};

const editor = (cell: Cell): string =>
  `<div${cell.type === 'textarea' ? ' class="wide"' : ''}><label for="${text(cell.name)}">${text(cell.label)}</label>${control(cell)}<input type="hidden" name="was:${text(cell.name)}" value="${text(cell.value)}"></div>`;

const display = ({ name, type, value, choices }: Cell): string => {
  if (name === 'PC_Sync_Status__c') return badge(value);
  if (value === '') return '–';
  if (type === 'boolean') return value === 'true' ? 'Yes' : 'No';
  if (type === 'datetime') return text(moment(value));
  return text(choices?.find(([choice]) => choice === value)?.[1] ?? value);
};

const taskRow = (task: RecordView['tasks'][number]): string =>
  `<tr>${td('', text(task.subject))}${td('short', text(task.due))}${td('short', text(task.status))}${td('short', text(task.owner))}${td('', text(task.description))}</tr>`;

export interface RecordOptions extends PageOptions {
  readonly today: string;
  readonly users: readonly (readonly [string, string])[];
}

export const recordPage = (record: RecordView, options: RecordOptions): string => {
  const users = options.users
    .map(([id, name]) => `<option value="${text(id)}">${text(name)}</option>`)
    .join('');
  const facts = [
    text(record.account),
    text(record.contact),
    `last changed by ${text(record.modifiedBy)}, ${text(moment(record.modifiedAt))}`,
    `today is ${text(options.today)}`,
  ].filter((fact) => fact !== '');
  const shown = record.shown
    .map((cell) => `<dt>${text(cell.label)}</dt><dd>${display(cell)}</dd>`)
    .join('');
  const none = '<tr><td colspan="5">No tasks.</td></tr>';
  return page(
    record.title,
    `<div data-live="facts"><h1>${text(record.title)}</h1><p class="facts">${facts.join(' · ')}</p></div>
<div class="columns"><form class="card" data-live="form" method="post" autocomplete="off" action="/sandbox/opportunities/${text(record.id)}"><div class="fields">${record.editable.map(editor).join('')}<div><label for="asUser">Save as</label><select id="asUser" name="asUser"><option value="">the first seller</option>${users}</select></div></div><button>Save</button></form>
<section data-live="shown"><h2>Partner Center</h2><dl>${shown}</dl></section></div>
<section data-live="tasks"><h2>Tasks</h2><table><thead><tr><th>Subject</th><th>Due</th><th>Status</th><th>Assigned to</th><th>Comments</th></tr></thead><tbody>${record.tasks.map(taskRow).join('') || none}</tbody></table></section>`,
    options,
  );
};

export const problemPage = (message: string, options: PageOptions): string =>
  page(
    'Not saved',
    `<section><p>${text(message)}</p><p><a href="/sandbox">Back</a></p></section>`,
    options,
  );
