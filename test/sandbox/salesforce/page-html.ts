import { escapeUTF8 } from 'entities';
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
  readonly account: string;
  readonly owner: string;
  readonly row: RowValues;
}

const STYLE = `
body{font:15px/1.45 system-ui,sans-serif;margin:0;color:#1b2733;background:#f3f5f8}
header{background:#0b5cab;color:#fff;padding:.6rem 1.2rem}header a{color:#fff;text-decoration:none;font-weight:600}
main{max-width:72rem;margin:1.2rem auto;padding:0 1.2rem}
table{border-collapse:collapse;width:100%;background:#fff}th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid #dde3ea;vertical-align:top}
th{background:#e8edf3;font-weight:600}section,form.card{background:#fff;border:1px solid #dde3ea;border-radius:6px;padding:1rem;margin-bottom:1rem}
.columns{display:grid;grid-template-columns:3fr 2fr;gap:1rem}@media(max-width:50rem){.columns{grid-template-columns:1fr}}
label{display:block;font-weight:600;margin-top:.6rem}input,select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.35rem;border:1px solid #9aa7b5;border-radius:4px}
textarea{min-height:5.5rem}button{font:inherit;padding:.45rem 1rem;border:0;border-radius:4px;background:#0b5cab;color:#fff;margin-top:.8rem;cursor:pointer}
button.quiet{background:#5b6b7b}button.danger{background:#b3261e}dt{font-weight:600;margin-top:.6rem}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.status{display:inline-block;border-radius:1rem;padding:.05rem .6rem;background:#e8edf3}.Synced{background:#cfeed8}.Waiting{background:#fdf0c4}.Action{background:#ffdcb5}.Error{background:#f8cdca}
.tools form{display:inline-block;margin-right:.6rem}`;

const page = (title: string, main: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeUTF8(title)}</title><style>${STYLE}</style></head><body><header><a href="/sandbox">Salesforce stand-in: Opportunities</a></header><main>${main}</main></body></html>`;

const text = (value: unknown): string => escapeUTF8(textOf(value));

const badge = (status: unknown): string =>
  status === null || status === undefined || status === ''
    ? ''
    : `<span class="status ${text(status).split(' ')[0] ?? ''}">${text(status)}</span>`;

const listRow = ({ id, name, account, owner, row }: ListLine): string =>
  `<tr><td><a href="/sandbox/opportunities/${id}">${text(name)}</a></td><td>${text(account)}</td><td>${text(row['StageName'])}</td><td>${text(row['Amount'])} ${text(row['CurrencyIsoCode'])}</td><td>${text(row['CloseDate'])}</td><td>${text(row['PC_Decision__c'])}</td><td>${badge(row['PC_Sync_Status__c'])}</td><td>${text(row['PC_Sync_Message__c'])}</td><td>${text(row['PC_Respond_By__c'])}</td><td>${text(owner)}</td></tr>`;

const HEADINGS = [
  'Opportunity',
  'Account',
  'Stage',
  'Amount',
  'Close Date',
  'Answer to Microsoft',
  'Sync Status',
  'Sync Message',
  'Respond By',
  'Owner',
];

export const listPage = (
  lines: readonly ListLine[],
  options: { readonly canKillWorker: boolean },
): string => {
  const kill = options.canKillWorker
    ? '<form method="post" action="/sandbox/kill-worker"><button class="danger">Kill the worker</button></form>'
    : '';
  const lose =
    '<form method="post" action="/sandbox/faults"><input type="hidden" name="kind" value="loseReply"><input type="hidden" name="only" value="writes"><input type="hidden" name="back" value="1"><button class="quiet">Lose the next reply</button></form>';
  const rows = lines.map(listRow).join('');
  return page(
    'Opportunities',
    `<div class="tools">${lose}${kill}</div><h1>Opportunities</h1><table><thead><tr>${HEADINGS.map((heading) => `<th>${heading}</th>`).join('')}</tr></thead><tbody>${rows === '' ? `<tr><td colspan="${HEADINGS.length}">No opportunities yet.</td></tr>` : rows}</tbody></table>`,
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
  `<label for="${text(cell.name)}">${text(cell.label)}</label>${control(cell)}<input type="hidden" name="was:${text(cell.name)}" value="${text(cell.value)}">`;

const shown = ({ name, label, value }: Cell): string =>
  `<dt>${text(label)}</dt><dd>${name === 'PC_Sync_Status__c' ? badge(value) : text(value)}</dd>`;

export const recordPage = (
  record: RecordView,
  options: { readonly today: string; readonly users: readonly (readonly [string, string])[] },
): string => {
  const users = options.users
    .map(([id, name]) => `<option value="${text(id)}">${text(name)}</option>`)
    .join('');
  const tasks = record.tasks
    .map(
      (task) =>
        `<tr><td>${text(task.subject)}</td><td>${text(task.due)}</td><td>${text(task.status)}</td><td>${text(task.owner)}</td><td>${text(task.description)}</td></tr>`,
    )
    .join('');
  return page(
    record.title,
    `<h1>${text(record.title)}</h1><p>${text(record.account)} ${record.contact === '' ? '' : `(${text(record.contact)})`} · last changed by ${text(record.modifiedBy)} at ${text(record.modifiedAt)} · today is ${text(options.today)}</p><div class="columns"><form class="card" method="post" action="/sandbox/opportunities/${text(record.id)}"><label for="asUser">Save as</label><select id="asUser" name="asUser"><option value="">the first seller</option>${users}</select>${record.editable.map(editor).join('')}<button>Save</button></form><section><h2>Partner Center</h2><dl>${record.shown.map(shown).join('')}</dl></section></div><section><h2>Tasks</h2><table><thead><tr><th>Subject</th><th>Due</th><th>Status</th><th>Assigned to</th><th>Comments</th></tr></thead><tbody>${tasks === '' ? '<tr><td colspan="5">No tasks.</td></tr>' : tasks}</tbody></table></section>`,
  );
};

export const problemPage = (message: string): string =>
  page('Not saved', `<section><p>${text(message)}</p><p><a href="/sandbox">Back</a></p></section>`);
