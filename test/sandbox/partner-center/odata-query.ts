import { parseFilter, type Filter } from './odata-filter.ts';
import { invalid } from './refusal.ts';
import { isKnownPath, TOP_LEVEL_NAMES } from './shape.ts';
import type { Ticks } from './stamp.ts';
import type { Switches } from './switches.ts';

export type OrderField = 'id' | 'updated' | 'created';

/** Where the former page ended: its last row, or how many rows went before. */
export interface Position {
  readonly id: string;
  readonly ticks: Ticks;
  readonly count: number;
}

export interface ListQuery {
  readonly filterText: string | undefined;
  readonly order: OrderField;
  readonly isDescending: boolean;
  readonly top: number | undefined;
  readonly select: readonly string[] | undefined;
  readonly after: Position | undefined;
}

const ORDER_FIELDS: Readonly<Record<string, OrderField>> = {
  createdDateTime: 'created',
  updatedDateTime: 'updated',
};
const OPTIONS = ['$filter', '$orderby', '$top', '$select', '$skiptoken'];

const parseOrder = (text: string | null): Pick<ListQuery, 'order' | 'isDescending'> => {
  if (text === null) return { order: 'id', isDescending: false };
  const [field = '', direction = 'asc', ...rest] = text.trim().split(/\s+/);
  const order = Object.hasOwn(ORDER_FIELDS, field) ? ORDER_FIELDS[field] : undefined;
  if (order === undefined || rest.length > 0 || !['asc', 'desc'].includes(direction))
    throw invalid('$orderby', `Ordering by '${text}' is not supported.`);
  return { order, isDescending: direction === 'desc' };
};

const parseTop = (text: string | null): number | undefined => {
  if (text === null) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid('$top', `'${text}' is not a number of rows.`);
  return Number(text);
};

const parseSelect = (text: string | null): string[] | undefined => {
  if (text === null) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !TOP_LEVEL_NAMES.includes(name));
  if (unknown !== undefined) throw invalid('$select', `There is no property ${unknown}.`);
  return names;
};

/** Opaque to clients; the sample's are base64 with small hex escapes. */
export const tokenOf = (query: ListQuery): string =>
  encodeURIComponent(Buffer.from(JSON.stringify(query)).toString('base64')).replaceAll(
    /%[0-9A-F]{2}/g,
    (escape) => escape.toLowerCase(),
  );

const parseToken = (token: string): ListQuery => {
  try {
    const query = JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as ListQuery;
    if (typeof query.after?.id === 'string') return query;
  } catch {
    // falls through to the refusal: the token is not one of ours
  }
  throw invalid('$skiptoken', 'The skip token is not valid.');
};

export const parseQuery = (search: URLSearchParams): ListQuery => {
  for (const name of search.keys())
    if (name.startsWith('$') && !OPTIONS.includes(name))
      throw invalid(name, `The query option ${name} is not supported.`);
  const token = search.get('$skiptoken');
  if (token !== null) return parseToken(token);
  return {
    filterText: search.get('$filter') ?? undefined,
    ...parseOrder(search.get('$orderby')),
    top: parseTop(search.get('$top')),
    select: parseSelect(search.get('$select')),
    after: undefined,
  };
};

export const filterOf = (
  query: ListQuery,
  dateLiteral: Switches['dateLiteral'],
): Filter | undefined =>
  query.filterText === undefined
    ? undefined
    : parseFilter(query.filterText, { dateLiteral, isKnown: isKnownPath });
