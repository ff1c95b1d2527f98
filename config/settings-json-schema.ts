import { z } from 'zod';
import { settingsSchema } from './settings-schema.ts';

/** What editors check lead-sync.json by: what a person may write, before defaults and `${NAME}`. */
export const settingsJsonSchema = (): z.core.JSONSchema.BaseSchema => ({
  ...z.toJSONSchema(settingsSchema, { io: 'input' }),
  title: 'lead-sync settings',
});
