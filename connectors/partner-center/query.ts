/** The one place that writes a date into a filter: OData 4 form, unquoted (no example is published, reference PC §5). */
const dateLiteral = (stamp: string): string => stamp;

const query = (options: Readonly<Record<string, string>>): string =>
  `?${Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;

/*
 * No $top: in OData it caps the whole answer, and whether a nextLink follows it is not stated. The
 * default page of 100 is always followed by one (reference PC §5).
 */

export const everythingOldestFirst = (): string => query({ $orderby: 'updatedDateTime asc' });

export const changedSince = (stamp: string): string =>
  query({
    $filter: `updatedDateTime ge ${dateLiteral(stamp)}`,
    $orderby: 'updatedDateTime asc',
  });

export const everythingNewestFirst = (): string => query({ $orderby: 'updatedDateTime desc' });

/** Samples print another scheme and path: only the query part of a nextLink is followed (reference PC §5). */
export const queryOf = (nextLink: string): string | undefined => {
  const at = nextLink.indexOf('?');
  return at === -1 ? undefined : nextLink.slice(at);
};
