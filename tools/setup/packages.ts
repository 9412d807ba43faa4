/**
 * What the machine must have besides npm's packages, by Debian's names.
 *
 * `a|b` means either: Debian 13 and Ubuntu 24 renamed some libraries when time became 64 bits wide.
 */
export type Group = 'window' | 'display' | 'fonts' | 'devices' | 'compiler' | 'tests' | 'usb';

export const groups: Readonly<Record<Group, readonly string[]>> = {
  /** What Electron links against. */
  window: [
    'libnss3',
    'libatk1.0-0|libatk1.0-0t64',
    'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
    'libcups2|libcups2t64',
    'libdrm2',
    'libgtk-3-0|libgtk-3-0t64',
    'libgbm1',
    'libasound2|libasound2t64',
    'libxss1',
  ],
  /** A screen where there is none. */
  display: ['xvfb', 'xauth'],
  /** Without it every Chinese character is a box. */
  fonts: ['fonts-noto-cjk'],
  /** Libraries the drivers load, and socat for the emulators' serial lines. */
  devices: ['udev', 'libusb-1.0-0', 'socat'],
  /** Builds better-sqlite3 for the offline Electron, once. */
  compiler: ['python3', 'make', 'g++', 'patch'],
  /** The server's store, the count of syncs, the web page. */
  tests: ['postgresql', 'strace', 'chromium'],
  /** A machine with USB, for the tests of tests/usb; its kernel is fetched by tools/usb-vm. */
  usb: ['qemu-system-x86', 'busybox-static'],
};

/** The groups a command wants. Those of the offline Electron are asked for when it is built. */
export function groupsFor(command: string, hasDisplay: boolean): readonly Group[] {
  const screen: readonly Group[] = hasDisplay ? [] : ['display'];
  switch (command) {
    case 'start':
    case 'till':
      return ['window', 'fonts', 'devices', ...screen];
    case 'test':
      return ['window', 'fonts', 'devices', 'display', 'tests', 'usb'];
    case 'test:usb':
      return ['devices', 'usb'];
    case 'bench':
    case 'screenshots':
      return ['window', 'fonts', 'devices', 'display'];
    default:
      return [];
  }
}
