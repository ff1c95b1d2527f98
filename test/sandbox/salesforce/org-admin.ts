import { addRecordType, addUser, type Person } from './people.ts';
import type { FieldDef, FieldInput } from './schema.ts';
import { addStage, retireStage, type NewStage } from './stages.ts';
import type { Fields } from './tables.ts';
import { addCustomField } from './tooling.ts';
import type { RowValues, World } from './world.ts';

/** What admins do to an org. A profile left out is the integration user's. */
export interface OrgAdmin {
  addStage(stage: NewStage): void;
  /** A stage keeps its rows and leaves the picklist. */
  retireStage(name: string): void;
  addUser(person: Person): string;
  /** User id by user name, or by itself. */
  userId(userName: string): string;
  setActive(userName: string, isActive: boolean): void;
  /** The message refuses the row; undefined lets it pass. */
  addValidationRule(object: string, check: (row: RowValues) => string | undefined): void;
  /** Values returned replace those of the row, in the same transaction. */
  addFlow(object: string, change: (row: RowValues) => Fields | undefined): void;
  addPicklistValue(object: string, field: string, value: string): void;
  removePicklistValue(object: string, field: string, value: string): void;
  hideField(object: string, field: string, profile?: string): void;
  /** Readable, no longer editable. */
  protectField(object: string, field: string, profile?: string): void;
  showField(object: string, field: string, profile?: string): void;
  /** By hand, visible to all. */
  addField(object: string, field: FieldInput): void;
  addRecordType(object: string, developerName: string): string;
}

const ruleKey = (objectName: string, field: FieldDef): string =>
  `${objectName}.${field.name}`.toLowerCase();

export const createOrgAdmin = (world: World, integrationProfile: string): OrgAdmin => {
  const userId = (name: string): string => {
    const user =
      world.table('User').rows.get(name) ?? world.table('User').find('Username', name)[0];
    if (user === undefined) throw new Error(`no such user: ${name}`);
    return user.id;
  };
  const fieldOf = (objectName: string, name: string): FieldDef => {
    const field = world.table(objectName).object.fields.get(name.toLowerCase());
    if (field === undefined) throw new Error(`no such field: ${objectName}.${name}`);
    return field;
  };
  const setRule =
    (to: 'hidden' | 'readOnly' | undefined) =>
    (objectName: string, field: string, profile = integrationProfile): void => {
      const rules = world.fieldRules.get(profile) ?? new Map<string, 'hidden' | 'readOnly'>();
      world.fieldRules.set(profile, rules);
      const key = ruleKey(objectName, fieldOf(objectName, field));
      if (to === undefined) rules.delete(key);
      else rules.set(key, to);
      world.touchMetadata();
    };
  const setValues = (
    field: FieldDef,
    change: (values: readonly string[]) => readonly string[],
  ): void => {
    field.values = [...change(field.values)];
    world.touchMetadata();
  };

  return {
    addStage: (stage) => addStage(world, stage),
    retireStage: (name) => retireStage(world, name),
    addUser: (person) => addUser(world, person),
    userId,
    setActive: (userName, isActive) => {
      const table = world.table('User');
      const row = table.rows.get(userId(userName));
      if (row !== undefined) table.replace(row, { ...row.fields, IsActive: isActive });
    },
    addValidationRule: (object, check) => {
      world.validations.push({ object, check });
    },
    addFlow: (object, change) => {
      world.flows.push({ object, change });
    },
    addPicklistValue: (object, name, value) =>
      setValues(fieldOf(object, name), (values) => [...values, value]),
    removePicklistValue: (object, name, value) =>
      setValues(fieldOf(object, name), (values) => values.filter((held) => held !== value)),
    hideField: setRule('hidden'),
    protectField: setRule('readOnly'),
    showField: setRule(undefined),
    addField: (objectName, field) => {
      const { object } = world.table(objectName);
      const owner = { object, label: object.name === 'Task' ? 'Activity' : object.name };
      addCustomField(world, owner, { custom: true, isOpen: true, ...field });
    },
    addRecordType: (object, developerName) => addRecordType(world, object, developerName),
  };
};
