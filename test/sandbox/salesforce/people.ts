import { deployOurFields } from './deploy.ts';
import { plant } from './plant.ts';
import { addFieldTo, toField } from './schema.ts';
import { addStage, USUAL_STAGES } from './stages.ts';
import type { World } from './world.ts';

export interface Person {
  /** Also the user name. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly profile?: string;
  readonly isActive?: boolean;
}

export const PROFILES = {
  admin: 'System Administrator',
  integration: 'Lead Sync Integration',
  seller: 'Standard User',
} as const;

export const INTEGRATION_EMAIL = 'integration@contoso.example';

const SELLERS: readonly Person[] = [
  { email: 'sales@contoso.example', firstName: 'Sofia', lastName: 'Almeida' },
  { email: 'bruno.lima@contoso.example', firstName: 'Bruno', lastName: 'Lima' },
  { email: 'carla.mendes@contoso.example', firstName: 'Carla', lastName: 'Mendes' },
];

const profileId = (world: World, name: string): string => {
  const known = [...world.table('Profile').rows.values()].find(
    (row) => row.fields['Name'] === name,
  );
  return (known ?? plant(world, 'Profile', { Name: name, UserType: 'Standard' })).id;
};

export const addUser = (world: World, person: Person): string => {
  const { id } = plant(world, 'User', {
    Username: person.email,
    Email: person.email,
    FirstName: person.firstName,
    LastName: person.lastName,
    Alias: `${person.firstName.charAt(0)}${person.lastName}`.toLowerCase().slice(0, 8),
    IsActive: person.isActive ?? true,
    TimeZoneSidKey: 'America/Sao_Paulo',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    UserType: 'Standard',
    ProfileId: profileId(world, person.profile ?? PROFILES.seller),
    ...(world.currencies.length > 1 ? { DefaultCurrencyIsoCode: world.currencies[0] ?? '' } : {}),
  });
  world.touchMetadata();
  return id;
};

/** The usual five. */
const TASK_STATUSES = [
  'Not Started',
  'In Progress',
  'Completed',
  'Waiting on someone else',
  'Deferred',
];

const plantTaskStatuses = (world: World): void => {
  for (const [place, name] of TASK_STATUSES.entries()) {
    plant(world, 'TaskStatus', {
      ApiName: name,
      MasterLabel: name,
      IsClosed: name === 'Completed',
      IsDefault: place === 0,
      SortOrder: place + 1,
    });
  }
};

const plantCurrencies = (world: World): void => {
  if (world.currencies.length < 2) return;
  for (const [place, code] of world.currencies.entries()) {
    plant(world, 'CurrencyType', {
      IsoCode: code,
      ConversionRate: place === 0 ? 1 : place + 1,
      DecimalPlaces: 2,
      IsActive: true,
      IsCorporate: place === 0,
    });
  }
};

/** The org as it is bought: one organization, the usual stages, an integration user, an admin, three sellers. */
export const settleIn = (world: World, isProvisioned: boolean): readonly string[] => {
  world.organizationId = plant(world, 'Organization', {
    Name: 'Contoso',
    Country: 'BR',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: 'America/Sao_Paulo',
    LanguageLocaleKey: 'en_US',
    FiscalYearStartMonth: 1,
    OrganizationType: 'Enterprise Edition',
    InstanceName: 'SBX1',
    IsSandbox: false,
    IsReadOnly: false,
  }).id;
  for (const { name, percent, category } of USUAL_STAGES) {
    addStage(world, {
      name,
      percent,
      category,
      isClosed: name.startsWith('Closed'),
      isWon: name === 'Closed Won',
    });
  }
  plantTaskStatuses(world);
  plantCurrencies(world);
  world.integrationUserId = addUser(world, {
    email: INTEGRATION_EMAIL,
    firstName: 'Lead',
    lastName: 'Sync',
    profile: PROFILES.integration,
  });
  addUser(world, {
    email: 'admin@contoso.example',
    firstName: 'Alice',
    lastName: 'Admin',
    profile: PROFILES.admin,
  });
  const sellers = SELLERS.map((person) => addUser(world, person));
  if (isProvisioned) deployOurFields(world, sellers);
  return sellers;
};

/** A record type and, with the first one of an object, the field that names it. */
export const addRecordType = (world: World, objectName: string, developerName: string): string => {
  const object = world.table(objectName).object;
  const name = developerName.replaceAll('_', ' ');
  const { id } = plant(world, 'RecordType', {
    Name: name,
    DeveloperName: developerName,
    SobjectType: object.name,
    IsActive: true,
  });
  object.recordTypes.push({ id, name, developerName });
  if (!object.fields.has('recordtypeid')) {
    addFieldTo(
      object,
      toField({
        name: 'RecordTypeId',
        label: 'Record Type ID',
        type: 'reference',
        length: 18,
        referenceTo: ['RecordType'],
        relationshipName: 'RecordType',
        permissionable: false,
      }),
    );
  }
  world.touchMetadata();
  return id;
};
