import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page of the till. Chrome 114 is the oldest one it meets: the offline Electron's. */
export default defineConfig({
  root: 'renderer',
  // Loaded from a file, so every address is relative.
  base: './',
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome114',
    cssTarget: 'chrome114',
    // The page is read from the disk: inlining fonts and pictures would only bloat the scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3_000,
    reportCompressedSize: false,
  },
});
