import { listValues } from './coerce.ts';
import type { Cell, RecordView } from './page-html.ts';
import { textOf } from './request.ts';
import type { RowValues, World } from './world.ts';

/** What the record page lets a seller edit, in its order. */
export const EDITABLE = [
  'Name',
  'StageName',
  'Amount',
  'CurrencyIsoCode',
  'CloseDate',
  'OwnerId',
  'PC_Decision__c',
  'PC_Reason__c',
  'PC_Notes__c',
  'PC_Campaign_Id__c',
  'PC_Settle__c',
  'Description',
] as const;

/** What it shows beside. */
const SHOWN = [
  'PC_Sync_Status__c',
  'PC_Sync_Message__c',
  'PC_Respond_By__c',
  'PC_Contact_By__c',
  'PC_Contact_Requested__c',
  'PC_Favorite__c',
  'PC_Referral_Stage__c',
  'PC_Referral_Kind__c',
  'PC_Needs__c',
  'PC_Referral_Link__c',
  'PC_Referral_Id__c',
] as const;

export const nameOf = (
  world: World,
  object: 'Account' | 'Contact' | 'User',
  id: unknown,
): string => {
  const fields = typeof id === 'string' ? world.table(object).rows.get(id)?.fields : undefined;
  return object === 'Account'
    ? textOf(fields?.['Name'])
    : [fields?.['FirstName'], fields?.['LastName']].filter(Boolean).join(' ');
};

type Choices = readonly (readonly [value: string, label: string])[];

export const listUsers = (world: World): Choices =>
  [...world.table('User').rows.values()]
    .filter((row) => row.fields['IsActive'] === true)
    .map((row) => [row.id, nameOf(world, 'User', row.id)]);

const choicesOf = (world: World, name: string): Choices | undefined => {
  if (name === 'OwnerId') return listUsers(world);
  const { object } = world.table('Opportunity');
  const field = object.fields.get(name.toLowerCase());
  if (field?.type !== 'picklist') return undefined;
  const values = listValues(world, object, field);
  const blank: Choices = field.nillable ? [['', '']] : [];
  return [...blank, ...values.map((value) => [value, field.valueLabels[value] ?? value] as const)];
};

const toCells = (world: World, row: RowValues, names: readonly string[]): readonly Cell[] => {
  const { fields } = world.table('Opportunity').object;
  return names
    .map((name) => fields.get(name.toLowerCase()))
    .filter((field) => field !== undefined)
    .map((field) => ({
      name: field.name,
      label: field.name === 'OwnerId' ? 'Owner' : field.label,
      type: field.type,
      value: textOf(row[field.name]),
      choices: choicesOf(world, field.name),
    }));
};

export const listTasks = (world: World, opportunityId: string): RecordView['tasks'] =>
  world
    .table('Task')
    .find('WhatId', opportunityId)
    .filter((task) => task.deletedAt === undefined)
    .map(({ fields }) => ({
      subject: textOf(fields['Subject']),
      due: textOf(fields['ActivityDate']),
      status: textOf(fields['Status']),
      owner: nameOf(world, 'User', fields['OwnerId']),
      description: textOf(fields['Description']),
    }));

export const toRecordView = (world: World, row: RowValues): RecordView => {
  const id = textOf(row['Id']);
  return {
    id,
    title: textOf(row['Name']),
    account: nameOf(world, 'Account', row['AccountId']),
    contact: nameOf(world, 'Contact', row['ContactId']),
    modifiedBy: nameOf(world, 'User', row['LastModifiedById']),
    modifiedAt: textOf(row['LastModifiedDate']),
    editable: toCells(world, row, EDITABLE),
    shown: toCells(world, row, SHOWN),
    tasks: listTasks(world, id),
  };
};
