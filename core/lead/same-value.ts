import type { LeadValue, Money } from './lead.ts';
import { sameMoney } from './money.ts';

const isMoney = (value: LeadValue): value is Money =>
  typeof value === 'object' && !Array.isArray(value) && 'amount' in value;

/** Line ends are a matter of the system that shows them, blanks at the outer ends of nobody. */
const plainText = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** Equal as people see it: amounts by number, texts without line-end and outer-blank differences. */
export const sameValue = (one: LeadValue | null, other: LeadValue | null): boolean => {
  if (one === other) return true;
  if (one === null || other === null) return false;
  if (typeof one === 'string' && typeof other === 'string') {
    return plainText(one) === plainText(other);
  }
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  if (isMoney(one) && isMoney(other)) return sameMoney(one, other);
  return JSON.stringify(one) === JSON.stringify(other);
};
