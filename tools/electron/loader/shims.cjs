/**
 * What Electron 25 lacks of the Node that Rollcall is written for; nothing in the product knows.
 *
 * - `crypto` is not a global in its Node 18, and uuid wants it.
 * - Its Node-API is 8, so better-sqlite3 gets a binding built for that through its own option.
 */
const Module = require('node:module');
const path = require('node:path');

globalThis.crypto ??= require('node:crypto').webcrypto;

const nativeBinding = path.join(__dirname, 'better_sqlite3.node');
const load = Module._load;
let wrapped;
Module._load = function loadWithBinding(request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== 'better-sqlite3') return loaded;
  wrapped ??= new Proxy(loaded, {
    construct: (Database, [file, options]) => new Database(file, { nativeBinding, ...options }),
    apply: (Database, _self, [file, options]) => new Database(file, { nativeBinding, ...options }),
  });
  return wrapped;
};
