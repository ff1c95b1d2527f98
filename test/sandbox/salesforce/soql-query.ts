export interface Path {
  /** Relationships, then the field. */
  readonly parts: readonly string[];
  readonly at: number;
}

export type Literal =
  | { readonly kind: 'text' | 'moment' | 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | { readonly kind: 'null'; readonly at: number };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly path: Path;
      readonly operator: Operator;
      readonly value: Literal;
    }
  | {
      readonly kind: 'in';
      readonly path: Path;
      readonly isNegated: boolean;
      readonly values: readonly Literal[];
    };

export type Column =
  | { readonly kind: 'field'; readonly path: Path }
  | { readonly kind: 'count'; readonly path: Path | undefined; readonly alias: string | undefined }
  | { readonly kind: 'fields'; readonly which: string; readonly at: number }
  | { readonly kind: 'children'; readonly query: Query };

export interface OrderKey {
  readonly path: Path;
  readonly isDescending: boolean;
  readonly nullsLast: boolean;
}

export interface Query {
  readonly statement: string;
  readonly columns: readonly Column[];
  readonly from: string;
  readonly fromAt: number;
  readonly where: Condition | undefined;
  readonly orderBy: readonly OrderKey[];
  readonly limit: number | undefined;
  readonly offset: number;
}
