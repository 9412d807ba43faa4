/** What a till is made of and does not own: everything that differs between a shop, a test and a simulation. */
import type { TillDatabase } from '../../db/till-database.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import type { NewId, Random } from '../../domain/basics/random.ts';
import type { BackOffice } from '../../domain/contract/sync.ts';
import type { DeviceConfig, Devices } from '../../domain/devices/verbs.ts';
import type { Power } from '../../domain/sign-in/machine.ts';
import type { Credentials } from '../machine/back-office.ts';
import type { TillConfig } from '../machine/config.ts';
import type { Hashing } from '../machine/hashing.ts';
import type { KeyStore } from '../machine/key-store.ts';
import type { Log } from '../machine/log.ts';

export type TillPorts = Readonly<{
  /** Holds the database file. */
  dataDirectory: string;
  config: TillConfig;
  clock: Clock;
  random: Random;
  newId: NewId;
  devices: Devices;
  backOffice: (credentials: Credentials | null) => BackOffice;
  hashing: Hashing;
  keyStore: KeyStore;
  /** Of the page, as passkeys are bound to it: WebAuthn Level 3, section 5.1.3. */
  page: Readonly<{ origin: string; rpId: string }>;
  system: Readonly<{
    diskFreeBytes(): number;
    /** Time since the machine started, in ms, its sleep counted: the one clock that nobody can set. */
    sinceBootMs(): number;
    /** What programs can still get. */
    memoryFreeBytes(): number;
    power(): Power;
    /** Modules with machine code that cannot be loaded, by name. */
    missingModules(): Promise<string[]>;
    appVersion: string;
    /** Whether the software on the disk is what was installed. */
    integrity(): Promise<boolean>;
  }>;
  /** Keeps what a technician attached for the next start. Throws `Problem` `config-unreadable`. */
  saveDevices(devices: readonly DeviceConfig[]): void;
  /** Asks a person where to keep a file and writes it there. Answers its path; null when they changed their mind. */
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
  /** A WOFF 1.0 font with Latin and Chinese characters, for reports. */
  reportFont(): Promise<Uint8Array>;
  log: Log;
  /** Opens the till's database; the real one unless a test puts a wrapper around it. */
  openDatabase?: (file: string) => TillDatabase;
}>;
