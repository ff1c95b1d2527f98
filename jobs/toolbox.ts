import type { Instant } from '#core/lead/instant.ts';
import type { Mapping } from '#core/mapping/rule.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { ProvisionReport, ProvisionRequest } from '#core/ports/provisioner.ts';
import type { Holder, Store } from '#core/ports/store.ts';
import type { TenantPolicy } from '#core/sync/tenant-policy.ts';
import type { TenantRuntime } from '#core/sync/tenant-runtime.ts';
import type { TenantSettings } from '#config/settings-schema.ts';
import type { Ask } from './ask.ts';
import type { LogLevel } from './log.ts';
import type { Output } from './output.ts';

/** What one tenant is built from. */
export interface ComposeOptions {
  readonly settings: TenantSettings;
  readonly mapping: Mapping;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly holder: Holder;
  readonly isDead: (holder: Holder) => boolean;
  /** Told what a system's own clock said in a reply, and when we had it. */
  readonly onServerDate?: (side: 'partner' | 'crm', date: Instant, now: Instant) => void;
}

/** What one system of a tenant needs when it is spoken to outside a cycle. */
export interface SystemOptions {
  readonly settings: TenantSettings;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SignInCode {
  readonly url: string;
  readonly code: string;
  readonly expiresInSeconds: number;
}

/** Everything outside the process; only jobs/main.ts knows what stands behind it. */
export interface Systems {
  openStore(options: { readonly path: string; readonly key: string }): Promise<Store>;
  composeTenant(options: ComposeOptions): Promise<TenantRuntime>;
  provision(options: SystemOptions, request: ProvisionRequest): Promise<ProvisionReport>;
  /** Path → text. */
  sfdxPackage(language: TenantPolicy['language']): ReadonlyMap<string, string>;
  /** A person signs in to Partner Center in a browser; the refresh token is stored. */
  signIn(
    options: SystemOptions,
    person: { readonly show: (code: SignInCode) => void; readonly signal: AbortSignal },
  ): Promise<void>;
}

export interface Files {
  /** Throws when it cannot be read. */
  read(path: string): string;
  exists(path: string): boolean;
  /** Makes the folder too. */
  write(path: string, text: string): void;
}

/** What a command works with. */
export interface Toolbox {
  readonly systems: Systems;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  readonly output: Output;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly log: (level: LogLevel) => Log;
  readonly holder: Holder;
  readonly isDead: (holder: Holder) => boolean;
  /** Who gives the command, for the audit. */
  readonly person: string;
  /** Aborted when the process is to stop: what is in hand is finished, nothing new begun. */
  readonly signal: AbortSignal;
}
