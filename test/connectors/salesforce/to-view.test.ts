import { describe, expect, test } from '@jest/globals';
import type { DescribedFields } from '#connectors/salesforce/describe-object.ts';
import { createShape, toInstant, toView } from '#connectors/salesforce/to-view.ts';
import { toBody } from '#connectors/salesforce/write-row.ts';
import { OUR_USER, START } from './open-salesforce.ts';
import { field, row, SELLER } from './rows.ts';

const described: DescribedFields = new Map(
  Object.entries({
    Text__c: 'string',
    Money__c: 'currency',
    Number__c: 'double',
    Percent__c: 'percent',
    Whole__c: 'int',
    Day__c: 'date',
    Instant__c: 'datetime',
    Flag__c: 'boolean',
    Ref__c: 'reference',
    Pick__c: 'picklist',
    Secret__c: 'encryptedstring',
    Place__c: 'address',
  }).map(([name, type]) => [name, field(name, type)]),
);
const shape = createShape(described, [...described.keys(), 'Hidden__c', 'Text__c']);
const read = { shape, userId: OUR_USER, readAt: START };

const fieldsOf = (values: object) => {
  const view = toView(row(values), read);
  return 'fields' in view ? view.fields : view;
};

describe('a value as the view has it', () => {
  test.each([
    { name: 'Text__c', value: '  as typed ', is: '  as typed ' },
    { name: 'Text__c', value: '', is: null },
    { name: 'Text__c', value: null, is: null },
    { name: 'Text__c', value: { odd: true }, is: undefined },
    { name: 'Pick__c', value: 'Closed Won', is: 'Closed Won' },
    { name: 'Money__c', value: 1500.5, is: '1500.5' },
    { name: 'Money__c', value: 0, is: '0' },
    { name: 'Money__c', value: 1e21, is: '1000000000000000000000' },
    { name: 'Money__c', value: null, is: null },
    { name: 'Number__c', value: 1e-7, is: '0.0000001' },
    { name: 'Number__c', value: '12.50', is: '12.50' },
    { name: 'Percent__c', value: 10, is: '10' },
    { name: 'Whole__c', value: -3, is: '-3' },
    { name: 'Day__c', value: '2026-12-31', is: '2026-12-31' },
    { name: 'Instant__c', value: '2026-11-24T09:10:11.000+0000', is: '2026-11-24T09:10:11.000Z' },
    { name: 'Instant__c', value: '2026-11-24T09:10:11.000-0300', is: '2026-11-24T12:10:11.000Z' },
    { name: 'Instant__c', value: '2026-11-24T09:10:11Z', is: '2026-11-24T09:10:11.000Z' },
    { name: 'Instant__c', value: 'soon', is: undefined },
    { name: 'Flag__c', value: false, is: false },
    { name: 'Ref__c', value: '0031a000005hwVQ', is: '0031a000005hwVQAAY' },
    { name: 'Secret__c', value: '****', is: undefined },
    { name: 'Place__c', value: { city: 'Porto' }, is: undefined },
    { name: 'Hidden__c', value: 'not described', is: undefined },
  ])('$name $value: $is', ({ name, value, is }) =>
    expect(fieldsOf({ [name]: value })).toEqual(is === undefined ? {} : { [name]: is }),
  );
});

describe('a row as a view', () => {
  test('has its version as printed, its instants as ours, its ids with 18 characters', () =>
    expect(toView(row({ Id: '006000000000001', OwnerId: '0057e00000RmwSW' }), read)).toEqual({
      id: '006000000000001AAA',
      version: '2026-11-24T09:00:00.000+0000',
      createdAt: '2026-11-20T08:00:00.000Z',
      modifiedAt: '2026-11-24T09:00:00.000Z',
      readAt: START,
      isDeleted: false,
      closure: 'open',
      ownerId: SELLER,
      modifiedByUs: false,
      fields: {},
    }));

  test.each([
    { IsClosed: false, IsWon: false, is: 'open' },
    { IsClosed: true, IsWon: true, is: 'won' },
    { IsClosed: true, IsWon: false, is: 'lost' },
  ])('closed $IsClosed, won $IsWon: $is', ({ is, ...flags }) =>
    expect(toView(row(flags), read)).toMatchObject({ closure: is }),
  );

  test('knows our own hand, whichever form the id has', () =>
    expect(toView(row({ LastModifiedById: '005000000000001' }), read)).toMatchObject({
      modifiedByUs: true,
    }));

  test.each([
    { case: 'no stamp', change: { SystemModstamp: null }, path: 'SystemModstamp' },
    { case: 'a stamp that is none', change: { CreatedDate: 'x' }, path: 'CreatedDate' },
    { case: 'no flag', change: { IsWon: undefined }, path: 'IsWon' },
  ])('$case: told by its path', ({ change, path }) =>
    expect(toView(row(change), read)).toEqual({ id: '006000000000001AAA', path }),
  );

  test('nothing at all', () =>
    expect(toView(undefined, read)).toEqual({ id: undefined, path: '' }));
});

test('each field is asked for once, those we may not see not at all', () =>
  expect(shape.select).toEqual([
    'Id',
    'SystemModstamp',
    'CreatedDate',
    'LastModifiedDate',
    'LastModifiedById',
    'IsDeleted',
    'IsClosed',
    'IsWon',
    'OwnerId',
    ...described.keys(),
  ]));

test('an instant that cannot be read is none', () =>
  expect(toInstant('yesterday')).toBe(undefined));

test('a write sends amounts as numbers where no digit is lost, and null to empty', () =>
  expect(
    toBody(
      {
        Money__c: '1500.50',
        Number__c: '9007199254740993.25',
        Text__c: '12',
        Day__c: null,
        Flag__c: true,
      },
      shape,
    ),
  ).toEqual({
    Money__c: 1500.5,
    Number__c: '9007199254740993.25',
    Text__c: '12',
    Day__c: null,
    Flag__c: true,
  }));
