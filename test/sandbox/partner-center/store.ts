import { createEngagements } from './engagements.ts';
import { below, type Random } from './random.ts';
import { copyOf, type Referral } from './referral.ts';
import { createSortedIndex, type SortedIndex } from './sorted-index.ts';
import { formatStamp, parseStamp, tagOf, ticksOfMs, type Ticks } from './stamp.ts';
import type { Switches } from './switches.ts';

/** One state of a referral, never changed: what queries look at, and the document, built when asked for if it came in bulk. */
export interface Version {
  readonly id: string;
  readonly engagementId: string;
  readonly organizationId: string;
  readonly status: string;
  readonly substatus: string;
  readonly type: string;
  readonly qualification: string;
  readonly direction: string | undefined;
  readonly inviter: string | undefined;
  readonly created: Ticks;
  readonly updated: Ticks;
  readonly expires: Ticks | undefined;
  /** Not a copy: read only. */
  readonly read: () => Referral;
}

export interface ReferralStore {
  readonly size: number;
  add(document: Referral): void;
  /** `build` must give the same document every time; it is called again instead of being kept. */
  load(count: number, build: (index: number) => Referral): void;
  find(id: string): Version | undefined;
  /** Those of one engagement, as the list shows them or as they are. */
  engagement(id: string, as: 'listed' | 'current'): Version[];
  /** All ids, in no useful order. */
  all(): Iterable<Version>;
  /** A new version with a new eTag, stamped `at`. */
  replace(document: Referral, at: Ticks): Referral;
  /** The same, from an edit of a copy, stamped by the clock unless `at` is given. */
  change(id: string, edit: (document: Referral) => void, at?: Ticks): Referral;
  /** A fresh stamp: never twice the same within a millisecond. */
  stamp(): Ticks;
  /** Closes what has expired, lets the list catch up. Before every look. */
  settle(): void;
  /** As the list shows them, which may lag. */
  readonly listed: Readonly<Record<'id' | 'updated' | 'created', SortedIndex<Version>>>;
}

export interface ReferralStoreOptions {
  readonly now: () => number;
  readonly random: Random;
  readonly switches: Switches;
  readonly onChange: (document: Referral, isNew: boolean) => void;
}

export const byId = (a: Version, b: Version): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
export const orderBy =
  (field: 'updated' | 'created') =>
  (a: Version, b: Version): number =>
    a[field] - b[field] || byId(a, b);

const ticksOf = (text: string): Ticks => {
  const ticks = parseStamp(text);
  if (ticks === undefined) throw new RangeError(`not a date-time: ${text}`);
  return ticks;
};

const versionOf = (document: Referral, read: () => Referral): Version => ({
  id: document.id,
  engagementId: document.engagementId,
  organizationId: document.organizationId,
  status: document.status,
  substatus: document.substatus,
  type: document.type,
  qualification: document.qualification,
  direction: document.direction,
  inviter: document.inviteContext?.invitedBy?.organizationId ?? undefined,
  created: ticksOf(document.createdDateTime),
  updated: ticksOf(document.updatedDateTime),
  expires:
    document.status === 'New' && typeof document.expirationDateTime === 'string'
      ? ticksOf(document.expirationDateTime)
      : undefined,
  read,
});

export const createReferralStore = (options: ReferralStoreOptions): ReferralStore => {
  const { now, random, switches } = options;
  const current = new Map<string, Version>();
  const shown = new Map<string, Version>();
  const engagements = createEngagements(() => current.values());
  const listed = {
    id: createSortedIndex(byId),
    updated: createSortedIndex(orderBy('updated')),
    created: createSortedIndex(orderBy('created')),
  };
  const expiring = createSortedIndex<Version>(
    (a, b) => (a.expires ?? 0) - (b.expires ?? 0) || a.updated - b.updated || byId(a, b),
  );
  let lagging: { version: Version; at: number }[] = [];
  let last: Ticks = 0;
  let versions = 0;

  const show = (version: Version): void => {
    const former = shown.get(version.id);
    shown.set(version.id, version);
    if (former === undefined) {
      for (const index of Object.values(listed)) index.insert(version);
      return;
    }
    listed.id.replace(former, version);
    for (const index of [listed.updated, listed.created]) {
      index.remove(former);
      index.insert(version);
    }
  };

  const catchUp = (): void => {
    if (lagging.length === 0) return;
    const limit = switches.listLagMs === 0 ? Infinity : now();
    for (const entry of lagging) if (entry.at <= limit) show(entry.version);
    lagging = lagging.filter((entry) => entry.at > limit);
  };

  const keep = (document: Referral, isNew: boolean): void => {
    const version = versionOf(document, () => document);
    current.set(version.id, version);
    engagements.note(version);
    if (version.expires !== undefined) expiring.insert(version);
    if (switches.listLagMs === 0 && lagging.length === 0) show(version);
    else lagging.push({ version, at: now() + switches.listLagMs });
    options.onChange(document, isNew);
  };

  const stamp = (): Ticks => {
    const from = ticksOfMs(now());
    const isSameMs = last >= from && last < from + 10_000;
    last = isSameMs ? last + 1 + below(random, 3) : from + below(random, 5_000);
    return last;
  };

  const replace: ReferralStore['replace'] = (changed, at) => {
    versions += 1;
    const document = {
      ...changed,
      updatedDateTime: formatStamp(at),
      eTag: tagOf(versions + below(random, 0x1_0000) * 0x1_0000, at),
    };
    keep(document, false);
    return document;
  };

  const change: ReferralStore['change'] = (id, edit, at) => {
    const before = current.get(id);
    if (before === undefined) throw new RangeError(`no referral ${id}`);
    const document = copyOf(before.read());
    edit(document);
    return replace(document, at ?? stamp());
  };

  const expireDue = (): void => {
    const limit = ticksOfMs(now() - switches.expiryDelayMs);
    const due: Version[] = [];
    for (const version of expiring.ascend(() => false)) {
      if ((version.expires ?? 0) > limit) break;
      due.push(version);
    }
    for (const version of due) {
      expiring.remove(version);
      if (current.get(version.id) !== version) continue;
      const at = (version.expires ?? 0) + switches.expiryDelayMs * 10_000 + below(random, 10_000);
      change(
        version.id,
        (document) => {
          document.status = 'Closed';
          document.substatus = 'Expired';
          document.closedDateTime = formatStamp(at);
        },
        at,
      );
    }
  };

  return {
    get size() {
      return current.size;
    },
    listed,
    stamp,
    replace,
    change,
    add: (document) => {
      if (current.has(document.id)) throw new RangeError(`referral ${document.id} twice`);
      keep(copyOf(document), true);
    },
    load: (count, build) => {
      for (let index = 0; index < count; index += 1) {
        const version = versionOf(build(index), () => build(index));
        if (current.has(version.id)) throw new RangeError(`referral ${version.id} twice`);
        current.set(version.id, version);
        engagements.note(version);
        shown.set(version.id, version);
        for (const each of Object.values(listed)) each.append(version);
        if (version.expires !== undefined) expiring.append(version);
      }
    },
    find: (id) => current.get(id),
    engagement: (id, as) =>
      engagements.idsOf(id).flatMap((each) => (as === 'listed' ? shown : current).get(each) ?? []),
    all: () => current.values(),
    settle: () => {
      expireDue();
      catchUp();
    },
  };
};
