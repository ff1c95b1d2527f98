import { describe, expect, test } from '@jest/globals';
import { LEAD_PATHS, type LeadPath } from '#core/lead/lead.ts';
import { parseWire } from '#connectors/partner-center/wire-value.ts';
import { fixture, fixtureText, parse, viewOf, withValue } from './fixture.ts';

const ACCEPTED = fixture('referral-03-active-sales-qualified');
const ADDRESS = 'customerProfile.address';
const NEEDS = 'details.requirements';

describe('quirks of the wire', () => {
  test.each<[is: string, path: string, value: unknown, ...shown: [LeadPath, unknown]]>([
    ['null is empty', 'name', null, 'name', null],
    ['"" is empty', 'externalReferenceId', '', 'crmId', null],
    ['blanks are empty', 'campaignId', '  ', 'campaignId', null],
    ['absent is empty', 'salesStage', undefined, 'salesStage', null],
    ['{} for a list is empty', 'customerProfile.ids', {}, 'customer.duns', null],
    ['{} for a group is empty', ADDRESS, {}, 'customer.city', null],
    ['an absent group is empty', 'trackingInfo', undefined, 'msxId', null],
    ['an empty list is empty', 'team', [], 'team', null],
    [
      'the region stands in for the state',
      ADDRESS,
      { state: '', region: 'OH' },
      'customer.state',
      'OH',
    ],
    [
      'a state wins over the region',
      ADDRESS,
      { state: 'TX', region: 'OH' },
      'customer.state',
      'TX',
    ],
    ['entities are decoded once', 'details.notes', 'R&amp;D &amp;lt; x', 'notes', 'R&D &lt; x'],
    ['numeric entities are decoded', 'name', 'Caf&#233; &#x26; Bar', 'name', 'Café & Bar'],
    ['a bare ampersand stays', 'name', 'AT&T &copy 2026', 'name', 'AT&T &copy 2026'],
    ['outer blanks go, inner line ends stay', 'details.notes', ' a\r\nb \n', 'notes', 'a\r\nb'],
    ['a percentage may be a number', 'salesStage', 40, 'salesStage', '40'],
    ['another vocabulary passes', 'salesStage', 'Develop', 'salesStage', 'Develop'],
    ['an unknown size passes', 'customerProfile.size', 'OnePerson', 'customer.size', 'OnePerson'],
    ['a flag may be null', 'favorite', null, 'favorite', null],
    [
      'help Unknown is none',
      'inviteContext',
      { assistanceRequestCode: 'Unknown' },
      'assistance',
      null,
    ],
    ['registration None is none', 'registrationStatus', 'None', 'registration', null],
    ['a registration passes', 'registrationStatus', 'Audited', 'registration', 'Audited'],
    [
      'no digits of a second',
      'acceptedDateTime',
      '2026-10-29T10:05:12Z',
      'acceptedAt',
      '2026-10-29T10:05:12.000Z',
    ],
    [
      'no zone is UTC',
      'closedDateTime',
      '2026-10-29T10:05:12.5',
      'closedAt',
      '2026-10-29T10:05:12.500Z',
    ],
    [
      'an offset is folded in',
      'closedDateTime',
      '2026-10-29T12:05:12+02:00',
      'closedAt',
      '2026-10-29T10:05:12.000Z',
    ],
    [
      'a DUNS of "" is none',
      'customerProfile.ids',
      [{ profileType: 'Duns', id: '' }],
      'customer.duns',
      null,
    ],
    [
      'a solution without a name has its id',
      `${NEEDS}.solutions`,
      [{ id: 'SOL-1', name: null }],
      'solutions',
      ['SOL-1'],
    ],
    [
      'a solution name is decoded',
      `${NEEDS}.solutions`,
      [{ name: 'A &amp; B' }],
      'solutions',
      ['A & B'],
    ],
    [
      'an industry keeps its commas',
      `${NEEDS}.industries`,
      [{ id: 'Power, &amp; Utilities' }],
      'needs.industries',
      ['Power, & Utilities'],
    ],
    [
      'a member is trimmed, an empty one dropped',
      'team',
      [{ firstName: 'Ana ', email: 'ana@contoso.example' }, { firstName: '' }],
      'team',
      [{ firstName: 'Ana', lastName: null, email: 'ana@contoso.example', phone: null }],
    ],
  ])('%s', (_, path, value, ...[field, shown]) => {
    expect(viewOf(withValue(ACCEPTED, path, value)).fields).toHaveProperty([field], shown);
  });

  test.each<[is: string, path: string, value: unknown, unknown: LeadPath[]]>([
    ['a text that is an object', 'details.notes', { text: 'x' }, ['notes']],
    ['a flag that is a text', 'favorite', 'yes', ['favorite']],
    ['a date that is none', 'details.closingDateTime', 'soon', ['closeDate']],
    ['a value without its currency', 'details.currency', null, ['value']],
    ['a member that is a text', 'team', ['Ana'], ['team']],
    ['products that are a text', `${NEEDS}.products`, 'Azure', ['needs', 'needs.products']],
    ['a group that is a text', 'consent', 'all', ['consentToShare']],
    ['a qualification no table knows', 'qualification', 'PartnerQualified', ['kind']],
  ])('%s is unknown, and only that', (_, path, value, unknown) => {
    const known = Object.keys(viewOf(withValue(ACCEPTED, path, value)).fields);
    expect(LEAD_PATHS.filter((field) => !known.includes(field))).toEqual(unknown);
  });

  test('properties nobody knows pass by', () => {
    const extra = withValue(ACCEPTED, 'partnerScore', { value: 7 });
    expect(viewOf(extra)).toEqual(viewOf(ACCEPTED));
  });

  test('an id in capitals is the same referral', () => {
    const shouted = withValue(ACCEPTED, 'id', String(ACCEPTED['id']).toUpperCase());
    expect(viewOf(shouted).id).toBe(ACCEPTED['id']);
  });

  test.each([
    ['R&amp;D stopped ', 'R&D stopped'],
    ['', null],
    [undefined, null],
  ])('the reason %j is %j', (value, is) => {
    expect(viewOf(withValue(ACCEPTED, 'statusReason', value)).reason).toBe(is);
  });
});

describe('the deadlines', () => {
  const received = withValue(withValue(ACCEPTED, 'status', 'New'), 'substatus', 'Pending');
  const asked = withValue(received, 'details.customerRequestedContact', true);

  test.each([
    {
      case: 'asked',
      raw: asked,
      respondBy: '2026-11-10T00:00:00.000Z',
      contactBy: '2026-10-30T08:41:03.204Z',
    },
    { case: 'not asked', raw: received, respondBy: '2026-11-10T00:00:00.000Z', contactBy: null },
    { case: 'answered', raw: ACCEPTED, respondBy: null, contactBy: null },
  ])('$case', ({ raw, respondBy, contactBy }) => {
    expect(viewOf(raw).fields).toMatchObject({ respondBy, contactBy });
  });

  test('nobody knows when to call a lead of unknown age', () => {
    const ageless = withValue(asked, 'createdDateTime', 'long ago');
    expect(viewOf(ageless).fields).not.toHaveProperty('contactBy');
  });
});

describe('a row that cannot be read', () => {
  test.each<[is: string, path: string, value: unknown, told: string]>([
    ['status None', 'status', 'None', 'status'],
    ['a status from elsewhere', 'status', 'Engaged', 'status'],
    ['half a pair', 'substatus', 'Pending', 'substatus'],
    ['no substatus', 'substatus', null, 'substatus'],
    ['no eTag', 'eTag', undefined, 'eTag'],
    ['an update at no time', 'updatedDateTime', '2026-13-45T99:00:00Z', 'updatedDateTime'],
    ['no owner', 'organizationId', '', 'organizationId'],
  ])('%s: its id and path are told', (_, path, value, told) => {
    expect(parse(withValue(ACCEPTED, path, value))).toEqual({
      kind: 'unparsed',
      row: { id: ACCEPTED['id'], path: told },
    });
  });

  test.each([[null], ['text']])('%j is no row', (raw) => {
    expect(parse(raw)).toEqual({ kind: 'unparsed', row: { id: undefined, path: 'row' } });
  });
});

test('an amount keeps the digits of the wire', () => {
  const text = fixtureText('referral-03-active-sales-qualified');
  const long = text.replace('"dealValue": 85000', '"dealValue": 123456789012.1234567890');
  expect(viewOf(parseWire(long)).fields.value).toEqual({
    amount: '123456789012.123456789',
    currency: 'CHF',
  });
});

test('a close date with an hour is the day in the zone of the tenant', () => {
  const late = withValue(ACCEPTED, 'details.closingDateTime', '2027-01-29T23:30:00Z');
  expect(viewOf(late, 'America/Sao_Paulo').fields.closeDate).toBe('2027-01-29');
  expect(viewOf(late, 'Europe/Berlin').fields.closeDate).toBe('2027-01-30');
});
