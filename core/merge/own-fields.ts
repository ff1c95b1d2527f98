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

/**
 * What our own fields should say. They never count as a change: a field is written when it should say
 * something else than what we last wrote, whatever the row shows. Settle is emptied once it was read.
 */
export const ownFieldsToWrite = (
  link: Link,
  views: { readonly partner: PartnerView; readonly crm: CrmView | null },
  notes: readonly Note[],
  context: PlanContext,
): CrmFields => {
  const { own } = context.mapping;
  const text = message(notes, context);
  const limit = context.metadata.fields.get(own.syncMessage)?.length ?? text.length;
  const wanted: Record<string, CrmValue> = {
    [own.referralId]: link.referral,
    [own.referralLink]: context.referralLink,
    [own.referralStage]: STAGE_VALUES[views.partner.stage],
    [own.syncStatus]: statusOf(notes),
    [own.syncMessage]: clipText(text, limit),
  };
  const fields: Record<string, CrmValue | null> = {};
  for (const [name, value] of Object.entries(wanted)) {
    if (context.metadata.fields.has(name) && link.told[name] !== value) fields[name] = value;
  }
  const settle = views.crm?.fields[own.settle] ?? null;
  if (settle !== null) fields[own.settle] = null;
  return fields;
};
