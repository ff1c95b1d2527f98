import { blankReferral } from './blank.ts';
import { checkValues, READ_ONLY } from './create.ts';
import { refuseClosed } from './lifecycle.ts';
import { checkChange, type PatchOptions } from './patch.ts';
import { copyOf, isObject, mergeInto, type JsonObject, type Referral } from './referral.ts';
import { invalid } from './refusal.ts';
import { recaseDocument } from './shape.ts';

/** Settled at creation. */
const FIXED = ['engagementId', 'type', 'qualification', 'target', 'mpnId', 'consent'] as const;

/** The deprecated whole replace: what is not sent is lost; it is the one road for `name` (reference PC §11.9). */
export const replaceDocument = (
  before: Referral,
  body: unknown,
  options: PatchOptions,
): Referral => {
  if (before.status === 'Closed') throw refuseClosed(options.switches);
  if (!isObject(body)) throw invalid('referral', 'A referral was expected.');
  if (Object.hasOwn(body, 'links')) throw invalid('links', 'links cannot be replaced.');
  const { '@odata.context': _, ...rest } = body;
  const sent = recaseDocument(rest, options.switches);
  checkValues(sent, options.switches);
  const after = blankReferral() as unknown as JsonObject;
  mergeInto(after, sent);
  const kept = copyOf(before) as unknown as JsonObject;
  for (const name of [...READ_ONLY, ...FIXED]) after[name] = kept[name];
  const customer = after['customerProfile'] as JsonObject;
  after['customerProfile'] = { ...copyOf(before.customerProfile), team: customer['team'] };
  const document = after as unknown as Referral;
  checkChange(before, document, options);
  return document;
};
