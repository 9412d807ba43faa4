/** The emulated device as a page: what it shows, what a hand can do to it, its cable, its faults. On loopback only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { faults } from '../../drivers/emulators/control.ts';
import { root } from '../paths.ts';
import type { Puppet } from './puppet.ts';

export type Window = Readonly<{ url: string; close(): Promise<void> }>;

const files = {
  '/': ['tools/technician/window/index.html', 'text/html; charset=utf-8'],
  '/control.css': ['tools/demo/control/control.css', 'text/css'],
  '/window.js': ['tools/technician/window/window.js', 'text/javascript'],
} as const;

export async function serveWindow(puppet: Puppet): Promise<Window> {
  const app = new Hono();
  for (const [path, [file, type]] of Object.entries(files)) {
    app.get(path, (context) => {
      context.header('content-type', type);
      return context.body(readFileSync(join(root, file), 'utf8'));
    });
  }
  app.get('/state', (context) =>
    context.json({
      address: puppet.address,
      plugged: puppet.plugged,
      fault: puppet.fault,
      faults,
      look: puppet.look(),
      acts: puppet.acts(),
    }),
  );
  // JSON only: a page from elsewhere in this browser cannot send that without being asked.
  app.post('/act/:name', (context) =>
    attempt(context.req.header('content-type'), async () =>
      puppet.act(context.req.param('name'), await context.req.json()),
    ),
  );
  app.post('/line', (context) =>
    attempt(context.req.header('content-type'), async () => {
      await puppet.obey(String((await context.req.json()).line));
    }),
  );
  return await new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
  });
}

async function attempt(type: string | undefined, run: () => Promise<void>): Promise<Response> {
  if (type !== 'application/json') return new Response('JSON only', { status: 415 });
  try {
    await run();
    return Response.json({});
  } catch (thrown) {
    return new Response(thrown instanceof Error ? thrown.message : '?', { status: 400 });
  }
}
