import { escapeUTF8 } from 'entities';
import type { FieldMetadata, MetadataValue } from './field-metadata.ts';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const INDENT = '    ';

const elements = (name: string, value: MetadataValue, depth: number): string => {
  const pad = INDENT.repeat(depth);
  if (Array.isArray(value)) return value.map((item) => elements(name, item, depth)).join('');
  if (typeof value === 'object')
    return `${pad}<${name}>\n${children(value as FieldMetadata, depth + 1)}${pad}</${name}>\n`;
  return `${pad}<${name}>${escapeUTF8(String(value))}</${name}>\n`;
};

/** Elements by name, as Salesforce's own tools write them; a list repeats its element. */
const children = (content: FieldMetadata, depth: number): string =>
  Object.keys(content)
    .toSorted()
    .map((name) => elements(name, content[name] as MetadataValue, depth))
    .join('');

/** One metadata file of a source package. */
export const metadataXml = (root: string, content: FieldMetadata): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">\n${children(content, 1)}</${root}>\n`;
