/** What a hand can do to the emulated devices, and what an eye can see of them. */
import type { AcquirerConfig, DeviceConfig } from '../../domain/devices/verbs.ts';
import type { WalletConfig } from '../../domain/devices/wallet-verbs.ts';
import type { HostEmulator } from '../acquirer/emulator.ts';
import type { WalletEmulator } from '../wallet/emulator.ts';

/** How a device misbehaves on the wire until told otherwise; `none` is a healthy one. */
export const faults = [
  'none',
  /** Hears everything, says nothing. */
  'silent',
  /** Sends noise instead of every answer. */
  'garbage',
  /** Refuses every frame with NAK. */
  'nak',
  /** Sends every frame with a wrong check byte. */
  'wrong-lrc',
  /** One byte at a time, as a line of 300 baud would. */
  'slow',
  /** Each answer three seconds after it was due. */
  'late',
] as const;
export type Fault = (typeof faults)[number];

export const emulatedDevices = [
  'pin-pad',
  'card-reader',
  'printer',
  'scanner',
  'scale',
  'customer-display',
] as const;
export type EmulatedDevice = (typeof emulatedDevices)[number];

export type PadControl = Readonly<{
  /** The lines the customer sees, PIN digits as `*`. */
  display(): readonly string[];
  /** Keys typed while no PIN is asked for go where a real pad's would: nowhere, or into a wanted key press. */
  typePin(digits: string): void;
  pressEnter(): void;
  pressCancel(): void;
  /** True while the pad waits for the customer's PIN. */
  wantsPin(): boolean;
  /** The case was opened: keys are erased and the self-test fails, until `restore`. */
  tamper(): void;
  restore(): void;
  tampered(): boolean;
  serialNumber(): string;
  setSerialNumber(serialNumber: string): void;
  /** Calls `listener` after each change of the display until the returned function is called. */
  onDisplay(listener: (lines: readonly string[]) => void): () => void;
}>;

export type ReaderControl = Readonly<{
  /** Tracks with or without sentinels; an empty one is not sent. `null` is a track that could not be read. */
  swipe(track1: string | null, track2: string | null): void;
}>;

export type PrinterControl = Readonly<{
  setPaper(paper: 'ok' | 'low' | 'out'): void;
  setCoverOpen(open: boolean): void;
  setJammed(jammed: boolean): void;
  state(): Readonly<{
    paper: 'ok' | 'low' | 'out';
    coverOpen: boolean;
    jammed: boolean;
    drawerOpen: boolean;
  }>;
  shutDrawer(): void;
  /** Every receipt cut so far, oldest first; the last few hundred are kept. */
  receipts(): readonly PrintedReceipt[];
  onReceipt(listener: (receipt: PrintedReceipt) => void): () => void;
}>;

export type PrintedReceipt = Readonly<{
  /** 1 for the first. */
  number: number;
  /** Lines as they stand on the paper. */
  lines: readonly string[];
  /** The same as a picture. */
  svg: string;
}>;

export type ScannerControl = Readonly<{
  /** Holds a code before the scanner. Resolves when it has gone out. */
  scan(text: string): Promise<void>;
}>;

/** How goods lie on a scale; `fault` is one that cannot weigh. */
export const goodsStates = ['stable', 'moving', 'under-zero', 'over-limit', 'fault'] as const;
export type GoodsState = (typeof goodsStates)[number];

export type ScaleControl = Readonly<{
  put(grams: number, state: GoodsState): Promise<void>;
  /** `weight` as a person would write it, `0.865 kg`. */
  look(): Readonly<{ weight: string; state: GoodsState }>;
}>;

export type CustomerDisplayControl = Readonly<{
  /** Both lines as the customer reads them. */
  lines(): readonly string[];
}>;

export type EmulatorControl = Readonly<{
  pad: PadControl;
  reader: ReaderControl;
  printer: PrinterControl;
  scanner: ScannerControl;
  scale: ScaleControl;
  customerDisplay: CustomerDisplayControl;
  /** The acquirer's host: its `control` and its `books`. */
  host: HostEmulator;
  /** The wallets' acquirer, its books, and the phones of its customers. */
  wallet: WalletEmulator;
  /** Pulls the cable: the far end sees its port vanish. Resolves when it has. */
  unplug(device: EmulatedDevice): Promise<void>;
  /** Puts it back under the same address. */
  replug(device: EmulatedDevice): Promise<void>;
  plugged(device: EmulatedDevice): boolean;
  misbehave(device: EmulatedDevice, fault: Fault): void;
  fault(device: EmulatedDevice): Fault;
}>;

/** `startEmulators(options)` in index.ts resolves with this. */
export type Emulators = Readonly<{
  /** As a till's configuration lists them. */
  devices: DeviceConfig[];
  /** Where the emulated host listens, with the terminal it knows. */
  acquirer: AcquirerConfig;
  /** Where the emulated acquirer of wallets is. */
  wallet: WalletConfig;
  control: EmulatorControl;
  close(): Promise<void>;
}>;
