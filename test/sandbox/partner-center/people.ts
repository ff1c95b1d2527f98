import { fillReferral, microsoftHalf } from './fill.ts';
import { mayMove } from './lifecycle.ts';
import { copyOf, mergeInto, type DeepPartial, type Referral } from './referral.ts';
import { formatStamp } from './stamp.ts';
import type { ReferralStore } from './store.ts';
import type { Switches } from './switches.ts';

export interface People {
  /** Puts a referral there, what is left open filled in. Returns its id. */
  addReferral(partial: DeepPartial<Referral>): string;
  /** Microsoft's half of the same engagement, waiting for a seller. Returns its id. */
  addMicrosoftHalf(id: string, partial?: DeepPartial<Referral>): string;
  /** Loads many that are built again when looked at; `build` must be pure. They are listed at once. */
  load(count: number, build: (index: number) => Referral): void;
  /** The document as it now is, in plain text: a copy. */
  referral(id: string): Referral;
  referrals(): Referral[];
  readonly size: number;
  /** Somebody changes it in the portal, or Microsoft does; nothing is checked. */
  edit(id: string, change: (document: Referral) => void): void;
  /** Types it into the portal's form. False, and nothing done, once it is closed. */
  save(id: string, change: DeepPartial<Referral>): boolean;
  /** Each false, and nothing done, where the portal would no longer offer it. `change` is what the person types with it. */
  accept(id: string, change?: DeepPartial<Referral>): boolean;
  decline(id: string, reason: string): boolean;
  win(id: string, change?: DeepPartial<Referral>): boolean;
  lose(id: string, reason: string): boolean;
  /** As if its date had come. False unless nobody has answered yet. */
  expire(id: string): boolean;
  /** Closes what has expired by the clock; every request does so too. */
  expireDue(): void;
}

export interface PeopleOptions {
  readonly store: ReferralStore;
  readonly switches: Switches;
  readonly organizationId: string;
  readonly newId: () => string;
}

/** What people do in the portal. */
export const createPeople = (options: PeopleOptions): People => {
  const { store, switches, newId, organizationId } = options;
  let added = 0;

  const read = (id: string): Referral => {
    store.settle();
    const version = store.find(id);
    if (version === undefined) throw new RangeError(`no referral ${id}`);
    return version.read();
  };

  const addReferral: People['addReferral'] = (partial) => {
    store.settle();
    added += 1;
    const document = fillReferral(partial, {
      organizationId,
      newId,
      stamp: store.stamp(),
      version: added,
    });
    store.add(document);
    return document.id;
  };

  const move = (id: string, to: string, change: DeepPartial<Referral>): boolean => {
    const before = read(id);
    if (!mayMove(before, to) || before.substatus === to) return false;
    const ticks = store.stamp();
    const at = formatStamp(ticks);
    const document = copyOf(before);
    mergeInto(document, change);
    document.substatus = to;
    document.status = to === 'Accepted' ? 'Active' : 'Closed';
    if (to !== 'Accepted') document.closedDateTime = at;
    else if (before.status === 'New') {
      document.acceptedDateTime = at;
      if (switches.acceptanceClearsExpiration) document.expirationDateTime = null;
    }
    store.replace(document, ticks);
    return true;
  };

  return {
    addReferral,
    addMicrosoftHalf: (id, partial = {}) => {
      const half = copyOf(microsoftHalf(read(id)));
      mergeInto(half, partial);
      return addReferral(half);
    },
    load: (count, build) => store.load(count, build),
    referral: (id) => copyOf(read(id)),
    referrals: () => {
      store.settle();
      return [...store.all()].map((version) => copyOf(version.read()));
    },
    get size() {
      return store.size;
    },
    edit: (id, change) => {
      read(id);
      store.change(id, change);
    },
    save: (id, change) => {
      if (read(id).status === 'Closed') return false;
      store.change(id, (document) => mergeInto(document, change));
      return true;
    },
    accept: (id, change = {}) => move(id, 'Accepted', change),
    decline: (id, reason) => move(id, 'Declined', { statusReason: reason }),
    win: (id, change = {}) => move(id, 'Won', change),
    lose: (id, reason) => move(id, 'Lost', { statusReason: reason }),
    expire: (id) => {
      if (read(id).status !== 'New') return false;
      const ticks = store.stamp();
      store.change(
        id,
        (document) => {
          document.status = 'Closed';
          document.substatus = 'Expired';
          document.closedDateTime = formatStamp(ticks);
        },
        ticks,
      );
      return true;
    },
    expireDue: () => store.settle(),
  };
};
