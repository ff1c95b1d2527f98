import { type Labels, valueLabels, type ValueLabel } from './labels.ts';
import type { FieldDefinition } from './schema.ts';

export type MetadataValue =
  string | number | boolean | { readonly [key: string]: MetadataValue } | readonly MetadataValue[];
/** Salesforce's CustomField metadata, the same in the Tooling API's JSON and in a source file. */
export type FieldMetadata = { readonly [key: string]: MetadataValue };

/** Written with `fullName`; the Tooling API reads the same value back as `valueName`. */
export const valueMetadata = ({ value, label }: ValueLabel): FieldMetadata => ({
  fullName: value,
  default: false,
  label,
});

const shapeMetadata = (field: FieldDefinition, labels: Labels): FieldMetadata => {
  const { shape } = field;
  switch (shape.type) {
    case 'Text':
      return shape.isKey
        ? {
            caseSensitive: false,
            externalId: true,
            length: shape.length,
            required: false,
            unique: true,
          }
        : { length: shape.length, required: false };
    case 'LongTextArea':
      return { length: shape.length, visibleLines: shape.visibleLines };
    case 'Picklist':
      return {
        required: false,
        valueSet: {
          restricted: true,
          valueSetDefinition: {
            sorted: false,
            value: valueLabels(field, labels).map(valueMetadata),
          },
        },
      };
    case 'Checkbox':
      return { defaultValue: 'false' };
    case 'Url':
    case 'DateTime':
      return { required: false };
    default:
      return shape satisfies never;
  }
};

export const fieldMetadata = (field: FieldDefinition, labels: Labels): FieldMetadata => {
  const words = labels.fields[field.name];
  return {
    label: words.label,
    inlineHelpText: words.help,
    type: field.shape.type,
    ...shapeMetadata(field, labels),
  };
};
