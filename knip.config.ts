import type { KnipConfig } from 'knip';

/** Files, exports and dependencies that nobody uses; `npm run check -- dead-code`. */
const config: KnipConfig = {
  entry: [
    'main/electron/{index,preload}.ts',
    'drivers/host/process.ts',
    'renderer/index.html',
    'server/program/index.ts',
    'tools/{run,start,till,technician,verify,export,move,backup,screenshots,setup,build,dist,test,repeat}.{mjs,ts}',
    'tools/{bench,simulate,check,mutate,usb-vm}/index.ts',
    'tools/mutate/vitest.config.ts',
    'tools/check/imports.cjs',
    'tools/bench/{start-probe,bare-window/main}.cjs',
    'tools/electron/loader/*.cjs',
    'tools/demo/control/*.{html,js,css}',
    'tools/technician/window/*.{html,js}',
    'tools/{bench,demo}/*/main.cjs',
    'tests/**/*.{test,fuzz}.{ts,tsx}',
    'tests/usb/{*.usb,runner}.ts',
    'tests/helpers/children/*.ts',
    'tests/screenshots/*.ts',
  ],
  project: [
    '{domain,words,drivers,db,main,renderer,server,tools,tests}/**/*.{ts,tsx,mjs,cjs,css}',
    '!tests/fixtures/**',
  ],
  // The fonts are named in style sheets only.
  compilers: { css: packagesIn },
  ignoreExportsUsedInFile: true,
  // Of Noto Sans only a file is used: tools/paths.ts; Stryker is started, not imported.
  ignoreDependencies: ['node-gyp', '@fontsource/noto-sans-sc', '@stryker-mutator/*'],
  ignoreUnresolved: ['../index.cjs'],
  // Programs of the system: tools/setup/packages.ts says where they come from.
  ignoreBinaries: ['Xvfb', 'mount', 'socat', 'strace', 'umount', 'unshare'],
};

export default config;

/** What a style sheet takes from packages, as imports. */
function packagesIn(css: string): string {
  return [...css.matchAll(/@import "([^"]+)"|url\("(@[^"]+)"\)/g)]
    .map(([, sheet, file]) => `import '${sheet ?? file}';`)
    .join('\n');
}
