/** The files of the page: style, font, and the little script. All are here; nothing comes from elsewhere. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';

const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
} as const;

/** Relative imports in the modules of @simplewebauthn/browser find each other under this path. */
const webauthn = '/console/webauthn/';
export const webauthnLibrary = `${webauthn}index.js`;
const webauthnFolder = new URL('.', import.meta.resolve('@simplewebauthn/browser'));

const files = {
  '/console/console.css': new URL('./console.css', import.meta.url),
  '/console/console.js': new URL('./console.js', import.meta.url),
  '/console/inter.woff2': new URL(
    import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  ),
};

export function serveFiles(app: Hono): void {
  for (const [path, at] of Object.entries(files)) {
    app.get(path, (context) => context.body(readFile(at), 200, headersOf(path)));
  }
  app.get(`${webauthn}:name{[a-zA-Z0-9_/]+[.]js}`, (context) => {
    const name = context.req.param('name');
    try {
      return context.body(readFile(new URL(name, webauthnFolder)), 200, headersOf(name));
    } catch {
      return context.notFound();
    }
  });
}

function readFile(at: URL): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fileURLToPath(at)));
}

function headersOf(path: string): Record<string, string> {
  const type = types[path.slice(path.lastIndexOf('.') + 1) as keyof typeof types];
  return { 'content-type': type, 'cache-control': 'max-age=600' };
}
