import type { Filter } from './odata-filter.ts';
import { isObject } from './referral.ts';
import type { Ticks } from './stamp.ts';
import type { Version } from './store.ts';

const valueAt = (from: unknown, path: readonly string[]): unknown =>
  path.reduce((part, key) => (isObject(part) ? part[key] : undefined), from);

/** Answered without building the document. */
const KEPT = [
  'id',
  'engagementId',
  'organizationId',
  'status',
  'substatus',
  'type',
  'qualification',
  'direction',
] as const satisfies (keyof Version)[];

const keptName = (path: readonly string[]): (typeof KEPT)[number] | undefined =>
  path.length === 1 ? KEPT.find((name) => name === path[0]) : undefined;

const compareTicks = (filter: Extract<Filter, { kind: 'updated' }>, updated: Ticks): boolean => {
  switch (filter.operator) {
    case 'eq':
      return updated === filter.ticks;
    case 'ge':
      return updated >= filter.ticks;
    case 'gt':
      return updated > filter.ticks;
    case 'le':
      return updated <= filter.ticks;
    case 'lt':
      return updated < filter.ticks;
    default:
      return filter.operator satisfies never;
  }
};

/** An absent property equals null. */
const matchesPart = (filter: Filter, part: unknown): boolean => {
  switch (filter.kind) {
    case 'and':
      return filter.all.every((each) => matchesPart(each, part));
    case 'compare':
      return (valueAt(part, filter.path) ?? null) === filter.value;
    case 'any': {
      const list = valueAt(part, filter.path);
      return Array.isArray(list) && list.some((item) => matchesPart(filter.item, item));
    }
    case 'updated':
      return false;
    default:
      return filter satisfies never;
  }
};

export const matches = (filter: Filter, version: Version): boolean => {
  switch (filter.kind) {
    case 'and':
      return filter.all.every((each) => matches(each, version));
    case 'updated':
      return compareTicks(filter, version.updated);
    case 'compare': {
      const name = keptName(filter.path);
      return name === undefined
        ? matchesPart(filter, version.read())
        : (version[name] ?? null) === filter.value;
    }
    case 'any':
      return matchesPart(filter, version.read());
    default:
      return filter satisfies never;
  }
};

/** The range of updatedDateTime a filter cannot leave. */
export const boundsOf = (filter: Filter | undefined): { from: Ticks; to: Ticks } => {
  const all = filter === undefined ? [] : filter.kind === 'and' ? filter.all : [filter];
  const bounds = { from: -Infinity, to: Infinity };
  for (const each of all) {
    if (each.kind !== 'updated') continue;
    if (each.operator.startsWith('g') || each.operator === 'eq')
      bounds.from = Math.max(bounds.from, each.ticks);
    if (each.operator.startsWith('l') || each.operator === 'eq')
      bounds.to = Math.min(bounds.to, each.ticks);
  }
  return bounds;
};

/** The one engagement a filter cannot leave. */
export const engagementOf = (filter: Filter | undefined): string | undefined => {
  const all = filter === undefined ? [] : filter.kind === 'and' ? filter.all : [filter];
  for (const each of all)
    if (each.kind === 'compare' && each.path.join('/') === 'engagementId')
      return typeof each.value === 'string' ? each.value : undefined;
  return undefined;
};
