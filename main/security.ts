/** What the page may load, open and ask for: its own files, nothing, nothing. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { app, protocol, session } from 'electron';

/** The page has an origin of its own: `file://` would share one with every file of the machine. */
const scheme = 'rollcall';
const origin = `${scheme}://till`;
export const pageUrl = `${origin}/index.html`;

/** React Aria sets style attributes, hence inline styles; scripts come from our own files only. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
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
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must be called before Electron is ready. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function isOurPage(url: string): boolean {
  return url.startsWith(`${origin}/`);
}

/** A technician copies trace lines: text, written on a press of a button, never read. */
const copying = 'clipboard-sanitized-write';

/** Serves the page from `directory`, and refuses every other permission, navigation, window and web view. */
export function secure(directory: string): void {
  serve(directory);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === copying),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission) => permission === copying,
  );
}

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
  // Electron 25 has `protocol.handle`, and every later one.
  protocol.handle(scheme, async (request) => {
    const path = fileOf(directory, request.url);
    const content = path === null ? null : await readFile(path).catch(() => null);
    if (path === null || content === null) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      },
    });
  });
}

/** The file behind a URL; null for whatever would lie outside `directory`. */
function fileOf(directory: string, url: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== 'till') return null;
  const path = normalize(join(directory, decodeURIComponent(pathname)));
  return path.startsWith(directory + sep) ? path : null;
}
