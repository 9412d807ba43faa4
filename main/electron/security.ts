/** What the page may load, open and ask for: its own files, nothing, the camera's picture. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import {
  app,
  type MediaAccessPermissionRequest,
  type PermissionCheckHandlerHandlerDetails,
  protocol,
  session,
} from 'electron';
import { pageOrigin } from './page-origin.ts';

export const pageUrl = `${pageOrigin.origin}/index.html`;

/**
 * React Aria sets style attributes, hence inline styles; scripts come from our own files only, and so does the reader of
 * badges, which is WebAssembly.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** The page and nothing else of its origin: another path, an error page too, is no page of ours. */
export function isOurPage(url: string): boolean {
  return url === pageUrl;
}

/** A technician copies trace lines: text, written on a press of a button, never read. */
const copying = 'clipboard-sanitized-write';

/** Serves the page from `directory`, and refuses every other permission. */
export function secure(directory: string): void {
  serve(directory);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === copying || (permission === 'media' && isPictureOnly(details))),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, _origin, details) =>
      permission === copying || (permission === 'media' && isNoSound(details)),
  );
}

/** A badge is held before the camera; nobody is ever listened to. */
function isPictureOnly({ mediaTypes }: MediaAccessPermissionRequest): boolean {
  return mediaTypes?.length === 1 && mediaTypes[0] === 'video';
}

/** Chromium asks without a kind too, before it lists the cameras. */
const isNoSound = (details: PermissionCheckHandlerHandlerDetails): boolean =>
  details.mediaType !== 'audio';

/** Must be called before the first window is made. */
export function confineContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event, url) => {
      if (!isOurPage(url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

function serve(directory: string): void {
  // Electron 25 has `protocol.handle`, and every later one. Every https address ends here: none reaches a network.
  protocol.handle('https', async (request) => {
    const path = fileOf(directory, request.url);
    const content = path === null ? null : await readFile(path).catch(() => null);
    const type = path === null || content === null ? '.txt' : extname(path);
    return new Response(content === null ? 'not found' : new Uint8Array(content), {
      status: content === null ? 404 : 200,
      headers: {
        'content-type': mediaTypes[type] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      },
    });
  });
}

/** The file behind a URL; null for whatever would lie outside `directory`. */
function fileOf(directory: string, url: string): string | null {
  const { origin, pathname } = new URL(url);
  if (origin !== pageOrigin.origin) return null;
  const path = normalize(join(directory, decodeURIComponent(pathname)));
  return path.startsWith(directory + sep) ? path : null;
}
