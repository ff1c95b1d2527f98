import { escapeUTF8 } from 'entities';
import { LIVE_STYLE, LIVE_TAG } from '#test/sandbox/live-page.ts';
import { PAGE_STYLE } from './page-style.ts';
import { formValues } from './form.ts';
import { stageOf, TABS, type Tab } from './portal-words.ts';
import type { Referral } from './referral.ts';
import { CLOSE_REASONS } from './vocabulary.ts';

/** Leads on one page, newest change first. */
export const PAGE_ROWS = 50;

const esc = (value: string | number | null | undefined): string =>
  escapeUTF8(value === null || value === undefined ? '' : String(value));

const FIELDS: Readonly<Record<string, string>> = {
  name: 'Deal name',
  dealValue: 'Estimated deal value',
  currency: 'Currency',
  closingDateTime: 'Close date',
  externalReferenceId: 'CRM ID',
  campaignId: 'Marketing campaign ID',
};

/** A text area swallows its first line break, so it gets one to swallow. */
const fieldsOf = (document: Referral): string => {
  const values = formValues(document);
  const inputs = Object.entries(FIELDS).map(
    ([name, label]) =>
      `<label>${esc(label)}<input name="${name}" value="${esc(values[name])}"></label>`,
  );
  const before = Object.entries(values).map(
    ([name, value]) => `<input type="hidden" name="was:${name}" value="${esc(value)}">`,
  );
  return `${before.join('')}${inputs.join('')}<label class="wide">Notes<textarea name="notes">\n${esc(values['notes'])}</textarea></label>`;
};

const reasons = (): string =>
  `<select name="reason" aria-label="Reason">${CLOSE_REASONS.map(
    (reason) => `<option>${esc(reason)}</option>`,
  ).join('')}</select>`;

const act = (action: string, label: string): string =>
  `<button name="action" value="${action}">${esc(label)}</button>`;

const actsOf = (document: Referral): string => {
  const save = '<button class="main" name="action" value="save">Save</button>';
  if (document.status === 'New')
    return `${save}${act('accept', 'Accept')}${reasons()}${act('decline', 'Decline')}`;
  if (document.status === 'Active')
    return `${save}${act('win', 'Won')}${reasons()}${act('lose', 'Lost')}`;
  return '';
};

const day = (text: string | null | undefined): string => (text ?? '').slice(0, 10);

const factsOf = (document: Referral): string => {
  const { customerProfile: customer } = document;
  const contact = customer.team?.[0];
  const facts = [
    customer.name,
    customer.address?.country,
    contact === undefined ? undefined : `${contact.firstName ?? ''} ${contact.lastName ?? ''}`,
    document.status === 'New' ? `Respond by ${day(document.expirationDateTime)}` : undefined,
    document.status === 'Closed' ? document.statusReason : undefined,
    document.details.customerRequestedContact === true
      ? 'Customer asked to be contacted'
      : undefined,
    document.organizationId === 'msft' ? "Microsoft's half" : undefined,
    document.id,
  ];
  return facts
    .filter((fact) => (fact ?? '').trim() !== '')
    .map(esc)
    .join(' · ');
};

const card = (document: Referral, tab: Tab): string => {
  const stage = stageOf(document, tab);
  const ending = document.status === 'Closed' ? `: ${document.substatus}` : '';
  return `<article id="r-${esc(document.id)}" data-live="${esc(document.id)}">
<div class="top"><h2>${esc(document.name ?? document.customerProfile.name)}</h2><span class="stage ${stage}">${esc(stage + ending)}</span></div>
<p class="facts">${factsOf(document)}</p>
<form method="post" autocomplete="off" action="/sandbox/referrals/${esc(document.id)}?tab=${tab}">
<fieldset style="border:0;padding:0;margin:0"${document.status === 'Closed' ? ' disabled' : ''}>
<div class="fields">
${fieldsOf(document)}
</div>
<div class="acts">${actsOf(document)}</div>
</fieldset></form></article>`;
};

export interface PageModel {
  readonly tab: Tab;
  readonly counts: Readonly<Record<Tab, number>>;
  readonly documents: readonly Referral[];
  readonly waitingCodes: readonly string[];
  readonly canKillWorker: boolean;
}

const LOSE = `<form class="inline" method="post" action="/sandbox/faults"><input type="hidden" name="method" value="PATCH"><button title="The next change that the sync sends is done, but its reply never arrives">Lose the next reply</button></form>`;
const KILL = `<form class="inline" method="post" action="/sandbox/kill-worker"><button class="danger" title="SIGKILL; it is started again">Kill the worker</button></form>`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${esc(title)}</title><style>${PAGE_STYLE}${LIVE_STYLE}</style></head><body>${body}</body></html>`;

export const leadsPage = (model: PageModel): string => {
  const tabs = Object.entries(TABS).map(([tab, label]) => {
    const mark = tab === model.tab ? ' aria-current="page"' : '';
    return `<a href="/sandbox?tab=${tab}"${mark}>${esc(label)} (${model.counts[tab as Tab]})</a>`;
  });
  const total = model.counts[model.tab];
  const more =
    total > model.documents.length
      ? `<p class="facts">The ${model.documents.length} changed last, of ${total}.</p>`
      : '';
  return page(
    'Partner Center (sandbox)',
    `<header data-live="header"><h1>Partner Center (sandbox)</h1><div class="acts">
${LOSE}
${model.canKillWorker ? KILL : ''}
<a href="/sandbox/sign-in">Sign in${model.waitingCodes.length > 0 ? ` (${model.waitingCodes.length})` : ''}</a></div></header>
<nav data-live="tabs">${tabs.join('')}</nav>${more}
${model.documents.map((document) => card(document, model.tab)).join('\n') || '<p>No leads here.</p>'}${LIVE_TAG}`,
  );
};

export const signInPage = (waitingCodes: readonly string[]): string =>
  page(
    'Sign in (sandbox)',
    `<h1>Enter the code shown by the app</h1>
<form class="inline" method="post" action="/sandbox/sign-in"><input name="code" autofocus value="${esc(waitingCodes.at(-1))}"><button class="main" name="answer" value="approved">Sign in with MFA</button><button name="answer" value="declined">Decline</button></form>
<p><a href="/sandbox">Leads</a></p>`,
  );
