/** VISA-style PIN pad: what is said, as values. Keys are ciphertext, upper-case hex. */

/** Under a wrapped key, or under the pad's own DUKPT keys (null). */
type UnderKey = Readonly<{ pan: string; wrappedKey: string | null }>;

/** What the till says. */
export type TillMessage =
  | Readonly<{ kind: 'connectionTest' | 'cancel' | 'reset' }>
  | Readonly<{
      kind:
        | 'readSerial'
        | 'readPermanentSerial'
        | 'readKeyMode'
        | 'readHardware'
        | 'readEngine'
        | 'selfTest';
    }>
  | Readonly<{ kind: 'checkKey' | 'selectKey'; slot: string }>
  /** `test` is `00` to `10`: 03 sums the program up, 08 tells the version. */
  | Readonly<{ kind: 'diagnose'; test: string }>
  /** `rate` and `mode` by the digits of spec.ts. */
  | Readonly<{ kind: 'setLine'; rate: string; mode: string | null }>
  /** One line goes as Z2, several as Z3. */
  | Readonly<{ kind: 'show'; lines: readonly string[] }>
  | (UnderKey &
      Readonly<{
        kind: 'askPin';
        amountMinor: number;
        /** Of thirty seconds; null leaves the pad its 270 s. Not told with DUKPT. */
        timeoutSteps: number | null;
      }>)
  | (UnderKey & Readonly<{ kind: 'askPinOnly' }>)
  | (UnderKey &
      Readonly<{ kind: 'askPinPrompted' }> &
      PinRules &
      Readonly<{
        prompts: readonly [string, string];
        processing: string;
        timeoutSteps: number | null;
      }>)
  | (UnderKey & Readonly<{ kind: 'askPinEchoed'; echo: string }> & PinRules)
  | Readonly<{ kind: 'askKey'; timeoutS: number }>
  | Readonly<{ kind: 'askDigits'; echo: boolean; timeoutS: number; digitsMax: number }>
  | Readonly<{
      kind: 'askMac';
      /** See `macFlags`; others are some other pad's. */
      flag: string;
      sequence: number;
      slot: string;
      wrappedKey: string;
      /** As on the line: characters, or hex of the bytes. */
      data: string;
    }>;

export type PinRules = Readonly<{
  digitsMin: number;
  digitsMax: number;
  /** Enter without a PIN is an answer too. */
  emptyAllowed: boolean;
}>;

/** What the pad says. */
export type PadMessage =
  | Readonly<{
      kind: 'serial' | 'permanentSerial' | 'keyMode' | 'hardware' | 'engine' | 'diagnosis';
      text: string;
    }>
  /** `attributes`: what pads with key blocks add (Mx800, GISKE); else empty. */
  | Readonly<{ kind: 'keyState'; loaded: boolean; attributes: string }>
  | Readonly<{ kind: 'lineSet'; rate: string; mode: string | null }>
  | Readonly<{ kind: 'keySelected' | 'selfTested' | 'pinRefused'; code: string }>
  | Readonly<{ kind: 'pin'; length: number; block: string }>
  /** `ksn` has 10 to 20 digits: pads leave leading F out. Null without a PIN. `id` is whose form it is. */
  | Readonly<{ kind: 'dukptPin'; id: 'pin' | 'dukptPin'; ksn: string | null; block: string }>
  | Readonly<{ kind: 'keyPressed'; key: string }>
  /** Null when nobody typed in time. */
  | Readonly<{ kind: 'digits'; digits: string | null }>
  | Readonly<{ kind: 'initialKeyLoaded'; status: string }>
  | Readonly<{ kind: 'mac'; status: string; mac: string | null }>;
