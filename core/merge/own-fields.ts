import { clipText } from '#core/mapping/transforms.ts';
import type { CrmFields, CrmValue, CrmView } from '#core/ports/crm-system.ts';
import type { PartnerView } from '#core/ports/partner-system.ts';
import type { Link, Note } from '#core/sync/link.ts';
import type { PlanContext } from './plan-context.ts';

/** API values of Sync Status and Referral Stage; their labels are in the tenant's language. */
export type SyncStatus = 'Synced' | 'Waiting' | 'Action needed' | 'Error';
const STAGE_VALUES = {
  received: 'Received',
  accepted: 'Accepted',
  won: 'Won',
  lost: 'Lost',
  declined: 'Declined',
  expired: 'Expired',
} as const;

export const statusOf = (notes: readonly Note[]): SyncStatus => {
  if (notes.some((note) => note.key === 'action.refused')) return 'Error';
  if (notes.some((note) => note.key.startsWith('action.'))) return 'Action needed';
  return notes.some((note) => note.key.startsWith('wait.')) ? 'Waiting' : 'Synced';
};

const rank = (note: Note): number =>
  ['action.', 'wait.', 'note.'].findIndex((prefix) => note.key.startsWith(prefix));

const message = (notes: readonly Note[], context: PlanContext): string => {
  const ordered = notes.toSorted((one, other) => rank(one) - rank(other));
  const told = ordered.length === 0 ? [{ key: 'synced', values: {} }] : ordered;
  return [...new Set(told.map((note) => context.say(note)))].join('\n');
};

/** Those that should say something else than what we last wrote, whatever the row shows. */
const news = (
  wanted: Readonly<Record<string, CrmValue>>,
  link: Link,
  context: PlanContext,
): Record<string, CrmValue | null> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => context.metadata.fields.has(name) && link.told[name] !== value,
    ),
  );

const statusOn = (
  notes: readonly Note[],
  context: PlanContext,
): Readonly<Record<string, CrmValue>> => {
  const { own } = context.mapping;
  const text = message(notes, context);
  const limit = context.metadata.fields.get(own.syncMessage)?.length ?? text.length;
  return { [own.syncStatus]: statusOf(notes), [own.syncMessage]: clipText(text, limit) };
};

/** Status and message alone, as far as they are news. */
export const statusToWrite = (link: Link, context: PlanContext): CrmFields =>
  news(statusOn(link.notes, context), link, context);

/** What our own fields should say. They never count as a change. Settle is emptied once it was read. */
export const ownFieldsToWrite = (
  link: Link,
  views: { readonly partner: PartnerView; readonly crm: CrmView | null },
  notes: readonly Note[],
  context: PlanContext,
): CrmFields => {
  const { own } = context.mapping;
  const wanted = {
    [own.referralId]: link.referral,
    [own.referralLink]: context.referralLink,
    [own.referralStage]: STAGE_VALUES[views.partner.stage],
    ...statusOn(notes, context),
  };
  const fields = news(wanted, link, context);
  const settle = views.crm?.fields[own.settle] ?? null;
  if (settle !== null) fields[own.settle] = null;
  return fields;
};
